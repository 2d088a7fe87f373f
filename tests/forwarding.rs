//! Mail that was passed on, mail that ran in a circle, and mail that did neither: what an administrator would say of it.

// Helpers outside the test functions may panic as the tests do.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use std::fmt::Write as _;
use std::fs;

use backstamp::finding::{Confidence, Finding, Party, Severity};
use backstamp::report::{markdown, text};
use backstamp::trace::forwarding::{Forwarding, ForwardingMethod, Rewriting, Trail};
use backstamp::trace::{Loop, Role};
use backstamp::{Context, Mine, Report, analyze};

fn fixture(name: &str) -> String {
    fs::read_to_string(format!("tests/fixtures/forwarding/{name}")).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn read(name: &str) -> Report {
    analyze(fixture(name).as_bytes(), &Context::default())
}

/// What the owner of some domains reads of it.
fn read_as(name: &str, domains: &[&str]) -> Report {
    let mine = Mine { domains: domains.iter().map(|domain| (*domain).to_owned()).collect(), ..Mine::default() };
    analyze(fixture(name).as_bytes(), &Context { mine, ..Context::default() })
}

fn find<'a>(report: &'a Report, id: &str) -> Option<&'a Finding> {
    report.findings.iter().find(|finding| finding.id == id)
}

fn finding<'a>(report: &'a Report, id: &str) -> &'a Finding {
    find(report, id).unwrap_or_else(|| panic!("no {id} in {:#?}", report.findings))
}

fn trail(report: &Report) -> &Trail {
    report.route.as_ref().and_then(|route| route.forwarding.as_ref()).expect("a trail")
}

fn only(report: &Report) -> &Forwarding {
    let forwardings = &trail(report).forwardings;
    assert_eq!(forwardings.len(), 1, "{forwardings:#?}");
    &forwardings[0]
}

fn circle(report: &Report) -> &Loop {
    report.route.as_ref().and_then(|route| route.mail_loop.as_ref()).expect("a circle")
}

/// The words that a finding points at.
fn shown(name: &str, finding: &Finding) -> String {
    let text = fixture(name);
    finding.evidence.iter().map(|span| text.get(span.start..span.end).expect("a place in the text")).collect()
}

#[test]
fn an_alias_is_seen_by_the_recipient_that_changes_between_organisations() {
    let report = read("alias.headers");
    let one = only(&report);
    assert_eq!((one.how, one.hop, one.confidence), (ForwardingMethod::Alias, Some(2), Confidence::Likely));
    assert_eq!(one.by.as_deref(), Some("mx1.school.example"));
    let told = finding(&report, "route.forwarded");
    assert_eq!(told.title, "Forwarded from lena@school.example to lena@home.example");
    assert_eq!((told.severity, told.party), (Severity::Note, Party::Forwarder));
    assert!(told.why.contains("names of their servers"), "says what it assumed: {}", told.why);
    assert!(told.next[1].contains("SRS"), "{:?}", told.next);
    let words = shown("alias.headers", told);
    assert!(words.contains("for <lena@school.example>") && words.contains("for <lena@home.example>"), "{words}");
    let route = report.route.as_ref().expect("a route");
    assert_eq!(route.hops[1].role, Some(Role::Forwarder));
    assert!(report.headline.starts_with("Nothing held this message up"), "{}", report.headline);
}

#[test]
fn spf_that_fails_at_the_second_receiver_is_laid_at_the_forwarders_door() {
    let report = read("alias.headers");
    let told = finding(&report, "route.forwarded-authentication");
    assert_eq!(told.title, "SPF failed after the forwarding, but DKIM held");
    assert_eq!((told.severity, told.confidence), (Severity::Note, Confidence::Certain));
    assert!(told.why.contains("was not rewritten"), "{}", told.why);
    assert_eq!(
        told.next,
        ["Set up SRS on mx1.school.example: it rewrites the envelope sender to a domain whose SPF record names it."]
    );
    // Had it failed before, the forwarder would have nothing to do with it.
    let before = fixture("alias.headers").replace("spf=pass smtp.mailfrom", "spf=fail smtp.mailfrom");
    assert!(find(&analyze(before.as_bytes(), &Context::default()), "route.forwarded-authentication").is_none());
}

#[test]
fn whose_check_it_was_is_told_by_the_name_where_the_place_does_not() {
    // Gmail writes what it checked below its own stamp.
    let text = "Received: from mx.school.example (mx.school.example [203.0.113.20]) by mx.home.example with ESMTP id 2\n\
        \tfor <lena@home.example>; Mon, 4 May 2026 07:32:18 +0000\n\
        Received-SPF: fail (home.example: domain of a@shop.example does not designate 203.0.113.20)\n\
        Received: from out.shop.example (out.shop.example [192.0.2.1]) by mx.school.example with ESMTP id 1\n\
        \tfor <lena@school.example>; Mon, 4 May 2026 07:32:10 +0000\n\
        From: a@shop.example\nTo: lena@school.example\n\n";
    let report = analyze(text.as_bytes(), &Context::default());
    assert_eq!(only(&report).after.spf.as_deref(), Some("fail"));
    let told = finding(&report, "route.forwarded-authentication");
    assert_eq!(told.title, "SPF failed after the forwarding");
    let nameless = text.replace("(home.example: domain", "(domain");
    assert!(find(&analyze(nameless.as_bytes(), &Context::default()), "route.forwarded-authentication").is_none());
}

#[test]
fn srs_is_unwrapped_and_a_changed_message_breaks_dmarc() {
    let report = read("srs.headers");
    let sender = trail(&report).sender.as_ref().expect("a sender");
    assert_eq!((sender.how, sender.original.as_deref()), (Rewriting::Srs, Some("orders@shop.example")));
    assert_eq!(only(&report).confidence, Confidence::Certain);
    let told = finding(&report, "route.forwarded-authentication");
    assert_eq!(told.title, "DMARC failed after the forwarding");
    assert_eq!(told.severity, Severity::Warning);
    assert!(told.why.contains("something there changed the message"), "{}", told.why);
    assert!(told.next[0].contains("subject tags"), "{:?}", told.next);
    assert!(finding(&report, "route.forwarded").why.contains("stands for orders@shop.example"));
}

#[test]
fn gmail_names_mailbox_and_target_itself() {
    let report = read("gmail.headers");
    let one = only(&report);
    assert_eq!((one.how, one.hop, one.confidence), (ForwardingMethod::Setting, Some(3), Confidence::Certain));
    assert_eq!(one.from.as_deref(), Some("lena.p@mail.example"));
    assert_eq!(one.to.as_deref(), Some("lena@home.example"));
    assert_eq!(one.by.as_deref(), Some("mail-fwd7.google.example"));
    assert!(shown("gmail.headers", finding(&report, "route.forwarded")).contains("X-Forwarded-For"));
}

#[test]
fn a_rule_in_exchange_is_named_with_its_mailbox() {
    let report = read("exchange.headers");
    let one = only(&report);
    assert_eq!((one.how, one.hop), (ForwardingMethod::InboxRule, Some(2)));
    assert_eq!((one.from.as_deref(), one.to.as_deref()), (Some("lena@school.example"), Some("lena@home.example")));
    assert!(finding(&report, "route.forwarded").why.starts_with("A rule of the mailbox lena@school.example"));
    assert_eq!(
        trail(&report).sender.as_ref().and_then(|sender| sender.original.as_deref()),
        Some("orders@shop.example")
    );
}

#[test]
fn sieve_and_resent_fields_are_read_where_they_stand() {
    let headers = |field: &str| {
        format!(
            "Received: from mx.school.example (mx.school.example [203.0.113.20]) by mx.home.example with ESMTP id 2\n\
             \tfor <lena@home.example>; Mon, 4 May 2026 07:32:18 +0000\n{field}\
             Received: from out.shop.example (out.shop.example [192.0.2.1]) by mx.school.example with ESMTP id 1;\n\
             \tMon, 4 May 2026 07:32:10 +0000\nFrom: a@shop.example\nTo: lena@school.example\n\n"
        )
    };
    let sieve = analyze(headers("X-Sieve-Redirected-From: lena@school.example\n").as_bytes(), &Context::default());
    assert_eq!((only(&sieve).how, only(&sieve).to.as_deref()), (ForwardingMethod::Sieve, Some("lena@home.example")));
    let resent =
        "Resent-From: lena@school.example\nResent-To: lena@home.example\nResent-Message-ID: <r@school.example>\n";
    let resent = analyze(headers(resent).as_bytes(), &Context::default());
    assert_eq!((only(&resent).how, only(&resent).hop), (ForwardingMethod::Resent, Some(1)));
    assert_eq!(only(&resent).from.as_deref(), Some("lena@school.example"));
}

#[test]
fn a_list_is_a_fact_and_no_finding() {
    let report = read("list.headers");
    let one = only(&report);
    assert_eq!((one.how, one.hop), (ForwardingMethod::List, Some(1)));
    assert_eq!(trail(&report).list.as_deref(), Some("talk@lists.club.example"));
    assert_eq!(trail(&report).sender.as_ref().map(|sender| sender.how), Some(Rewriting::Verp));
    assert!(report.findings.iter().all(|finding| finding.id == "route.on-time"), "{:?}", report.findings);
}

#[test]
fn a_members_forwarding_after_the_list_is_told_apart_from_it() {
    let home = "Received: from gate.home.example (gate.home.example [198.51.100.130]) by mx.away.example with ESMTP id 3\n\
                \tfor <lena@away.example>; Mon, 4 May 2026 07:32:20 +0000\n";
    let report = analyze(format!("{home}{}", fixture("list.headers")).as_bytes(), &Context::default());
    let ways: Vec<ForwardingMethod> = trail(&report).forwardings.iter().map(|one| one.how).collect();
    assert_eq!(ways, [ForwardingMethod::List, ForwardingMethod::Alias]);
    assert_eq!(finding(&report, "route.forwarded").title, "Forwarded from lena@home.example to lena@away.example");
}

#[test]
fn relays_filters_and_a_plain_delivery_are_no_forwarding() {
    let report = read("relays.headers");
    assert_eq!(report.route.as_ref().and_then(|route| route.forwarding.as_ref()), None);
    assert!(find(&report, "route.forwarded").is_none());
    // Where within one organisation a mailbox lies is its own affair.
    let hybrid = "Received: from mx.filtering.example (mx.filtering.example [198.51.100.60]) by in.cloud.example with ESMTP id 2\n\
        \tfor <lena@club.onmicrosoft.com>; Mon, 4 May 2026 07:32:18 +0000\n\
        Received: from out.shop.example (out.shop.example [192.0.2.1]) by mx.filtering.example with ESMTP id 1\n\
        \tfor <lena@club.example>; Mon, 4 May 2026 07:32:10 +0000\nFrom: a@shop.example\nTo: lena@club.example\n\n";
    let fetched = "Received: from pop.club.example [203.0.113.9] by desk.home.example with POP3 (fetchmail-6.4.37)\n\
        \tfor <lena@desk.home.example> (single-drop); Mon, 4 May 2026 08:32:18 +0000\n\
        Received: from out.shop.example (out.shop.example [192.0.2.1]) by pop.club.example with ESMTP id 1\n\
        \tfor <lena@club.example>; Mon, 4 May 2026 07:32:10 +0000\nFrom: a@shop.example\nTo: lena@club.example\n\n";
    let internal = "Received: from relay.shop.example (relay.shop.example [192.0.2.2]) by mx.club.example with ESMTP id 2\n\
        \tfor <lena@club.example>; Mon, 4 May 2026 07:32:18 +0000\n\
        Received: from app.shop.example (app.shop.example [192.0.2.1]) by relay.shop.example with ESMTP id 1\n\
        \tfor <queue-7@jobs.shop.example>; Mon, 4 May 2026 07:32:10 +0000\nFrom: a@shop.example\nTo: lena@club.example\n\n";
    for text in [hybrid, fetched, internal] {
        let report = analyze(text.as_bytes(), &Context::default());
        assert!(find(&report, "route.forwarded").is_none(), "{text}");
    }
}

#[test]
fn mail_that_leaves_the_users_own_organisation_is_a_warning_to_them_alone() {
    let told = read_as("alias.headers", &["school.example"]);
    let outside = finding(&told, "route.forwarded-outside");
    assert_eq!(outside.severity, Severity::Warning);
    assert!(outside.why.contains("archive"), "{}", outside.why);
    assert!(!finding(&told, "route.forwarded").why.contains("names of their servers"));
    for domains in [&["home.example"][..], &["school.example", "home.example"], &[]] {
        assert!(find(&read_as("alias.headers", domains), "route.forwarded-outside").is_none(), "{domains:?}");
    }
}

#[test]
fn two_servers_that_pass_a_message_to_each_other_are_named() {
    let report = read("two-party-loop.headers");
    let told = finding(&report, "route.loop");
    assert_eq!(told.title, "mx.school.example and gate.home.example passed the message to each other 13 times");
    assert_eq!(
        (told.severity, told.party, told.confidence),
        (Severity::Problem, Party::Forwarder, Confidence::Certain)
    );
    assert!(told.why.contains("lena@school.example, then lena@home.example, and back"), "{}", told.why);
    assert!(report.headline.starts_with("The message ran in a circle"), "{}", report.headline);
    assert_eq!(report.verdict.as_ref().map(|verdict| verdict.stamp.as_str()), Some("LOOP"));
    for silent in ["route.many-hops", "route.passed-again", "route.forwarded", "route.on-time"] {
        assert!(find(&report, silent).is_none(), "{silent}");
    }
    let found = circle(&report);
    assert_eq!((found.start, found.round_end, found.end, found.rounds), (0, 2, 26, 13));
}

#[test]
fn three_servers_for_one_address_point_to_routing() {
    let report = read("three-party-loop.headers");
    let found = circle(&report);
    assert_eq!(found.systems, ["mx.school.example", "gate.home.example", "mail.club.example"]);
    assert_eq!((found.rounds, found.addresses.as_slice()), (9, &["info@school.example".to_owned()][..]));
    let told = finding(&report, "route.loop");
    assert!(told.why.contains("an MX record, a transport or a smart host leads back"), "{}", told.why);
    assert!(told.next[0].contains("mail for info@school.example"), "{:?}", told.next);
}

/// Hops through these servers, the oldest last, a second apart.
fn way(servers: &[&str]) -> String {
    let mut header = String::new();
    for (at, pair) in servers.windows(2).enumerate().rev() {
        let _ = writeln!(
            header,
            "Received: from {} by {} with ESMTP id {at}; Mon, 4 May 2026 07:{:02}:{:02} +0000",
            pair[0],
            pair[1],
            at / 60 % 60,
            at % 60
        );
    }
    header.push_str("From: a@shop.example\nTo: lena@school.example\n\n");
    header
}

#[test]
fn a_circle_is_found_wherever_it_begins_and_whatever_surrounds_it() {
    let mut servers = vec!["app.shop.example", "out.shop.example"];
    servers.extend(["a.school.example", "b.home.example", "a.school.example", "c.club.example"].repeat(5));
    servers.push("store.away.example");
    let report = analyze(way(&servers).as_bytes(), &Context::default());
    let found = circle(&report);
    assert_eq!((found.rounds, found.start, found.end), (5, 1, 21));
    assert_eq!(found.systems, ["a.school.example", "b.home.example", "c.club.example"]);
}

#[test]
fn large_providers_are_named_by_their_domain_where_each_round_has_other_servers() {
    let names: Vec<String> = (0..10)
        .map(|at| if at % 2 == 0 { format!("mta{at}.big.example") } else { format!("node{at}.large.example") })
        .collect();
    let servers: Vec<&str> = names.iter().map(String::as_str).collect();
    let report = analyze(way(&servers).as_bytes(), &Context::default());
    assert_eq!(circle(&report).systems.len(), 2);
    assert_eq!(circle(&report).confidence, Confidence::Likely);
    assert!(circle(&report).systems.contains(&"large.example".to_owned()));
}

#[test]
fn back_and_forth_twice_is_no_circle() {
    let hybrid = [
        "out.shop.example",
        "mx.club.example",
        "filter.cloud.example",
        "mx.club.example",
        "filter.cloud.example",
        "store.away.example",
    ];
    let inside = ["mx.club.example"; 5];
    for servers in [&hybrid[..], &inside[..], &["a.example", "b.example"][..]] {
        let report = analyze(way(servers).as_bytes(), &Context::default());
        assert!(find(&report, "route.loop").is_none(), "{servers:?}");
    }
}

#[test]
fn a_server_that_hands_mail_to_itself_is_a_circle_of_one() {
    let report = analyze(way(&["mx.club.example"; 26]).as_bytes(), &Context::default());
    assert_eq!(finding(&report, "route.loop").title, "mx.club.example handed the message to itself 25 times");
    assert!(finding(&report, "route.loop").why.contains("leads back to it"));
}

#[test]
fn an_address_that_had_the_message_before_is_seen_by_its_repeated_mark() {
    let report = read("delivered-twice.headers");
    let told = finding(&report, "route.loop");
    assert_eq!(told.title, "The message came back to lena@school.example, which had it before");
    assert_eq!(told.severity, Severity::Warning);
    assert!(told.references.iter().any(|reference| reference.as_str() == "RFC 9228"), "{:?}", told.references);
    // Two programs of one server that both write the field make no circle.
    let twice = "Delivered-To: lena@school.example\nReceived: by mx.school.example with LMTP id 2; Mon, 4 May 2026 07:32:04 +0000\n\
                 Delivered-To: lena@school.example\nReceived: from out.shop.example by mx.school.example with ESMTP id 1;\n\
                 \tMon, 4 May 2026 07:32:02 +0000\nFrom: a@shop.example\nTo: lena@school.example\n\n";
    assert!(find(&analyze(twice.as_bytes(), &Context::default()), "route.loop").is_none());
}

#[test]
fn a_bounce_for_too_many_hops_says_who_passes_it_on_to_whom() {
    let report = read("loop-bounce.eml");
    let told = finding(&report, "bounce.loop");
    assert_eq!(told.title, "mx.school.example and gate.home.example passed the message to each other 13 times");
    assert_eq!(told.severity, Severity::Problem);
    assert!(shown("loop-bounce.eml", told).contains("for <lena@home.example>"));
    assert!(report.enclosed[0].headline.starts_with("The message ran in a circle"));
}

#[test]
fn a_bounce_of_a_second_delivery_names_the_two_rules() {
    let report = read("delivered-to-bounce.eml");
    let told = finding(&report, "bounce.loop");
    assert_eq!(told.title, "The message came back to lena@school.example, which had it before");
    assert!(told.why.contains("passed on to lena@home.example"), "{}", told.why);
    assert!(shown("delivered-to-bounce.eml", told).contains("Delivered-To: lena@home.example"));
}

#[test]
fn two_automatic_replies_that_answer_each_other_are_stopped_on_ones_own_side() {
    let report = read("auto-reply-loop.eml");
    let told = finding(&report, "automatic.loop");
    assert_eq!((told.severity, told.confidence), (Severity::Warning, Confidence::Likely));
    assert!(told.why.contains("4 messages before it"), "{}", told.why);
    assert!(told.next[1].contains("Auto-Submitted"), "{:?}", told.next);
    let once = fixture("auto-reply-loop.eml").replace(
        "Automatic reply: Out of office: Automatic reply: Out of office: ",
        "Automatic reply: Out of office: ",
    );
    assert!(find(&analyze(once.as_bytes(), &Context::default()), "automatic.loop").is_none());
}

#[test]
fn a_server_of_ones_own_that_takes_first_and_returns_later_is_told_so() {
    let report = read_as("own-backscatter.eml", &["school.example"]);
    let told = finding(&report, "bounce.own-backscatter");
    assert_eq!(told.title, "Your server mx.school.example took the message first and returned it afterwards");
    assert!(told.next[0].contains("RCPT TO"), "{:?}", told.next);
    assert!(find(&report, "bounce.backscatter").is_none());
    // To the one whose name was forged it is backscatter of somebody else's.
    let victim = read_as("own-backscatter.eml", &["shop.example"]);
    assert_eq!(finding(&victim, "bounce.backscatter").severity, Severity::Warning);
    assert!(find(&victim, "bounce.own-backscatter").is_none());
    assert!(find(&read("own-backscatter.eml"), "bounce.own-backscatter").is_none());
}

#[test]
fn every_form_of_the_report_carries_legs_circle_and_budget() {
    let report = read("alias.headers");
    let plain = text(&report);
    for words in [
        "FORWARDING",
        "From: lena@school.example",
        "To: lena@home.example",
        "Checks after it: SPF softfail",
        "21 left of 25",
    ] {
        assert!(plain.contains(words), "{words} in {plain}");
    }
    assert!(markdown(&report).contains("- **Passed on by:** mx1.school.example"));
    let json = serde_json::to_value(&report).expect("a report is JSON");
    let route = &json["route"];
    assert_eq!(route["forwarding"]["forwardings"][0]["to"], "lena@home.example");
    assert_eq!(route["hopBudget"]["received"], 4);
    assert_eq!(route["hopBudget"]["limits"][3]["systems"][0], "Postfix");
    assert_eq!(route["hopBudget"]["limits"][3]["left"], 46);
    let json = serde_json::to_value(read("two-party-loop.headers")).expect("a report is JSON");
    assert_eq!(json["route"]["loop"]["rounds"], 13);
    assert_eq!(json["route"]["loop"]["systems"][1], "gate.home.example");
}

#[test]
fn ten_thousand_hops_in_a_circle_are_one_circle() {
    let servers = ["a.school.example", "b.home.example", "c.club.example"].repeat(3_334);
    let report = analyze(way(&servers).as_bytes(), &Context::default());
    assert_eq!(circle(&report).systems.len(), 3);
    assert!(circle(&report).rounds > 3_300, "{}", circle(&report).rounds);
}
