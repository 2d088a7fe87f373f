//! journald's JSON lines (`journalctl -o json`), as the lines that syslog would have written of them.

use serde::Deserialize;

#[derive(Deserialize)]
struct Entry {
    #[serde(rename = "MESSAGE")]
    message: Option<serde_json::Value>,
    #[serde(rename = "SYSLOG_IDENTIFIER")]
    identifier: Option<String>,
    #[serde(rename = "_COMM")]
    command: Option<String>,
    #[serde(rename = "__REALTIME_TIMESTAMP")]
    time: Option<serde_json::Value>,
}

/// An entry taken apart.
pub(super) struct Written {
    /// What wrote it.
    pub program: String,
    /// What it says.
    pub said: String,
    /// When, as ISO 8601 in UTC.
    pub stamp: String,
}

/// Whether a line may be an entry.
pub(super) fn may_be(line: &str) -> bool {
    line.starts_with('{') && super::line::holds(line, "\"MESSAGE\"")
}

/// Reads an entry.
pub(super) fn read(line: &str) -> Option<Written> {
    let entry: Entry = serde_json::from_str(line).ok()?;
    let said = match entry.message? {
        serde_json::Value::String(said) => said,
        // A message that is no UTF-8 is a list of its bytes.
        serde_json::Value::Array(bytes) => {
            let bytes: Vec<u8> = bytes.iter().filter_map(|byte| u8::try_from(byte.as_u64()?).ok()).collect();
            String::from_utf8_lossy(&bytes).into_owned()
        }
        _ => return None,
    };
    let micros = match entry.time {
        Some(serde_json::Value::String(text)) => text.parse::<i64>().ok(),
        Some(serde_json::Value::Number(number)) => number.as_i64(),
        _ => None,
    };
    let stamp = micros.and_then(chrono::DateTime::from_timestamp_micros);
    Some(Written {
        program: entry.identifier.or(entry.command).unwrap_or_default(),
        said,
        stamp: stamp.map(|stamp| stamp.format("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()).unwrap_or_default(),
    })
}
