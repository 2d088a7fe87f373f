//! Decoding by the browser.

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
extern "C" {
    type TextDecoder;

    #[wasm_bindgen(constructor, catch)]
    fn new(label: &str) -> Result<TextDecoder, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn decode(this: &TextDecoder, bytes: &[u8]) -> Result<String, JsValue>;
}

/// The text, without its byte order mark; none where no encoding has this label.
pub(super) fn decode(label: &str, bytes: &[u8]) -> Option<String> {
    TextDecoder::new(label).and_then(|decoder| decoder.decode(bytes)).ok()
}
