//! What of a huge input is not read, and that the report says so.

#![allow(clippy::expect_used)]

use backstamp::{Context, Report, analyze};

fn said<'r>(report: &'r Report, id: &str) -> Option<&'r str> {
    report.findings.iter().find(|finding| finding.id == id).map(|finding| finding.why.as_str())
}

fn read(input: &str) -> Report {
    analyze(input.as_bytes(), &Context::default())
}

#[test]
fn fields_behind_the_limit_are_counted_and_said() {
    let stamp = "Received: from a.example by b.example; Fri, 13 Feb 2009 21:23:21 +0000\n";
    let report = read(&format!("{}Subject: x\n\nbody", stamp.repeat(20_004)));
    assert_eq!(report.fields.len(), 20_000);
    let why = said(&report, "message.too-long").expect("what was not read is said");
    assert!(why.contains("5 more fields than the 20000"), "{why}");
    // All that a header may have is read in silence.
    assert_eq!(said(&read(&format!("{}Subject: x\n\nbody", stamp.repeat(300))), "message.too-long"), None);
}

#[test]
fn a_value_behind_the_limit_is_said_and_the_next_field_is_read() {
    let long = format!("To: {}\nSubject: hello\nFrom: jane@example.com\n\nbody", "joe@example.org, ".repeat(20_000));
    let report = read(&long);
    let why = said(&report, "message.too-long").expect("what was not read is said");
    assert!(why.contains("The value of To"), "{why}");
    assert!(report.fields.iter().any(|field| field.value == "hello"));
    // A folded one too.
    let folded = format!("To: x@example.org{}\nSubject: hello\n\nbody", ",\n joe@example.org".repeat(20_000));
    assert!(said(&read(&folded), "message.too-long").is_some_and(|why| why.contains("The value of To")));
    // The recipients of a large list are read in silence.
    let list = format!("To: {}\nSubject: hello\n\nbody", "somebody@example.org, ".repeat(5_000));
    assert_eq!(said(&read(&list), "message.too-long"), None);
}

#[test]
fn a_header_that_was_not_read_to_its_end_gets_no_good_stamp() {
    let hops = "Received: from a.example by b.example; Fri, 13 Feb 2009 21:23:25 +0000\n\
                Received: from c.example by a.example; Fri, 13 Feb 2009 21:23:21 +0000\n";
    let rest = "X-Note: a\n".repeat(20_000);
    let head = "From: jane@example.com\nSubject: x\n";
    let severity = |input: &str| read(input).verdict.map(|verdict| verdict.severity);
    let whole = severity(&format!("{hops}{head}\nbody"));
    assert_eq!(whole, Some(backstamp::finding::Severity::Good));
    assert_eq!(severity(&format!("{hops}{head}{rest}\nbody")), Some(backstamp::finding::Severity::Note));
}

#[test]
fn lines_of_a_session_behind_the_limit_are_said_and_never_shown() {
    let one = "220 mx.example ESMTP\nEHLO a.example\n250 mx.example\nQUIT\n221 bye\n";
    let long = format!("{}AUTH PLAIN AGFubmEAc2VjcmV0\n235 ok\n", one.repeat(20_001));
    let report = read(&long);
    assert_eq!(report.kind, backstamp::report::Kind::SmtpSession);
    let title = report.findings.iter().find(|finding| finding.id == "session.too-long").map(|one| one.title.as_str());
    assert_eq!(title, Some("The first 100000 lines were read, and no more"));
    assert!(read(&one.repeat(10)).findings.iter().all(|finding| finding.id != "session.too-long"));
    // A secret behind it was not masked, so nothing of it may leave.
    assert!(backstamp::session::masked(&long).len() < long.len());
    assert!(!backstamp::session::masked(&long).contains("AGFubmEAc2VjcmV0"));
}
