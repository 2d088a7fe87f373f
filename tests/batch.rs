//! Many messages at once: what a list owner and a mail team read off them.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::unwrap_used)]

use std::ops::ControlFlow;

use backstamp::Context;
use backstamp::batch::{Batch, csv, html, markdown, ndjson};
use backstamp::finding::Confidence;
use backstamp::report::Provenance;

/// A notice about one recipient, `day` days into February 2009.
fn notice(address: &str, day: usize, action: &str, status: &str, words: &str) -> String {
    format!(
        "From MAILER-DAEMON Fri Feb 13 21:23:21 2009\nReturn-Path: <>\n\
         Received: by out.example.com (Postfix) id 4ABC; {day:02} Feb 2009 21:23:21 +0000\n\
         From: MAILER-DAEMON@out.example.com (Mail Delivery System)\nTo: list@example.com\n\
         Subject: Undelivered Mail Returned to Sender\nMessage-ID: <{day}.{address}>\n\
         Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n\
         --b\n\nThis is the mail system at host out.example.com.\n\n--b\nContent-Type: message/delivery-status\n\n\
         Reporting-MTA: dns; out.example.com\n\nFinal-Recipient: rfc822; {address}\nAction: {action}\nStatus: {status}\n\
         Remote-MTA: dns; mx.example.net\nDiagnostic-Code: smtp; {words}\n\n--b--\n\n"
    )
}

fn mailbox() -> String {
    let unknown = "550 5.1.1 no such user";
    let full = "452 4.2.2 mailbox full";
    let listed = "554 5.7.1 Service unavailable; Client host [203.0.113.9] blocked using zen.spamhaus.org";
    [
        notice("gone@example.net", 1, "failed", "5.1.1", unknown),
        notice("gone@EXAMPLE.NET", 9, "failed", "5.1.1", unknown),
        notice("full@example.net", 2, "delayed", "4.2.2", full),
        notice("full@example.net", 4, "delayed", "4.2.2", full),
        notice("joe@example.org", 3, "failed", "5.7.1", listed),
        notice("later@example.org", 1, "delayed", "4.4.1", "421 4.4.1 try again"),
        notice("later@example.org", 6, "failed", "5.1.1", unknown),
    ]
    .concat()
}

fn batch(input: &str) -> Batch {
    let mut batch = Batch::default();
    let _ = batch.read(input.as_bytes(), "bounces", &Context::default(), &mut |_, _| ControlFlow::Continue(()));
    batch
}

#[test]
fn a_row_says_what_a_notice_is_about() {
    let batch = batch(&mailbox());
    assert_eq!(batch.rows.len(), 7);
    let row = &batch.rows[0];
    assert_eq!(row.name, "bounces");
    assert_eq!(row.when.unwrap().to_rfc3339(), "2009-02-01T21:23:21+00:00");
    assert_eq!(row.from.as_deref(), Some("MAILER-DAEMON@out.example.com"));
    assert_eq!(row.dialect.as_deref(), Some("Postfix"));
    let outcome = row.shown().unwrap();
    assert_eq!(outcome.address.as_deref(), Some("gone@example.net"));
    assert_eq!(outcome.remote_mta.as_deref(), Some("mx.example.net"));
}

#[test]
fn addresses_are_removed_for_one_reason_alone() {
    let summary = batch(&mailbox()).summary();
    let dead: Vec<(&str, usize)> = summary.dead.iter().map(|one| (one.address.as_str(), one.count)).collect();
    assert_eq!(dead, [("gone@example.net", 2), ("later@example.org", 1)]);
    let full = &summary.full[0];
    assert_eq!((full.address.as_str(), full.count), ("full@example.net", 2));
    assert_eq!(full.first.unwrap().to_rfc3339(), "2009-02-02T21:23:21+00:00");
    assert_eq!(full.last.unwrap().to_rfc3339(), "2009-02-04T21:23:21+00:00");
    let later: Vec<&str> = summary.came_true.iter().map(|one| one.address.as_str()).collect();
    assert_eq!(later, ["later@example.org"]);
}

#[test]
fn who_blocks_is_named_with_its_list_and_our_address() {
    let summary = batch(&mailbox()).summary();
    assert_eq!(summary.blocked.len(), 1);
    let block = &summary.blocked[0];
    assert_eq!(block.by, "example.org");
    assert_eq!(block.blocklist.as_deref(), Some("Spamhaus"));
    assert_eq!(block.ip.as_deref(), Some("203.0.113.9"));
}

#[test]
fn counts_come_the_largest_first_and_groups_say_what_to_do() {
    let summary = batch(&mailbox()).summary();
    assert_eq!(summary.recipients, 7);
    assert_eq!((summary.reasons[0].key.as_str(), summary.reasons[0].count), ("userunknown", 3));
    assert_eq!(summary.domains.iter().map(|count| count.count).collect::<Vec<_>>(), [4, 3]);
    assert_eq!(summary.days[0].key, "2009-02-01");
    let dead = &summary.groups[0];
    assert_eq!(dead.count, 3);
    assert!(dead.action.starts_with("Remove"));
    let blocked = summary.groups.iter().find(|group| group.name.contains("blocked")).unwrap();
    assert!(blocked.action.contains("Change nothing in the list"));
}

#[test]
fn what_was_delivered_is_no_failure() {
    let text = notice("joe@example.net", 1, "delivered", "2.0.0", "250 2.0.0 Ok");
    let summary = batch(&text).summary();
    assert_eq!((summary.messages, summary.recipients, summary.dead.len()), (1, 0, 0));
}

/// A message from `a.example` over `b.example`, whose clock is ten minutes slow, to a server of its own.
fn slow(number: usize) -> String {
    format!(
        "From x@example.com Fri Feb 13 21:23:21 2009\n\
         Received: from b.example (b.example [198.51.100.2]) by c{number}.example with ESMTP id 3; 13 Feb 2009 21:23:{:02} +0000\n\
         Received: from a.example (a.example [192.0.2.1]) by b.example with ESMTP id 2; 13 Feb 2009 21:13:10 +0000\n\
         Received: from pc.example ([192.0.2.9]) by a{number}.example with ESMTP id 1; 13 Feb 2009 21:23:00 +0000\n\
         From: x@example.com\nSubject: {number}\n\nx\n\n",
        10 + number % 40
    )
}

#[test]
fn a_clock_that_is_wrong_in_every_message_is_named() {
    let text: String = (0..30).map(slow).collect();
    let summary = batch(&text).summary();
    let clock = summary.clocks.iter().find(|clock| clock.host == "b.example").expect("b.example is doubted");
    assert_eq!((clock.stamped, clock.doubted, clock.confidence), (30, 30, Confidence::Certain));
    let alone = batch(&slow(1)).summary();
    assert!(alone.clocks.iter().all(|clock| clock.confidence == Confidence::Possible));
}

#[test]
fn passages_have_their_median_and_their_95th_percentile() {
    let hop = |seconds: usize| {
        format!(
            "From x@example.com Fri Feb 13 21:23:21 2009\n\
             Received: from a.example (a.example [192.0.2.1]) by b.example with ESMTP id 2; 13 Feb 2009 21:{:02}:{:02} +0000\n\
             Received: from pc.example ([192.0.2.9]) by a.example with ESMTP id 1; 13 Feb 2009 21:00:00 +0000\n\
             From: x@example.com\nSubject: x\n\nx\n\n",
            seconds / 60,
            seconds % 60
        )
    };
    let text: String = (1..=20).map(|number| hop(number * 10)).collect();
    let summary = batch(&text).summary();
    let pair = &summary.hops[0];
    assert_eq!((pair.from.as_str(), pair.by.as_str(), pair.count), ("a.example", "b.example", 20));
    assert_eq!((pair.median, pair.p95, pair.longest), (100, 190, 200));
}

#[test]
fn exports_hold_the_rows_and_nothing_that_acts() {
    let evil = notice(
        "=cmd|' /C calc'!A0@example.net",
        1,
        "failed",
        "5.1.1",
        "550 5.1.1 <script>alert(1)</script> | no such user",
    )
    .replace("Undelivered Mail Returned to Sender", "=HYPERLINK(\"http://x.example\")");
    let batch = batch(&(mailbox() + &evil));
    let table = csv(&batch.rows);
    assert_eq!(table.lines().count(), 9);
    assert!(table.starts_with("file,when,from,to,subject"));
    assert!(table.contains("\"'=HYPERLINK(\"\"http://x.example\"\")\""));
    assert!(!table.contains(",=") && !table.contains("\n="));
    let summary = batch.summary();
    let page = html(&summary, &Provenance::default());
    assert!(page.contains("default-src 'none'") && page.contains("<svg"));
    assert!(!page.contains("<script"));
    assert!(page.contains("gone@example.net"));
    let text = markdown(&summary, &Provenance::default());
    assert!(text.starts_with("# 8 messages"));
    assert!(text.contains("| gone@example.net | 2 | 2009-02-01 | 2009-02-09 |"), "{text}");
}

#[test]
fn a_line_of_ndjson_is_a_report() {
    let mut lines = String::new();
    let _ = Batch::default().read(mailbox().as_bytes(), "", &Context::default(), &mut |_, report| {
        lines += &ndjson(report).unwrap();
        ControlFlow::Continue(())
    });
    assert_eq!(lines.lines().count(), 7);
    for line in lines.lines() {
        let report: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(report["kind"], "bounce");
    }
}

#[test]
fn stopping_keeps_what_was_read() {
    let mut batch = Batch::default();
    let mut seen = 0;
    let stopped = batch.read(mailbox().as_bytes(), "", &Context::default(), &mut |_, _| {
        seen += 1;
        if seen == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert!(stopped.is_break());
    assert_eq!(batch.rows.len(), 3);
}

#[test]
fn a_file_that_fails_says_why_and_the_rest_goes_on() {
    let mut batch = Batch::default();
    for (bytes, name) in [(&b"PK\x03\x04broken"[..], "a.zip"), (mailbox().as_bytes(), "b.mbox")] {
        let _ = batch.read(bytes, name, &Context::default(), &mut |_, _| ControlFlow::Continue(()));
    }
    assert_eq!(batch.rows.len(), 7);
    assert_eq!(batch.failed.len(), 1);
    assert_eq!(batch.failed[0].0, "a.zip");
}

#[test]
fn what_is_not_seen_leaves_raw_in_no_form() {
    let input = "Received: from evil\u{202e}gpj.example by b.example; Tue, 3 Mar 2026 10:00:05 +0000\n\
                 From: \u{202e}a@example.com\nSubject: a\u{1b}[31m\u{200b}b\u{e0041}\nMessage-ID: <\u{202e}1@example.com>\n\nx\n";
    let mut batch = Batch::default();
    let mut lines = String::new();
    let _ = batch.read(input.as_bytes(), "\u{202e}lme.eml", &Context::default(), &mut |_, report| {
        lines += &ndjson(report).unwrap();
        ControlFlow::Continue(())
    });
    let (summary, made) = (batch.summary(), Provenance::default());
    for form in [csv(&batch.rows), lines.clone(), markdown(&summary, &made), html(&summary, &made)] {
        let raw = form.chars().find(|letter| matches!(letter, '\u{1b}' | '\u{202e}' | '\u{200b}' | '\u{e0041}'));
        assert_eq!(raw, None, "{form}");
    }
    // A reader of the JSON gets them back.
    let report: serde_json::Value = serde_json::from_str(lines.lines().next().unwrap()).unwrap();
    assert!(report.to_string().contains('\u{202e}'));
}
