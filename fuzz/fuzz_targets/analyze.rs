//! Any bytes get an answer, the answer is JSON, and its spans are places in the text.

#![no_main]

use backstamp::source::Source;
use backstamp::{Context, analyze_source};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

fuzz_target!(|input: &[u8]| {
    let source = Source::read(input);
    let report = analyze_source(&source, &Context::default());
    if let Ok(text) = std::str::from_utf8(input) {
        // Masking takes nothing away but secrets.
        let masked = backstamp::session::masked(text);
        assert!(masked.is_empty() == text.is_empty());
    }
    let json = serde_json::to_value(&report).expect("a report is JSON");
    check_spans(&json, source.text());
});

fn check_spans(value: &Value, text: &str) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| check_spans(value, text)),
        Value::Object(fields) => {
            let offset = |name| fields.get(name).and_then(Value::as_u64).and_then(|at| usize::try_from(at).ok());
            // A loop counts its hops under these names, among others.
            if fields.len() == 2
                && let (Some(start), Some(end)) = (offset("start"), offset("end"))
            {
                assert!(text.get(start..end).is_some(), "{start}..{end} of {}", text.len());
            }
            fields.values().for_each(|value| check_spans(value, text));
        }
        _ => {}
    }
}
