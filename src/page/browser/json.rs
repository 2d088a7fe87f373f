//! What the library says, as JSON. The browser writes it, which keeps a second writer out of the page.

use backstamp::Report;
use backstamp::report::{Provenance, quoted};
use backstamp::visible::visible_json;
use js_sys::{Array, JSON, Reflect};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

/// Writes the report as JSON with the words that show each finding (`quoted`), and with what made it (`made`).
pub fn shared(report: &Report, source: &str, made: &Provenance) -> String {
    let value = value_of(report);
    quote(&value, report, source);
    put(&value, "made", &made.line().into());
    written(&value, &JsValue::from_f64(2.0))
}

fn quote(value: &JsValue, report: &Report, source: &str) {
    let findings = Array::from(&get(value, "findings"));
    for (place, finding) in findings.iter().zip(&report.findings) {
        let words = quoted(finding, source.as_bytes()).into_iter().map(JsValue::from).collect::<Array>();
        put(&place, "quoted", &words);
    }
    for (place, enclosed) in Array::from(&get(value, "enclosed")).iter().zip(&report.enclosed) {
        quote(&place, enclosed, source);
    }
}

fn get(object: &JsValue, key: &str) -> JsValue {
    let value = Reflect::get(object, &key.into()).unwrap_or(JsValue::UNDEFINED);
    // An array is made of it: of what is not there, an empty one.
    if value.is_undefined() { Array::new().into() } else { value }
}

fn put(object: &JsValue, key: &str, value: &JsValue) {
    // A plain object takes any key.
    let _ = Reflect::set(object, &key.into(), value);
}

/// Writes the report as JSON in one line, for NDJSON.
pub fn line(report: &Report) -> String {
    let value = value_of(report);
    written(&value, &JsValue::UNDEFINED) + "\n"
}

/// Writes what the library says as JSON, as its types serialise, with what made it (`made`).
pub fn made(said: &impl Serialize, made: &Provenance) -> String {
    let value = value_of(said);
    put(&value, "made", &made.line().into());
    written(&value, &JsValue::from_f64(2.0))
}

fn value_of(said: &impl Serialize) -> JsValue {
    said.serialize(&Serializer::json_compatible()).unwrap_or(JsValue::NULL)
}

/// The value as text: in one line, or set in by so many spaces.
fn written(value: &JsValue, space: &JsValue) -> String {
    let text = JSON::stringify_with_replacer_and_space(value, &JsValue::NULL, space);
    visible_json(&text.map(String::from).unwrap_or_default()).into_owned()
}
