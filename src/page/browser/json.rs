//! What the library says, as JSON. The browser writes it, which keeps a second writer out of the page.

use js_sys::JSON;
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

/// Writes a value as JSON in one line, as text of the browser's; null where it cannot be written.
pub fn line(value: &impl Serialize) -> JsValue {
    let value = value.serialize(&Serializer::json_compatible());
    value.and_then(|value| Ok(JSON::stringify(&value)?)).map_or(JsValue::NULL, JsValue::from)
}

/// Writes a report, or a part of one, as JSON, as the library's types serialise.
pub fn json(report: &impl Serialize) -> String {
    let value = report.serialize(&Serializer::json_compatible()).unwrap_or(JsValue::NULL);
    let text = JSON::stringify_with_replacer_and_space(&value, &JsValue::NULL, &JsValue::from_f64(2.0));
    text.map(String::from).unwrap_or_default()
}
