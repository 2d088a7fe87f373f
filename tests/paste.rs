//! What is pasted around, inside and instead of a header: what a reader of the report sees, and what stays as it was.

#![allow(clippy::string_slice)]

use backstamp::report::Kind;
use backstamp::{Context, Report, analyze};

const HEADER: &str = "Received: from out.sender.example (out.sender.example [192.0.2.7])\r\n by mx.club.example with ESMTPS id 7; \
    Tue, 3 Mar 2026 10:00:05 +0000\r\nFrom: jane@sender.example\r\nSubject: Minutes\r\nDate: Tue, 3 Mar 2026 10:00:00 +0000\r\n";

fn read(text: &str) -> Report {
    analyze(text.as_bytes(), &Context::default())
}

fn hops(report: &Report) -> usize {
    report.route.as_ref().map_or(0, |route| route.hops.len())
}

fn has(report: &Report, id: &str) -> bool {
    report.findings.iter().any(|finding| finding.id == id)
}

/// The words of the input that a finding shows.
fn shown<'t>(report: &Report, id: &str, text: &'t str) -> Vec<&'t str> {
    let findings = report.findings.iter().filter(|finding| finding.id == id);
    findings.flat_map(|finding| &finding.evidence).map(|span| &text[span.start..span.end]).collect()
}

#[test]
fn a_header_below_and_above_other_text_is_found_and_the_rest_is_set_aside() {
    let text = format!("Hi team,\n\nthis one went to Junk, can you see why?\n\n{HEADER}\nRegards\nJane\n");
    let report = read(&text);
    assert_eq!((report.kind, hops(&report)), (Kind::Headers, 1), "{}", report.headline);
    let aside = shown(&report, "input.set-aside", &text);
    assert!(aside[0].starts_with("Hi team") && aside.last().unwrap().ends_with("Jane"), "{aside:?}");
    // What a hop shows stands in the text as it was pasted.
    let span = report.route.unwrap().hops[0].span;
    assert!(text[span.start..span.end].starts_with("Received: from out.sender.example"));
}

#[test]
fn a_quoted_header_in_a_ticket_is_found() {
    let quoted: String = HEADER.lines().map(|line| format!("> {line}\n")).collect();
    let report = read(&format!("On Tuesday the helpdesk wrote:\n{quoted}"));
    assert_eq!(hops(&report), 1, "{}", report.headline);
}

#[test]
fn prose_that_names_fields_is_no_header() {
    for text in [
        "Please send us the lines that begin with Received: and From: so that we can look.",
        "Subject: to change without notice.\n\nTo: be or not to be.",
        "Our meeting: the date: Tuesday. From: here on we go by train.",
    ] {
        assert_eq!(hops(&read(text)), 0, "{text}");
        assert!(!has(&read(text), "input.set-aside"), "{text}");
    }
}

#[test]
fn two_headers_in_one_paste_have_a_report_each() {
    let other = HEADER.replace("mx.club.example", "mx.school.example");
    let text = format!("The good one:\n\n{HEADER}\nThe bad one:\n\n{other}");
    let report = read(&text);
    assert!(has(&report, "input.several"));
    assert_eq!((hops(&report), report.enclosed.len(), hops(&report.enclosed[0])), (1, 1, 1));
    let span = report.enclosed[0].route.as_ref().unwrap().hops[0].span;
    assert!(text[span.start..span.end].contains("mx.school.example"));
}

#[test]
fn a_message_that_quotes_a_header_stays_that_message() {
    let text = format!(
        "Received: from a.example by b.example; Tue, 3 Mar 2026 11:00:00 +0000\r\nFrom: joe@club.example\r\nSubject: help\r\n\r\nHere it is:\r\n\r\n{HEADER}"
    );
    let report = read(&text);
    assert_eq!(report.kind, Kind::Message);
    assert!(!has(&report, "input.set-aside"));
    assert_eq!(report.route.unwrap().hops[0].by.as_deref(), Some("b.example"));
}

#[test]
fn headers_in_json_are_decoded() {
    let string = serde_json::to_string(HEADER).unwrap();
    assert_eq!(hops(&read(&string)), 1, "a string");
    assert_eq!(hops(&read(&format!("{{\"id\": 7, \"headers\": {string}}}"))), 1, "a member");
    assert_eq!(hops(&read(&format!("\"headers\": {string},"))), 1, "a piece of JSON");
    let graph = r#"{"internetMessageHeaders": [{"name": "Received", "value": "from a.example by b.example; Tue, 3 Mar 2026 10:00:05 +0000"}, {"name": "From", "value": "jane@sender.example"}]}"#;
    assert_eq!(hops(&read(graph)), 1, "Microsoft Graph");
    assert_eq!(hops(&read(r#"{"from": "jane@sender.example", "subject": "x"}"#)), 0, "names of members are no header");
}

#[test]
fn a_message_in_base64_is_decoded_and_a_token_is_not() {
    let code = data_encoding::BASE64.encode(format!("{HEADER}\r\nHello\r\n").as_bytes());
    assert_eq!(hops(&read(&code)), 1);
    let token = data_encoding::BASE64.encode(&[7_u8; 90]);
    assert_eq!(read(&token).kind, Kind::Unknown);
}

#[test]
fn gmails_page_is_read_with_its_table_and_without_the_header() {
    let table = "Original Message\n\nMessage ID\t<1@sender.example>\nCreated at:\tTue, Mar 3, 2026 at 10:00 AM (Delivered after 7260 seconds)\n\
        From:\tJane <jane@sender.example>\nTo:\tjoe@gmail.com\nSubject:\tMinutes\nSPF:\tSOFTFAIL with IP 192.0.2.7 Learn more\nDKIM:\t'PASS' with domain sender.example Learn more\nDMARC:\t'PASS' Learn more\n";
    let report = read(table);
    assert!(report.headline.contains("2 h 1 min") && report.headline.contains("SPF softfail"), "{}", report.headline);
    // SPF alone is no reason where DMARC passed.
    let spf = report.findings.iter().find(|finding| finding.id == "input.gmail-result").unwrap();
    assert_eq!(spf.severity, backstamp::finding::Severity::Note);
    let whole = read(&format!("{table}\n\nDownload Original\nCopy to clipboard\n\n{HEADER}"));
    assert_eq!(hops(&whole), 1);
    assert!(has(&whole, "input.gmail-delay"));
}

#[test]
fn gmails_details_name_who_mailed_and_signed() {
    let text = "from:\tShop <news@shop.example>\nto:\tjoe@gmail.com\ndate:\tMar 3, 2026, 10:00 AM\nsubject:\tNews\nmailed-by:\tbounce.mailer.example\nsigned-by:\tmailer.example\nsecurity:\tStandard encryption (TLS) Learn more\n";
    let report = read(text);
    assert!(report.headline.contains("signed by mailer.example"), "{}", report.headline);
    assert!(has(&report, "input.gmail-not-aligned"));
    assert!(!has(&read(&text.replace("mailer.example", "shop.example")), "input.gmail-not-aligned"));
}

#[test]
fn tables_of_other_analyzers_give_hops_and_delays_and_no_moments() {
    let table = "Hop\tSubmitting host\tReceiving host\tTime\tDelay\tType\n1\tout.sender.example (192.0.2.7)\tmx.club.example\t3/3/2026 10:00:05 AM\t\tESMTPS\n2\tmx.club.example\tstore.club.example\t3/3/2026 12:30:05 PM\t2 hours 30 minutes\tLMTP\n";
    let report = read(table);
    let route = report.route.clone().unwrap();
    assert_eq!(route.hops.len(), 2);
    assert_eq!(route.hops[1].delay_seconds, Some(9_000));
    assert!(route.hops.iter().all(|hop| hop.time.is_none()));
    assert!(report.headline.contains("2 h 30 min before store.club.example"), "{}", report.headline);
    assert!(report.findings.iter().all(|finding| finding.party != backstamp::finding::Party::Recipient));
}

#[test]
fn names_and_numbers_are_called_what_they_are() {
    for (text, said) in [
        ("198.51.100.7", "documentation"),
        ("10.1.2.3", "private address"),
        ("[IPv6:fe80::1]", "link-local"),
        ("192.0.2.0/24", "256 addresses"),
        ("shop.example, club.example\nschool.example", "3 domains"),
        ("<20260303100005.7A1B2@out.sender.example>", "Message-ID"),
        ("1wABCD-000000000AA-0AAA", "queue id of Exim"),
    ] {
        let report = read(text);
        assert!(report.headline.contains(said), "{text}: {}", report.headline);
    }
    assert!(
        read("<jane@sender.example>").headline.contains("sender.example is a domain"),
        "an address is no Message-ID"
    );
}

#[test]
fn records_alone_are_explained_and_their_faults_named() {
    let spf = read("v=spf1 include:_spf.sender.example ptr +all");
    assert_eq!(spf.kind, Kind::DnsRecords);
    assert!(spf.findings.iter().any(|finding| finding.title.contains("+all lets everybody send")));
    let text = "\"v=DMARC1; p=rej\" \"ect; rua=mailto:d@sender.example\"";
    assert!(read(text).headline.contains("reject"), "split strings are joined: {}", read(text).headline);
    assert!(read("version: STSv1\nmode: testing\nmx: mx.club.example\nmax_age: 86400\n").headline.contains("testing"));
    // A sentence about records is none.
    assert_ne!(read("Our SPF record begins with v=spf1 and ends in -all.").kind, Kind::DnsRecords);
}

#[test]
fn reports_on_dmarc_and_tls_are_summed_up() {
    let xml = "<?xml version=\"1.0\"?><feedback><report_metadata><org_name>receiver.example</org_name></report_metadata><policy_published><domain>shop.example</domain><p>none</p></policy_published><record><row><source_ip>192.0.2.9</source_ip><count>12</count><policy_evaluated><dkim>fail</dkim><spf>fail</spf></policy_evaluated></row></record><record><row><source_ip>192.0.2.10</source_ip><count>30</count><policy_evaluated><dkim>pass</dkim><spf>fail</spf></policy_evaluated></row></record></feedback>";
    assert!(read(xml).headline.contains("12 of 42"), "{}", read(xml).headline);
    let json = r#"{"organization-name":"Receiver","policies":[{"policy":{"policy-domain":"shop.example"},"summary":{"total-successful-session-count":4,"total-failure-session-count":2},"failure-details":[{"result-type":"certificate-host-mismatch","receiving-mx-hostname":"mx.shop.example","failed-session-count":2}]}]}"#;
    assert!(read(json).headline.contains("2 of 6"), "{}", read(json).headline);
    assert!(!read("{\"policies\": []").headline.contains("TLS report"), "half a file is none");
}

#[test]
fn html_asks_for_the_header_and_shows_links_that_lead_elsewhere() {
    let text = "<html><body><p>Dear customer</p><a href=\"https://login.other.example/x\">https://bank.example/</a> <a href='https://www.bank.example/help'>bank.example help</a></body></html>";
    let report = read(text);
    assert!(report.headline.contains("HTML"), "{}", report.headline);
    let links = shown(&report, "input.link-differs", text);
    assert_eq!(links.len(), 1, "{links:?}");
    assert!(links[0].contains("login.other.example"));
}

#[test]
fn what_is_not_recognised_says_what_was_understood_and_what_to_paste() {
    let report = read("Seit gestern kommt bei verein.example keine Post mehr an, was k\u{F6}nnen wir tun?");
    let finding = &report.findings[0];
    assert!(finding.why.contains("verein.example"), "{}", finding.why);
    assert!(finding.next.iter().any(|step| step.contains("Thunderbird")));
    assert!(read("{\"a\": 1, \"b\": [2]}").headline.contains("JSON"));
    assert!(read("a,b,c,d\n1,2,3,4\n").headline.contains("CSV"));
}
