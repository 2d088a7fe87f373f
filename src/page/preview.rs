//! What `shell/boot.js` asks before the program starts, of the part of it that is there by then: see `seal/src/reach.rs`.

use backstamp::{Context, preview};
use chrono::DateTime;
use wasm_bindgen::prelude::wasm_bindgen;

/// The report on a header block as markup, empty where only the whole program can tell; `now` is the present moment in
/// milliseconds since 1970. Nothing of the user's settings is known here.
#[wasm_bindgen(js_name = glance)]
pub fn report(text: &str, now: f64) -> String {
    #[expect(clippy::cast_possible_truncation, reason = "a float that is no moment gives none")]
    let now = DateTime::from_timestamp_millis(now as i64);
    preview::read(text.as_bytes(), &Context { now, ..Context::default() }).unwrap_or_default()
}
