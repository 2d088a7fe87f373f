//! The toolkit for JavaScript: the library's reading, as JavaScript values, in Node and in other pages.
//!
//! ```js
//! import { analyze } from "backstamp";
//!
//! const report = analyze(text, { now: new Date().toISOString(), mine: { domains: ["example.com"] } });
//! console.log(report.headline);
//! ```

use js_sys::Uint8Array;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use backstamp::Context;

/// Reads a string or a `Uint8Array` and returns the report as an object, with the keys of the JSON form.
///
/// `context` may be left out; otherwise it is an object with `now` (an ISO 8601 time) and `mine` (`domains`, `hosts`,
/// `networks`: lists of strings), each of which may be left out.
///
/// # Errors
/// Throws where the input is neither, or the context is no such object.
#[wasm_bindgen]
pub fn analyze(input: &JsValue, context: JsValue) -> Result<JsValue, JsValue> {
    let bytes = match (input.as_string(), input.dyn_ref::<Uint8Array>()) {
        (Some(text), _) => text.into_bytes(),
        (None, Some(bytes)) => bytes.to_vec(),
        (None, None) => return Err("analyze takes a string or a Uint8Array".into()),
    };
    let context: Context =
        if context.is_falsy() { Context::default() } else { serde_wasm_bindgen::from_value(context)? };
    let report = backstamp::analyze(&bytes, &context);
    Ok(report.serialize(&Serializer::json_compatible())?)
}

/// The toolkit's version.
#[wasm_bindgen]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
