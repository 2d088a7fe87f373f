//! What may be concluded from a header block, and what may not: blocks whose obvious reading is wrong, each with its plain
//! counterpart (`tests/fixtures/traps/blocks.txt`).

// Helpers outside the test functions may panic as the tests do.
#![allow(clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use backstamp::finding::Severity;
use backstamp::trace::{FieldOrder, Role, Side};
use backstamp::{Context, Report, analyze};

/// A block, and what its report must and must not say.
#[derive(Default)]
struct Block<'a> {
    name: &'a str,
    truth: &'a str,
    must: Vec<String>,
    never: Vec<String>,
    stamp: Option<&'a str>,
    headers: &'a str,
}

fn blocks() -> Vec<Block<'static>> {
    let text = include_str!("fixtures/traps/blocks.txt");
    let parts = text.split("\n== ").skip(1);
    let read = |part: &'static str| {
        let (head, headers) = part.split_once("\n\n").expect("an empty line before the fields");
        let mut lines = head.lines();
        let mut block = Block { name: lines.next().unwrap_or_default(), headers, ..Block::default() };
        for line in lines {
            let (kind, said) = line.split_once(' ').expect("a mark and its words");
            match kind {
                "#" => block.truth = said,
                "+" => block.must.push(said.to_lowercase()),
                "-" => block.never.push(said.to_lowercase()),
                "@" => block.stamp = Some(said),
                _ => panic!("{line} of {}", block.name),
            }
        }
        block
    };
    parts.map(read).collect()
}

fn read(headers: &str) -> Report {
    analyze(headers.as_bytes(), &Context::default())
}

fn block(name: &str) -> Report {
    read(blocks().iter().find(|block| block.name == name).unwrap_or_else(|| panic!("no block {name}")).headers)
}

/// Headline and verdict, as the page shows them first.
fn first_words(report: &Report) -> String {
    let mut said = report.headline.clone();
    if let Some(verdict) = &report.verdict {
        said.push_str(&format!("\n{} {} {}", verdict.stamp, verdict.stamp_detail, verdict.detail));
        for fact in &verdict.facts {
            said.push_str(&format!("\n{}: {}", fact.label, fact.value));
        }
        if verdict.severity == Severity::Problem {
            said.push_str("\nproblem");
        }
    }
    said.to_lowercase()
}

#[test]
fn every_block_says_what_an_expert_would() {
    let blocks = blocks();
    assert!(blocks.len() >= 90, "{}", blocks.len());
    let mut wrong = Vec::new();
    for block in &blocks {
        let report = read(block.headers);
        let first = first_words(&report);
        let mut all = first.clone();
        for finding in &report.findings {
            all.push_str(&format!("\n{}\n{}\n{}", finding.title, finding.why, finding.next.join("\n")).to_lowercase());
        }
        let lacks = block.must.iter().filter(|must| !all.contains(*must)).map(|must| format!("lacks \"{must}\""));
        let claims = block.never.iter().filter(|never| first.contains(*never)).map(|never| format!("says \"{never}\""));
        let stamp = report.verdict.as_ref().map(|verdict| verdict.stamp.as_str());
        let stamped =
            block.stamp.filter(|wanted| stamp != Some(wanted)).map(|wanted| format!("{stamp:?}, not {wanted}"));
        let faults: Vec<String> = lacks.chain(claims).chain(stamped).collect();
        if !faults.is_empty() {
            wrong.push(format!("{}: {} ({})\n  {}", block.name, faults.join(", "), block.truth, report.headline));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_good_finding_is_kept_for_what_nothing_speaks_against() {
    let is_good = |report: &Report| report.findings.iter().any(|finding| finding.severity == Severity::Good);
    assert!(is_good(&block("plain")));
    for name in [
        "list-slow",
        "lists-nested-real",
        "long-row",
        "adds-up",
        "undated-last",
        "date-7-min",
        "thrice",
        "forged-own",
        "real-loop",
        "pdt-comment",
        "deferred",
        "quarantine",
    ] {
        assert!(!is_good(&block(name)), "{name}");
    }
    let thousand: String = (0..1_000)
        .rev()
        .map(|at| {
            format!("Received: from h{at}.firm.example (h{at}.firm.example [203.0.113.9]) by h{}.firm.example with ESMTPS id {at}; \
                     Wed, 10 Jun 2026 08:{:02}:{:02} +0000\n", at + 1, at / 60, at % 60)
        })
        .collect();
    let report = read(&thousand);
    assert!(!is_good(&report) && !first_words(&report).contains("on time"), "{}", report.headline);
}

#[test]
fn fields_are_put_in_order_and_copies_are_left_out() {
    for (name, was, copies) in [
        ("plain", None, 0),
        ("reversed", Some(FieldOrder::Reversed), 0),
        ("shuffled", Some(FieldOrder::Shuffled), 0),
        ("twice", None, 3),
        ("reversed-twice", Some(FieldOrder::Reversed), 3),
        ("thrice", None, 4),
        ("only-clock", None, 0),
        ("real-loop", None, 0),
    ] {
        let route = block(name).route.expect("a route");
        let found = route.arrangement.as_ref().map_or((None, 0), |found| (found.was, found.copies));
        assert_eq!(found, (was, copies), "{name}");
        if was.is_some() {
            let by: Vec<&str> = route.hops.iter().filter_map(|hop| hop.by.as_deref()).collect();
            assert_eq!(by, ["out.shop.example", "mx1.firm.example", "box.firm.example"], "{name}");
        }
    }
}

#[test]
fn fields_without_an_id_that_are_alike_stay() {
    // A program that stamps twice within a second, and a loop that is quicker than its clock.
    let line = "Received: from a.firm.example by a.firm.example; Wed, 10 Jun 2026 08:00:00 +0000\n";
    assert_eq!(read(&line.repeat(12)).route.expect("a route").hops.len(), 12);
}

#[test]
fn the_first_stamp_is_the_senders_only_by_more_than_its_place() {
    let side = |name: &str, host: &str| {
        let route = block(name).route.expect("a route");
        route.hosts.iter().find(|one| one.name == host).map(|one| one.side)
    };
    assert_eq!(side("plain", "out.shop.example"), Some(Side::Sender));
    assert_eq!(side("sendgrid-barracuda", "d2.ess.barracudanetworks.com"), Some(Side::Recipient));
    assert_eq!(side("ses-mimecast-exo", "us-smtp-inbound-1.mimecast.com"), Some(Side::Recipient));
    assert_eq!(side("private-nobodys", "mail.lan"), Some(Side::Unknown));
    assert_eq!(side("local-sender", "ex.corp.local"), Some(Side::Sender));
    assert_eq!(side("local-recipient", "ex1.firm.local"), Some(Side::Recipient));
    assert_eq!(side("list-sender-field", "lists.club.example"), Some(Side::Between));
    assert_eq!(side("pps-outbound-name", "mx0a-00112233.pphosted.com"), Some(Side::Unknown));
    let google = block("google-inbound-first").route.expect("a route");
    assert_eq!(google.hops[0].role, Some(Role::Border));
}

#[test]
fn helo_alone_makes_nobody_ones_own_host() {
    let route = block("forged-helo-own").route.expect("a route");
    assert!(!route.hops[1].within_host);
    // By its address it is.
    let headers = "Received: from mx1.firm.example (unknown [203.0.113.11]) by mx1.firm.example ([203.0.113.11]) with ESMTP id 2; \
                   Wed, 10 Jun 2026 08:22:00 +0000\n\
                   Received: from out.shop.example (out.shop.example [198.51.100.21]) by mx1.firm.example ([203.0.113.11]) with ESMTP id 1; \
                   Wed, 10 Jun 2026 08:00:00 +0000\nFrom: a@shop.example\nTo: b@firm.example\n";
    let report = read(headers);
    assert!(report.headline.contains("inside mx1.firm.example"), "{}", report.headline);
}

#[test]
fn stamps_without_seconds_are_known_to_a_minute() {
    let route = block("minutes-only").route.expect("a route");
    assert!(route.hosts.iter().all(|host| host.clock.as_ref().is_none_or(|clock| !clock.doubted)));
    // 08:00:20 to 08:00:00 … 08:00:59, two seconds of tolerance.
    assert_eq!(route.hops[1].delay_range, Some((0, 41)));
}

#[test]
fn times_for_a_log_are_in_that_logs_own_offset() {
    let report = block("exo-to-gmail");
    let delay = report.findings.iter().find(|finding| finding.id == "route.delay").expect("a delay");
    let all = delay.next.join("\n");
    assert!(all.contains("mx.google.com's log for 198.51.100.60, 10 Jun 2026 01:00 to 01:54 -0700"), "{all}");
    assert!(all.contains("all mail is late or only mail from this sender"), "{all}");
    assert!(all.contains("came twice"), "{all}");
    assert!(
        first_words(&report).contains("for the user: the message came about 53 min late"),
        "{}",
        first_words(&report)
    );
}

#[test]
fn whatever_stands_in_the_fields_is_answered() {
    let odd = [
        "Received: by a; (\n".repeat(50),
        "Received: from \u{0} by \u{0} with \u{0} id \u{0}; 1 Jan 2026 00:00 (EST\n".repeat(3),
        "Received: from a by b id 1; Fri, 31 Dec 9999 23:59:59 +0000 (PST)\nReceived: from c by a id 2; Sat, 1 Jan 0000 00:00:00 +0000\n".to_owned(),
        "Received: from a by b id 1; 10 Jun 2026 25:61\nDeferred-Delivery: \nX-Mailman-Approved-At: x\nARC-Seal: d=; t=\n".repeat(2),
    ];
    for headers in &odd {
        assert!(!read(headers).headline.is_empty());
    }
}
