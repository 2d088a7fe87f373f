//! The report as JSON.

use backstamp::Report;
use js_sys::JSON;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

/// Writes the report as JSON, as the library's types serialise.
pub fn json(report: &Report) -> String {
    let value = report.serialize(&Serializer::json_compatible()).unwrap_or(JsValue::NULL);
    let text = JSON::stringify_with_replacer_and_space(&value, &JsValue::NULL, &JsValue::from_f64(2.0));
    text.map(String::from).unwrap_or_default()
}
