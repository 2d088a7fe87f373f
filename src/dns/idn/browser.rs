//! Mapping by the browser, which does it for the host of every URL.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    type URL;

    #[wasm_bindgen(constructor, catch)]
    fn new(url: &str) -> Result<URL, JsValue>;

    #[wasm_bindgen(method, getter)]
    fn hostname(this: &URL) -> String;
}

/// The label that follows, so that a label of digits is not taken for an address.
const LAST: &str = ".x";

/// The form that DNS carries; none where the letters have none.
pub(super) fn to_ascii(label: &str) -> Option<String> {
    let host = URL::new(&format!("http://{label}{LAST}/")).ok()?.hostname();
    Some(host.strip_suffix(LAST)?.to_owned())
}
