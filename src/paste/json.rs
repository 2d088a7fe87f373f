//! Headers in JSON: a string with `\r\n` in it, Microsoft Graph's `internetMessageHeaders`, a field of an API's answer.

use serde_json::Value;

use super::{Found, MOST, report_on_decoded};
use crate::Context;
use crate::finding::Span;
use crate::source::begins_known_field;

/// How deep a value is looked into.
const DEPTH: usize = 24;

pub(super) fn read(text: &str, context: &Context) -> Option<Found> {
    let trimmed = text.trim();
    let mut headers = Vec::new();
    if trimmed.starts_with(['"', '{', '[']) {
        match serde_json::from_str::<Value>(trimmed) {
            Ok(value) => gather(&value, DEPTH, &mut headers),
            Err(_) => headers.extend(unescaped(trimmed)),
        }
    } else if !trimmed.contains('\n') {
        headers.extend(unescaped(trimmed));
    }
    let start = text.len() - text.trim_start().len();
    let whole = Span::new(start, start + trimmed.len());
    let reports: Vec<_> =
        headers.iter().take(MOST).filter_map(|header| report_on_decoded(header.as_bytes(), whole, context)).collect();
    let how = "The header stood in JSON, and was decoded before it was read.";
    (!reports.is_empty()).then_some(Found { reports, set_aside: Vec::new(), how })
}

/// The header blocks in a value: strings that begin with a field and have more of them, and lists of names with values.
fn gather(value: &Value, depth: usize, found: &mut Vec<String>) {
    if depth == 0 || found.len() >= MOST {
        return;
    }
    match value {
        Value::String(text) if is_header(text) => found.push(text.clone()),
        Value::Array(items) => match listed(items) {
            Some(header) => found.push(header),
            None => items.iter().for_each(|item| gather(item, depth - 1, found)),
        },
        Value::Object(map) => map.values().for_each(|item| gather(item, depth - 1, found)),
        _ => {}
    }
}

fn is_header(text: &str) -> bool {
    let fields = text.lines().take(200).filter(|line| begins_known_field(line.as_bytes())).count();
    let begins = text.trim_start().lines().next().is_some_and(|line| begins_known_field(line.as_bytes()));
    begins && (fields >= 2 || text.trim_start().to_ascii_lowercase().starts_with("received:"))
}

/// Fields as objects with a name and a value, as Microsoft Graph's `internetMessageHeaders` and Gmail's `payload.headers`
/// have them, in the order of the message.
fn listed(items: &[Value]) -> Option<String> {
    let mut header = String::new();
    for item in items {
        let name = item.get("name")?.as_str()?;
        let value = item.get("value")?.as_str()?;
        header.push_str(name);
        header.push_str(": ");
        // A line end within a value is folding.
        header.push_str(&value.lines().collect::<Vec<_>>().join("\r\n "));
        header.push_str("\r\n");
    }
    is_header(&header).then_some(header)
}

/// A string that is no whole JSON: without its quotes, or cut off. Only where the escapes stand for line ends between
/// fields.
fn unescaped(text: &str) -> Option<String> {
    if !text.contains("\\n") {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut letters = text.trim_matches('"').chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            out.push(letter);
            continue;
        }
        match letters.next() {
            Some('n') => out.push('\n'),
            Some('r') | None => {}
            Some('t') => out.push('\t'),
            Some(other @ ('"' | '\\' | '/')) => out.push(other),
            Some(other) => {
                out.push('\\');
                out.push(other);
            }
        }
    }
    // What stands before the first field is the name of the JSON member.
    let start = out.split_inclusive('\n').next().filter(|line| !begins_known_field(line.as_bytes()));
    let out = match start {
        Some(line) => {
            let at = line.rfind('"').map_or(line.len(), |quote| quote + 1);
            out.get(at..).unwrap_or_default().to_owned()
        }
        None => out,
    };
    is_header(&out).then_some(out)
}
