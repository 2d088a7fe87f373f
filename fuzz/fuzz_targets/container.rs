//! Any bytes are opened as a file that holds messages: what expands stays within its bounds, and the answer is JSON whose spans are
//! places in the text.

#![no_main]

use std::ops::ControlFlow;

use backstamp::batch::Batch;
use backstamp::container::Limits;
use backstamp::{Context, container, open};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: &[u8]| {
    let limits = Limits { files: 1000, expanded: 8 << 20, ..Limits::default() };
    let mut files = 0;
    let _ = container::visit(input, "file", limits, &mut |_| {
        files += 1;
        ControlFlow::Continue(())
    });
    assert!(files <= limits.files + 1);
    let context = Context::default();
    let (source, report) = open(input, Some("file"), &context);
    for field in &report.fields {
        assert!(source.text().get(field.span.start..field.span.end).is_some());
    }
    serde_json::to_value(&report).expect("a report is JSON");
    let mut batch = Batch::default();
    let _ = batch.read(input, "file", &context, &mut |_, _| ControlFlow::Continue(()));
    let _ = batch.summary();
});
