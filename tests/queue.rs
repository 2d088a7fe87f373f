//! Listings of queues: what waits, and why.

#![allow(clippy::expect_used, clippy::indexing_slicing)]

use std::fs;
use std::path::Path;

use backstamp::log::State;
use backstamp::report::{Kind, Report};
use backstamp::{Context, analyze};

fn queue(name: &str) -> Report {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/queues").join(name);
    let report = analyze(&fs::read(path).expect("a fixture"), &Context::default());
    assert_eq!(report.kind, Kind::Queue, "{name}: {}", report.headline);
    report
}

/// The rows as `id recipient state queue`.
fn rows(report: &Report) -> Vec<String> {
    let word = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    report
        .deliveries
        .iter()
        .map(|row| {
            format!("{} {} {} {}", word(&row.queue_id), word(&row.recipient), row.status.word(), word(&row.queue))
        })
        .collect()
}

fn finding<'a>(report: &'a Report, id: &str) -> Option<&'a backstamp::finding::Finding> {
    report.findings.iter().find(|finding| finding.id == id)
}

#[test]
fn postfix_gives_each_recipient_its_own_reason() {
    let report = queue("postqueue.txt");
    assert_eq!(
        rows(&report),
        [
            "4QAAA11zz kim@example.com queued active",
            "4QBBB22zz jo@example.net deferred deferred",
            "4QBBB22zz ann@example.net deferred deferred",
            "4QBBB22zz ada@slow.example deferred deferred",
            "4QCCC33zz x@example.org queued hold",
        ]
    );
    assert_eq!(report.deliveries[1].reply_code.as_deref(), Some("421"));
    assert!(report.deliveries[3].words.contains("timed out"));
    assert_eq!(report.deliveries[3].first.as_deref(), Some("Fri Feb 13 20:23:20"));
}

#[test]
fn nobody_is_sent_to_flush_into_a_rate_limit() {
    let report = queue("postqueue.txt");
    let limit = finding(&report, "log.rate-limit").expect("a warning");
    assert!(limit.title.starts_with("Do not flush the queue: 2 deliveries"), "{}", limit.title);
    assert!(finding(&report, "log.held").is_some());
    assert!(finding(&queue("sendmail.txt"), "log.rate-limit").is_none());
}

#[test]
fn postfix_writes_its_queue_as_json_too() {
    let report = queue("postqueue.json");
    assert_eq!(
        rows(&report),
        [
            "4QBBB22zz jo@example.net deferred deferred",
            "4QBBB22zz kim@example.net queued deferred",
            "4QCCC33zz x@example.org queued hold"
        ]
    );
    assert_eq!(report.deliveries[2].sender.as_deref(), Some(""));
}

#[test]
fn exim_marks_what_is_frozen_and_what_is_done() {
    let report = queue("exim.txt");
    assert_eq!(
        rows(&report),
        ["1rLAbC-0001Xy-2Z jo@example.net queued queued", "10HmaX-000000005vi-0000 forged@far.example queued frozen"]
    );
    let frozen = finding(&report, "log.frozen").expect("a warning");
    assert!(frozen.why.contains("null sender"), "{}", frozen.why);
}

#[test]
fn sendmail_qmail_and_opensmtpd_list_their_queues() {
    assert_eq!(
        rows(&queue("sendmail.txt")),
        ["41DLNKab000011 kim@example.com queued active", "41DLNKab000012 jo@example.net deferred queued"]
    );
    assert_eq!(
        rows(&queue("qmail-qread.txt")),
        ["9962 jo@example.net queued queued", "9962 ann@example.org queued queued"]
    );
    let report = queue("smtpctl.txt");
    assert_eq!(rows(&report), ["1a2b3c4d5e6f7081 jo@example.net deferred pending"]);
    assert_eq!(report.deliveries[0].enhanced.as_deref(), Some("4.7.1"));
}

#[test]
fn exchange_lists_queues_without_recipients() {
    assert_eq!(rows(&queue("get-queue.txt")), ["EX1\\17 - queued Retry, 12 messages for slow.example"]);
    assert_eq!(rows(&queue("get-message.txt")), ["EX1\\17\\42 - queued Retry"]);
}

#[test]
fn an_empty_queue_is_good_news() {
    for text in ["Mail queue is empty\n", "/var/spool/mqueue is empty\n\t\tTotal requests: 0\n"] {
        let report = analyze(text.as_bytes(), &Context::default());
        assert_eq!(report.kind, Kind::Queue);
        assert!(report.headline.ends_with("the queue is empty."), "{}", report.headline);
        assert!(report.deliveries.iter().all(|row| row.status == State::Queued));
    }
}
