//! Any bytes are redacted without a panic; the names can be put back, and the result can be redacted again.

#![no_main]

use backstamp::redact::{Options, redact, restore};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let redacted = redact(input, &Options::default());
    let _ = restore(&redacted.text, &redacted.legend_text());
    let _ = redact(redacted.text.as_bytes(), &Options { keep_providers: false, ..Options::default() });
});
