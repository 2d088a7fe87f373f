//! What the headers of a message say of its way: the wait, the doubt, whose side, and what to do next.

// Helpers outside the test functions may panic as the tests do.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use backstamp::finding::{Confidence, Finding, Party, Severity};
use backstamp::trace::{Role, Side};
use backstamp::{Context, Mine, Report, analyze};

fn read(headers: &str) -> Report {
    analyze(headers.as_bytes(), &Context::default())
}

fn finding<'a>(report: &'a Report, id: &str) -> &'a Finding {
    report
        .findings
        .iter()
        .find(|finding| finding.id == id)
        .unwrap_or_else(|| panic!("no {id} in {:#?}", report.findings))
}

fn ids(report: &Report) -> Vec<&str> {
    report.findings.iter().map(|finding| finding.id.as_ref()).collect()
}

fn stamp(report: &Report) -> &str {
    report.verdict.as_ref().map_or("", |verdict| verdict.stamp.as_str())
}

fn fact<'a>(report: &'a Report, label: &str) -> &'a str {
    let facts = &report.verdict.as_ref().expect("a verdict").facts;
    facts.iter().find(|fact| fact.label == label).map_or("", |fact| fact.value.as_str())
}

/// Four hosts; the stamps of the last two are given.
fn four_hosts(border: &str, store: &str) -> String {
    format!(
        "Received: from mx.example.net (mx.example.net [198.51.100.20])\r\n\tby store.example.net (Postfix) with LMTP id 4AA; {store}\r\n\
         Received: from out.example.com (out.example.com [192.0.2.25])\r\n\tby mx.example.net (Postfix) with ESMTP id 3AA; {border}\r\n\
         Received: from mail.example.com (mail.example.com [192.0.2.10])\r\n\tby out.example.com (Postfix) with ESMTP id 2AA; Mon, 6 Mar 2023 10:00:06 +0000\r\n\
         Received: from laptop (unknown [10.1.2.3])\r\n\tby mail.example.com (Postfix) with ESMTPSA id 1AA; Mon, 6 Mar 2023 10:00:01 +0000\r\n\
         From: Ann <ann@example.com>\r\nTo: Bob <bob@example.net>\r\nDate: Mon, 6 Mar 2023 10:00:00 +0000\r\nSubject: Minutes\r\n\r\n"
    )
}

#[test]
fn a_quick_message_over_three_zones_is_on_time() {
    let report = read(&four_hosts("Mon, 6 Mar 2023 05:00:08 -0500", "Mon, 6 Mar 2023 12:00:09 +0200"));
    assert_eq!(report.headline, "Nothing held this message up: 4 servers in 8 seconds, over three time zones.");
    assert_eq!(stamp(&report), "ON TIME");
    assert_eq!(ids(&report), ["route.on-time"]);
    let route = report.route.expect("a route");
    assert_eq!(route.total_seconds, Some(8));
    assert_eq!(route.hops[1].delay_seconds, Some(5));
    assert_eq!(route.hops[1].delay_range, Some((3, 7)));
}

#[test]
fn a_wait_whose_end_a_clock_puts_in_doubt_is_said_with_its_doubt() {
    // 10:00:06 to 12:20:00 by the stamps; the store then stamps 11:20:30, 59 min 30 s back.
    let report = read(&four_hosts("Mon, 6 Mar 2023 12:20:00 +0000", "Mon, 6 Mar 2023 11:20:30 +0000"));
    assert_eq!(
        report.headline,
        "The message waited between out.example.com and mx.example.net for somewhere between 1 h 20 min and 2 h 20 min; \
         the clock of mx.example.net or that of store.example.net, or its zone, is off by about an hour."
    );
    assert_eq!(stamp(&report), "HELD UP");
    let verdict = report.verdict.as_ref().expect("a verdict");
    assert_eq!(verdict.stamp_detail, "1¼–2¼ h");
    assert!(verdict.detail.contains("2 h 19 min 54 s"), "{}", verdict.detail);
    assert!(verdict.detail.contains("59 min 30 s backwards"), "{}", verdict.detail);
    assert!(verdict.detail.contains("about an hour"), "{}", verdict.detail);
    assert_eq!(fact(&report, "Whose side"), "The path to mx.example.net");
    assert_eq!(fact(&report, "Ask first"), "mx.example.net's log, 6 Mar 2023 10:00 to 12:20 UTC");
    assert!(!fact(&report, "How sure").contains("certain"));

    let skew = finding(&report, "route.clock-skew");
    assert_eq!(skew.title, "The clocks of mx.example.net and store.example.net disagree by at least 59 min 30 s");
    assert_eq!(skew.party, Party::Recipient);
    let route = report.route.as_ref().expect("a route");
    // An hour off one way or the other: 1 h 19 min 54 s, or 2 h 19 min 54 s, and 30 s after it.
    assert_eq!(route.hops[2].delay_range, Some((4_792, 8_396)));
    assert_eq!(route.hops[3].delay_seconds, Some(-3_570));
    assert_eq!(route.hops[3].delay_range, Some((28, 32)));
    assert_eq!(route.held_at, Some(2));
}

#[test]
fn a_wait_before_the_border_is_on_the_path_and_names_both_logs() {
    let report = read(&four_hosts("Mon, 6 Mar 2023 11:07:06 +0000", "Mon, 6 Mar 2023 11:07:07 +0000"));
    let delay = finding(&report, "route.delay");
    assert_eq!(report.headline, "The message waited between out.example.com and mx.example.net for about 1 h 5 min.");
    assert_eq!(
        (delay.severity, delay.party, delay.confidence),
        (Severity::Problem, Party::Network, Confidence::Likely)
    );
    assert!(
        delay.next[0].contains("mx.example.net's log for 192.0.2.25, 6 Mar 2023 10:00 to 11:08 UTC"),
        "{}",
        delay.next[0]
    );
    assert!(delay.next[1].contains("queue ID 2AA"), "{}", delay.next[1]);
    assert_eq!(delay.evidence.len(), 2);
}

#[test]
fn the_sender_is_sent_to_the_log_of_its_own_queue_first() {
    let context =
        Context { mine: Mine { domains: vec!["example.com".into()], ..Mine::default() }, ..Context::default() };
    let headers = four_hosts("Mon, 6 Mar 2023 11:07:06 +0000", "Mon, 6 Mar 2023 11:07:07 +0000");
    let report = analyze(headers.as_bytes(), &context);
    assert!(finding(&report, "route.delay").next[0].contains("out.example.com's log for queue ID 2AA"));
    assert!(fact(&report, "Ask first").starts_with("out.example.com's log"));
}

#[test]
fn five_minutes_from_postfix_fit_one_greylisting() {
    let report = read(&four_hosts("Mon, 6 Mar 2023 10:05:12 +0000", "Mon, 6 Mar 2023 10:05:13 +0000"));
    assert!(finding(&report, "route.delay").why.contains("greylisting, would fit"));
}

#[test]
fn a_quarter_of_an_hour_fits_the_first_retry_of_others() {
    let headers = four_hosts("Mon, 6 Mar 2023 10:15:20 +0000", "Mon, 6 Mar 2023 10:15:21 +0000");
    let report = read(&headers.replace("by out.example.com (Postfix)", "by out.example.com"));
    assert!(finding(&report, "route.delay").why.contains("Fifteen minutes"), "{}", finding(&report, "route.delay").why);
}

#[test]
fn an_hour_to_the_second_may_be_a_zone_and_is_not_called_certain() {
    let report = read(&four_hosts("Mon, 6 Mar 2023 11:00:10 +0000", "Mon, 6 Mar 2023 11:00:11 +0000"));
    let delay = finding(&report, "route.delay");
    assert_eq!(delay.confidence, Confidence::Likely);
    assert!(delay.why.contains("wrong zone"), "{}", delay.why);
}

#[test]
fn a_wait_between_the_senders_servers_is_the_senders() {
    let headers = "Received: from out.example.com (out.example.com [192.0.2.25]) by mx.example.net with ESMTP id 3; Mon, 6 Mar 2023 10:40:05 +0000\n\
                   Received: from mail.example.com (mail.example.com [192.0.2.10]) by out.example.com with ESMTP id 2; Mon, 6 Mar 2023 10:40:00 +0000\n\
                   Received: from laptop ([10.1.2.3]) by mail.example.com with ESMTPA id 1; Mon, 6 Mar 2023 10:00:00 +0000\n\
                   From: ann@example.com\nTo: bob@example.net\n\n";
    let report = read(headers);
    let delay = finding(&report, "route.delay");
    assert_eq!(delay.party, Party::Sender);
    assert!(delay.next[0].contains("mail.example.com's log for queue ID 1"));
    assert_eq!(fact(&report, "Whose side"), "The sender's");
}

#[test]
fn a_content_filter_that_waits_is_inside_the_recipients_host() {
    let headers = "Received: from localhost (localhost [127.0.0.1]) by mx.example.net (Postfix) with ESMTP id B2; Mon, 6 Mar 2023 10:20:02 +0000\n\
                   Received: from mx.example.net ([127.0.0.1]) by localhost (mx.example.net [127.0.0.1]) (amavisd-new, port 10024) with ESMTP id F1; Mon, 6 Mar 2023 10:20:00 +0000\n\
                   Received: from out.example.com (out.example.com [192.0.2.25]) by mx.example.net (Postfix) with ESMTP id B1; Mon, 6 Mar 2023 10:00:00 +0000\n\
                   From: ann@example.com\nTo: bob@example.net\n\n";
    let report = read(headers);
    assert_eq!(report.headline, "The message waited inside mx.example.net for about 20 min.");
    assert_eq!(finding(&report, "route.delay").party, Party::Recipient);
    let route = report.route.expect("a route");
    assert!(!route.hops[0].within_host && route.hops[1].within_host && route.hops[2].within_host);
    let names: Vec<&str> = route.hosts.iter().map(|host| host.name.as_str()).collect();
    assert_eq!(names, ["out.example.com", "mx.example.net"]);
    // One clock on both sides leaves no tolerance.
    assert_eq!(route.hops[1].delay_range, Some((1_200, 1_200)));
}

#[test]
fn a_border_eight_hours_ahead_is_found_by_the_clocks_around_it() {
    let report = read(&four_hosts("Mon, 6 Mar 2023 18:00:08 +0000", "Mon, 6 Mar 2023 10:00:09 +0000"));
    // Only the border contradicts both neighbours once the store agrees with the sender.
    let route = report.route.as_ref().expect("a route");
    let border = route.hosts.iter().find(|host| host.name == "mx.example.net").expect("the border");
    assert_eq!(border.clock.as_ref().and_then(|clock| clock.zone_mistake), Some(8 * 3_600));
    assert!(
        !report.headline.contains("waited between")
            || report.headline.contains("anything")
            || report.headline.contains("somewhere")
    );
}

#[test]
fn an_undated_hop_leaves_the_wait_to_the_stamps_around_it() {
    let report = read(&four_hosts("Mon, 6 Mar 2023 10:10:00", "Mon, 6 Mar 2023 10:40:09 +0000"));
    assert_eq!(report.headline, "The message waited between out.example.com and store.example.net for about 40 min.");
    let delay = finding(&report, "route.delay");
    assert_eq!(delay.confidence, Confidence::Likely);
    assert!(delay.why.contains("give no time"));
    let unread = finding(&report, "route.no-time");
    assert!(unread.why.contains("without a zone"), "{}", unread.why);
    let route = report.route.expect("a route");
    assert_eq!((route.hops[2].delay_seconds, route.hops[3].delay_seconds), (None, None));
    assert_eq!((route.hops[2].delay_range, route.hops[3].delay_range), (None, None));
}

#[test]
fn a_few_seconds_backwards_are_a_note_and_hide_no_wait() {
    let report = read(&four_hosts("Mon, 6 Mar 2023 10:00:20 +0000", "Mon, 6 Mar 2023 10:00:09 +0000"));
    assert_eq!(stamp(&report), "ON TIME");
    assert_eq!(finding(&report, "route.clock-skew").severity, Severity::Note);
}

#[test]
fn a_clock_far_back_leaves_the_wait_unknown_and_says_so() {
    let report = read(&four_hosts("Mon, 6 Mar 2023 10:30:00 +0000", "Mon, 6 Mar 2023 10:12:00 +0000"));
    assert_eq!(stamp(&report), "IN DOUBT");
    assert!(report.headline.contains("cannot be told"), "{}", report.headline);
    assert!(finding(&report, "route.clock-skew").title.contains("at least 18 min"));
    assert!(!ids(&report).contains(&"route.on-time"));
}

#[test]
fn the_sides_and_roles_of_a_plain_route_are_told() {
    let report = read(&four_hosts("Mon, 6 Mar 2023 10:00:08 +0000", "Mon, 6 Mar 2023 10:00:09 +0000"));
    let route = report.route.expect("a route");
    let roles: Vec<Option<Role>> = route.hops.iter().map(|hop| hop.role).collect();
    assert_eq!(roles, [Some(Role::Submission), Some(Role::Outbound), Some(Role::Border), Some(Role::Final)]);
    let sides: Vec<Side> = route.hosts.iter().map(|host| host.side).collect();
    assert_eq!(sides, [Side::Sender, Side::Sender, Side::Sender, Side::Recipient, Side::Recipient]);
}

#[test]
fn delivery_by_lmtp_is_the_store_and_no_submission() {
    for with in ["LMTP", "LMTPA"] {
        let report = read(&format!(
            "Received: from mx.example.net (localhost [127.0.0.1]) by mx.example.net (Cyrus v2.3.7) with {with}; \
             Mon, 6 Mar 2023 10:00:00 +0000\r\nTo: bob@example.net\r\n"
        ));
        let route = report.route.expect("a route");
        assert_eq!(route.hops[0].role, Some(backstamp::trace::Role::Final), "{with}");
    }
}

#[test]
fn a_list_between_two_organisations_is_neithers() {
    let headers = "Received: from lists.example.org (lists.example.org [203.0.113.5]) by mx.example.net with ESMTP; Mon, 6 Mar 2023 10:30:09 +0000\n\
                   Received: from out.example.com (out.example.com [192.0.2.25]) by lists.example.org with ESMTP id 7; Mon, 6 Mar 2023 10:00:09 +0000\n\
                   Received: from pc ([10.0.0.9]) by out.example.com with ESMTPA; Mon, 6 Mar 2023 10:00:08 +0000\n\
                   From: ann@example.com\nTo: talk@lists.example.org\nDelivered-To: bob@example.net\n\n";
    let report = read(headers);
    let route = report.route.as_ref().expect("a route");
    assert_eq!(route.hops[1].role, Some(Role::List));
    let list = route.hosts.iter().find(|host| host.name == "lists.example.org").expect("the list");
    assert_eq!(list.side, Side::Between);
    assert_eq!(report.headline, "The message waited between lists.example.org and mx.example.net for about 30 min.");
}

#[test]
fn mail_fetched_from_a_mailbox_was_not_held_up_by_a_server() {
    let headers = "Received: from localhost (localhost [127.0.0.1]) by desk.example.net (Postfix) with ESMTP id 9; Mon, 6 Mar 2023 18:00:01 +0000\n\
                   Received: from pop.example.net [198.51.100.9] by localhost with POP3 (fetchmail-6.4.37) for <bob@localhost> (single-drop); Mon, 06 Mar 2023 18:00:00 +0000\n\
                   Received: from out.example.com (out.example.com [192.0.2.25]) by pop.example.net ([198.51.100.9]) with ESMTP id 7; Mon, 6 Mar 2023 10:00:00 +0000\n\n";
    let report = read(headers);
    assert_eq!(
        report.headline,
        "The message lay in a mailbox at pop.example.net for about 8 h before desk.example.net fetched it."
    );
    assert_eq!(finding(&report, "route.fetched").party, Party::Nobody);
    assert!(!ids(&report).contains(&"route.delay"));
}

#[test]
fn two_stamps_a_year_apart_are_no_wait() {
    let report = read(&four_hosts("Wed, 6 Mar 2024 10:00:08 +0000", "Wed, 6 Mar 2024 10:00:09 +0000"));
    assert_eq!(stamp(&report), "IN DOUBT");
    assert!(report.headline.contains("no ordinary wait"), "{}", report.headline);
    assert!(!ids(&report).contains(&"route.delay"));
}

#[test]
fn a_message_that_lay_in_an_outbox_left_late() {
    let headers = four_hosts("Mon, 6 Mar 2023 10:00:08 +0000", "Mon, 6 Mar 2023 10:00:09 +0000");
    let report = read(&headers.replace("Date: Mon, 6 Mar 2023 10:00:00 +0000", "Date: Mon, 6 Mar 2023 07:20:00 +0000"));
    let late = finding(&report, "route.late-start");
    assert_eq!((late.party, late.confidence), (Party::Sender, Confidence::Possible));
    assert_eq!(
        report.headline,
        "No server held this message up, but it reached the first one 2 h 40 min after the time in its Date field."
    );
}

#[test]
fn a_date_from_the_future_is_the_authors_clock() {
    let headers = four_hosts("Mon, 6 Mar 2023 10:00:08 +0000", "Mon, 6 Mar 2023 10:00:09 +0000");
    let report = read(&headers.replace("Date: Mon, 6 Mar 2023 10:00:00 +0000", "Date: Mon, 6 Mar 2023 12:00:00 +0000"));
    assert!(finding(&report, "route.date-ahead").why.contains("zone"));
}

#[test]
fn stamps_ahead_of_the_present_are_said_only_where_the_present_is_known() {
    let headers = four_hosts("Mon, 6 Mar 2023 10:00:08 +0000", "Mon, 6 Mar 2023 10:00:09 +0000");
    assert!(!ids(&read(&headers)).contains(&"route.future-stamp"));
    let context = Context { now: "2023-03-06T08:00:00Z".parse().ok(), ..Context::default() };
    let report = analyze(headers.as_bytes(), &context);
    assert_eq!(finding(&report, "route.future-stamp").title, "4 stamps lie in the future, by up to 2 h");
}

#[test]
fn a_plain_hop_after_encrypted_ones_is_a_hint_but_never_inside_one_organisation() {
    let hop = |from: &str, ip: &str, by: &str, with: &str, at: u8| {
        format!(
            "Received: from {from} ({from} [{ip}]) by {by} with {with} id {at}; Mon, 6 Mar 2023 10:00:0{at} +0000\n"
        )
    };
    let encrypted = hop("out.example.com", "192.0.2.25", "relay.example.org", "ESMTPS", 1);
    let plain = hop("relay.example.org", "203.0.113.7", "mx.example.net", "ESMTP", 2);
    let inside = hop("mx.example.net", "198.51.100.20", "store.example.net", "ESMTP", 3);
    let report = read(&format!("{inside}{plain}{encrypted}\n"));
    let finding = finding(&report, "route.no-tls");
    assert_eq!(finding.confidence, Confidence::Possible);
    assert!(finding.title.contains("mx.example.net") && !finding.title.contains("more"), "{}", finding.title);
    let before = hop("mx.example.net", "198.51.100.20", "store.example.net", "ESMTP", 3);
    assert!(!ids(&read(&format!("{before}{encrypted}\n"))).contains(&"route.no-tls"));
}

#[test]
fn a_host_that_claims_the_recipients_own_name_is_a_warning() {
    let headers = "Received: from mx.example.net (cable.example.org [203.0.113.77]) by mx.example.net with SMTP id 1; Mon, 6 Mar 2023 10:00:08 +0000\n\n";
    let report = read(headers);
    let forged = finding(&report, "route.helo-mismatch");
    assert_eq!(forged.severity, Severity::Warning);
    assert_eq!(
        forged.title,
        "A host called itself mx.example.net, but its address 203.0.113.77 is that of cable.example.org"
    );
    let other = read(&headers.replacen("from mx.example.net", "from mail.example.com", 1));
    assert_eq!(finding(&other, "route.helo-mismatch").severity, Severity::Note);
}

#[test]
fn the_receivers_own_name_claimed_from_elsewhere_is_not_the_receiver() {
    let hop = |peer: &str| {
        format!(
            "Received: from mx.example.net ({peer}) by mx.example.net with SMTP id 1; Mon, 6 Mar 2023 10:00:08 +0000\n\n"
        )
    };
    let within = |peer: &str| read(&hop(peer)).route.expect("a route").hops[0].within_host;
    assert!(!within("[203.0.113.77]"));
    assert!(within("[127.0.0.1]"));
    assert!(within("[10.0.0.4]"));
}

#[test]
fn a_weekday_that_is_not_its_dates_is_a_note() {
    let report = read(&four_hosts("Tue, 6 Mar 2023 10:00:08 +0000", "Mon, 6 Mar 2023 10:00:09 +0000"));
    assert_eq!(finding(&report, "route.weekday").evidence.len(), 1);
}

#[test]
fn a_sendmail_queue_id_that_holds_another_time_than_its_stamp_is_shown() {
    // n26A05 is 6 March 2009, 10:00:05 UTC.
    let headers = "Received: from out.example.com (out.example.com [192.0.2.25]) by mx.example.net (8.14.1/8.14.1) with ESMTP id n26A050a001234 for <bob@example.net>; Fri, 6 Mar 2009 12:30:05 +0000\n\
                   Received: from pc (pc.example.com [192.0.2.30]) by out.example.com (8.14.1/8.14.1) with ESMTP id n26A03b1004321 for <bob@example.net>; Fri, 6 Mar 2009 10:00:03 +0000\n\n";
    let report = read(headers);
    // Two hours and a half to the second: the stamp's zone, and no wait.
    let odd = finding(&report, "route.zone-mistake");
    assert_eq!(odd.title, "2 h 30 min by the stamps are likely a wrong zone of mx.example.net and no wait");
    assert_eq!(odd.confidence, Confidence::Likely);
    let session = read(&headers.replace("12:30:05", "10:20:05"));
    let odd = finding(&session, "route.queue-id-time");
    assert_eq!(odd.title, "The queue ID of mx.example.net holds a time 20 min earlier than its stamp");
    assert_eq!(odd.confidence, Confidence::Possible);
}

#[test]
fn headers_without_a_received_field_say_so_and_a_message_says_it_in_its_own_words() {
    let headers = read("From: ann@example.com\nTo: bob@example.net\nSubject: Minutes\n");
    assert!(headers.headline.contains("These headers"), "{}", headers.headline);
    let message = read("From: ann@example.com\nTo: bob@example.net\nSubject: Minutes\n\nHello Bob,\n");
    assert!(message.headline.contains("This message"), "{}", message.headline);
    assert_eq!(ids(&message), ["route.no-received"]);
    assert!(message.route.is_none());
}

#[test]
fn one_stamp_alone_measures_no_wait() {
    let report = read(
        "Received: from a.example.com (a.example.com [192.0.2.1]) by b.example.net with ESMTP; Mon, 6 Mar 2023 10:00:08 +0000\n\n",
    );
    assert_eq!(
        report.headline,
        "Only b.example.net has stamped this message, so there is no wait between servers to measure."
    );
}

#[test]
fn a_long_route_is_near_the_limits_of_loops() {
    let hops: String = (0..26)
        .rev()
        .map(|at| {
            format!(
                "Received: from a{at}.example.com by a{}.example.com with ESMTP; Mon, 6 Mar 2023 10:00:{at:02} +0000\n",
                at + 1
            )
        })
        .collect();
    let report = read(&format!("{hops}\n"));
    assert_eq!(finding(&report, "route.many-hops").severity, Severity::Warning);
    // So long a way is no good news, however quick.
    assert!(!ids(&report).contains(&"route.on-time"));
    assert_eq!(stamp(&report), "MANY HOPS");
    assert!(finding(&report, "route.many-hops").why.contains("add up"));
}

#[test]
fn a_host_met_three_times_may_be_a_loop() {
    let hop = |from: &str, by: &str, at: usize| {
        format!("Received: from {from} by {by} with ESMTP; Mon, 6 Mar 2023 10:00:0{at} +0000\n")
    };
    // It comes back each time from somewhere else: that is no circle yet.
    let way = ["out.example.com", "a.example.com", "b.example.net", "a.example.com", "c.example.org", "a.example.com"];
    let hops: Vec<String> = (1..way.len()).rev().map(|at| hop(way[at - 1], way[at], at)).collect();
    let report = read(&format!("{}\n", hops.concat()));
    assert!(finding(&report, "route.passed-again").title.contains("3 times"));
    assert!(!ids(&report).contains(&"route.loop"));
}

#[test]
fn hosts_of_mine_are_marked_by_domain_and_by_network() {
    let mine = Mine { domains: vec!["example.net".into()], networks: vec!["192.0.2.0/24".into()], ..Mine::default() };
    let context = Context { mine, ..Context::default() };
    let headers = four_hosts("Mon, 6 Mar 2023 10:00:08 +0000", "Mon, 6 Mar 2023 10:00:09 +0000");
    let route = analyze(headers.as_bytes(), &context).route.expect("a route");
    let mine: Vec<(&str, bool)> = route.hosts.iter().map(|host| (host.name.as_str(), host.mine)).collect();
    let expected = [
        ("laptop", false),
        ("mail.example.com", true),
        ("out.example.com", true),
        ("mx.example.net", true),
        ("store.example.net", true),
    ];
    assert_eq!(mine, expected);
}

#[test]
fn signatures_and_ids_date_a_message_beside_its_stamps() {
    let headers = four_hosts("Mon, 6 Mar 2023 10:00:08 +0000", "Mon, 6 Mar 2023 10:00:09 +0000");
    let signed =
        format!("DKIM-Signature: v=1; a=rsa-sha256; d=example.com; s=s1;\r\n t=1678096805; bh=x; b=y\r\n{headers}");
    let report = read(&signed);
    let marks: Vec<String> =
        report.route.as_ref().expect("a route").marks.iter().map(|mark| mark.time.to_rfc3339()).collect();
    assert_eq!(marks, ["2023-03-06T10:00:05+00:00", "2023-03-06T10:00:00+00:00"]);
    let mark = &report.route.as_ref().expect("a route").marks[0];
    assert_eq!(signed.get(mark.span.start..mark.span.end), Some("t=1678096805"));
}

#[test]
fn two_clocks_of_mine_are_said_to_be_mine() {
    let context =
        Context { mine: Mine { domains: vec!["example.net".into()], ..Mine::default() }, ..Context::default() };
    let headers = four_hosts("Mon, 6 Mar 2023 12:20:00 +0000", "Mon, 6 Mar 2023 11:20:30 +0000");
    let report = analyze(headers.as_bytes(), &context);
    let verdict = report.verdict.as_ref().expect("a verdict");
    assert!(
        verdict.detail.contains(
            "the clock of your mx.example.net or that of your store.example.net, or its zone, is off by about an hour"
        ),
        "{}",
        verdict.detail
    );
    assert_eq!(fact(&report, "Whose side"), "The path to your server mx.example.net");
}

#[test]
fn a_zone_mistake_that_hides_no_wait_is_likely_and_no_more() {
    // The store's clock is 9 h slow: 10:00:09 became 01:00:09.
    let report = read(&four_hosts("Mon, 6 Mar 2023 10:00:08 +0000", "Mon, 6 Mar 2023 01:00:09 +0000"));
    assert_eq!(stamp(&report), "LIKELY ON TIME");
    assert_eq!(
        report.headline,
        "Nothing held this message up, 4 servers in 8 seconds, if one clock is 9 h off as it seems."
    );
    assert!(!ids(&report).contains(&"route.on-time"));
    let route = report.route.expect("a route");
    let store = route.hosts.last().and_then(|host| host.clock.clone()).expect("a clock");
    assert_eq!((store.doubted, store.zone_mistake), (true, Some(-9 * 3_600)));
}

#[test]
fn two_wrong_clocks_apart_from_each_other_are_both_found() {
    let hop = |from: &str, by: &str, time: &str| {
        format!("Received: from {from} by {by} with ESMTP; Mon, 6 Mar 2023 {time} +0000\n")
    };
    let hops = [
        hop("f.example.net", "g.example.net", "10:00:07"),
        hop("e.example.net", "f.example.net", "10:00:06"),
        hop("d.example.org", "e.example.net", "09:20:00"),
        hop("c.example.org", "d.example.org", "10:00:04"),
        hop("b.example.com", "c.example.org", "10:00:03"),
        hop("a.example.com", "b.example.com", "10:45:00"),
        hop("pc.example.com", "a.example.com", "10:00:01"),
    ];
    let report = read(&format!("{}\n", hops.concat()));
    let route = report.route.as_ref().expect("a route");
    let doubted: Vec<&str> = route
        .hosts
        .iter()
        .filter(|host| host.clock.as_ref().is_some_and(|clock| clock.doubted))
        .map(|host| host.name.as_str())
        .collect();
    assert_eq!(doubted, ["b.example.com", "e.example.net"]);
    // The right clocks around them leave no room for a wait.
    assert!(report.headline.starts_with("Nothing held this message up"), "{}", report.headline);
}

#[test]
fn every_long_wait_is_named_and_the_longest_first() {
    let report = read(&four_hosts("Mon, 6 Mar 2023 10:30:08 +0000", "Mon, 6 Mar 2023 10:50:09 +0000"));
    assert_eq!(report.headline, "The message waited between out.example.com and mx.example.net for about 30 min.");
    let more = finding(&report, "route.more-delays");
    assert!(more.why.contains("between mx.example.net and store.example.net: about 20 min"), "{}", more.why);
}

#[test]
fn a_forwarder_between_two_organisations_is_told_from_both() {
    let headers = "Received: from fwd.example.org (fwd.example.org [203.0.113.9]) by mx.example.net with ESMTP id 3 for <bob@example.net>; Mon, 6 Mar 2023 10:00:12 +0000\n\
                   Received: from out.example.com (out.example.com [192.0.2.25]) by fwd.example.org with ESMTP id 2 for <bob@example.org>; Mon, 6 Mar 2023 10:00:11 +0000\n\
                   Received: from pc ([10.0.0.9]) by out.example.com with ESMTPA id 1; Mon, 6 Mar 2023 10:00:10 +0000\n\
                   From: ann@example.com\nTo: bob@example.org\n\n";
    let route = read(headers).route.expect("a route");
    assert_eq!(route.hops[1].role, Some(Role::Forwarder));
    let side = |name: &str| route.hosts.iter().find(|host| host.name == name).map(|host| host.side);
    assert_eq!(side("out.example.com"), Some(Side::Sender));
    assert_eq!(side("fwd.example.org"), Some(Side::Between));
    assert_eq!(side("mx.example.net"), Some(Side::Recipient));
}

#[test]
fn one_providers_names_do_not_tell_the_sides_apart() {
    let headers = "Received: from a1.provider.example (a1.provider.example [192.0.2.1]) by a2.provider.example with ESMTPS id 2; Mon, 6 Mar 2023 10:00:12 +0000\n\
                   Received: by a1.provider.example with HTTP id 1; Mon, 6 Mar 2023 10:00:10 +0000\n\
                   From: ann@example.com\nTo: bob@example.net\n\n";
    let route = read(headers).route.expect("a route");
    assert!(route.hosts.iter().all(|host| host.side == Side::Unknown), "{:?}", route.hosts);
}

#[test]
fn any_route_is_answered() {
    let long: String = (0..10_000_u32)
        .map(|at| format!("Received: by h{}.example; Mon, 6 Mar 2023 10:{:02}:00 +0000\n", at % 97, at % 60))
        .collect();
    let bare = "Received:\n".repeat(10_000);
    let same = "Received: from a.example by a.example; Mon, 6 Mar 2023 10:00:00 +0000\n".repeat(1_000);
    let extremes = "Received: by a.example; Sat, 1 Jan 0000 00:00:00 +0000\nReceived: by b.example; Fri, 31 Dec 9999 23:59:59 +0000\n\
                    Received: by c.example; 1 Jan 99999999999 00:00:00 +9999\nReceived: by d.example; Mon, 6 Mar 2023 10:00:00 -1200\n";
    for (headers, hops) in [(long.as_str(), 10_000), (&bare, 10_000), (&same, 1_000), (extremes, 4)] {
        let report = read(headers);
        assert_eq!(report.route.expect("a route").hops.len(), hops);
        assert!(!report.headline.is_empty());
    }
}
