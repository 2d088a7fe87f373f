//! The moment, and the reader's time zone.

use chrono::{DateTime, FixedOffset, Offset, Utc};
use js_sys::Date;
use wasm_bindgen::JsValue;

use super::dom;

/// The present moment.
pub fn now() -> DateTime<Utc> {
    DateTime::from_timestamp_millis(milliseconds() as i64).unwrap_or_default()
}

/// Milliseconds since 1970, for telling how long something takes.
pub fn milliseconds() -> f64 {
    Date::now()
}

/// Milliseconds since the page was opened. They only go forward, whatever is done to the machine's clock.
pub fn ticks() -> u64 {
    dom::window().and_then(|window| window.performance()).map_or(0.0, |performance| performance.now()) as u64
}

/// The time of day, in the reader's own zone, of a moment in milliseconds since the page was opened.
pub fn time_of_day(ticks: f64) -> String {
    let date = Date::new(&JsValue::from_f64(milliseconds() - self::ticks() as f64 + ticks));
    let two = |number: u32| format!("{number:02}");
    [date.get_hours(), date.get_minutes(), date.get_seconds()].map(two).join(":")
}

/// The reader's offset from UTC at a moment.
pub fn offset(time: DateTime<Utc>) -> FixedOffset {
    let date = Date::new(&JsValue::from_f64(time.timestamp_millis() as f64));
    FixedOffset::west_opt(date.get_timezone_offset() as i32 * 60).unwrap_or_else(|| Utc.fix())
}
