//! Logs of mail servers and message traces: a table of what became of each message for each recipient.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::string_slice)]

use std::fs;
use std::path::Path;

use backstamp::log::{Delivery, comma_separated, markdown};
use backstamp::report::{Kind, Report, text};
use backstamp::{Context, analyze};

fn fixture(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/logs").join(name)).expect("a fixture")
}

fn read(input: &[u8]) -> Report {
    analyze(input, &Context::default())
}

fn log(name: &str) -> Report {
    let report = read(&fixture(name));
    assert_eq!(report.kind, Kind::Log, "{name}: {}", report.headline);
    report
}

/// The rows as `recipient state tries code enhanced relay`, a dash for what is not told.
fn rows(report: &Report) -> Vec<String> {
    let word = |text: &Option<String>| text.clone().unwrap_or_else(|| "-".to_owned());
    let row = |row: &Delivery| {
        let status = row.status.word();
        format!(
            "{} {status} {} {} {} {}",
            word(&row.recipient),
            row.tries,
            word(&row.reply_code),
            word(&row.enhanced),
            word(&row.relay)
        )
    };
    report.deliveries.iter().map(row).collect()
}

fn has(report: &Report, id: &str) -> bool {
    report.findings.iter().any(|finding| finding.id == id)
}

#[test]
fn postfix_is_a_table_in_which_the_last_state_wins() {
    let report = log("postfix.log");
    assert_eq!(
        rows(&report),
        [
            "kim@example.com sent 1 250 2.0.0 mx.example.com[192.0.2.25]:25",
            "\"odd, name\"@example.net bounced 1 550 5.1.1 mx.example.net[192.0.2.26]:25",
            "jo@example.net sent 2 250 2.0.0 mx.example.net[192.0.2.26]:25",
            "eve@far.example rejected 1 554 5.7.1 -",
            "kim@example.org rejected 1 550 5.7.1 -",
            "ada@slow.example expired 1 - 4.4.1 -",
        ]
    );
    let jo = &report.deliveries[2];
    assert_eq!((jo.first.as_deref(), jo.last.as_deref()), (Some("Feb 13 21:23:22"), Some("Feb 13 21:33:22")));
    assert_eq!(
        (jo.queue_id.as_deref(), jo.sender.as_deref(), jo.lines.len()),
        (Some("4QAAA11zz"), Some("lee@example.org"), 2)
    );
    assert_eq!(report.deliveries[3].client.as_deref(), Some("unknown[192.0.2.66]"));
    assert!(
        report.headline.starts_with("6 deliveries: 1 bounced, 1 expired, 2 rejected, 2 sent."),
        "{}",
        report.headline
    );
    assert!(has(&report, "log.sent-later"));
}

#[test]
fn the_story_of_a_message_is_told_in_order_with_its_waits() {
    let report = log("postfix.log");
    let log = report.log.expect("a log");
    assert_eq!((log.form.as_str(), log.lines, log.understood), ("Postfix", 16, 16));
    let story = log.messages.iter().find(|story| story.queue_id == "4QAAA11zz").expect("its story");
    let told: Vec<(&str, Option<i64>)> =
        story.events.iter().map(|event| (event.what.as_str(), event.wait_seconds)).collect();
    assert_eq!(
        told,
        [
            ("accepted from", None),
            ("named", Some(0)),
            ("queued", Some(0)),
            ("sent", Some(1)),
            ("deferred", Some(1)),
            ("bounced", Some(0)),
            ("sent", Some(600)),
            ("removed from the queue", Some(0)),
        ]
    );
    assert!(story.events[0].detail.contains("out.example.org"));
}

#[test]
fn each_row_points_at_its_own_line() {
    let input = fixture("postfix.log");
    for row in log("postfix.log").deliveries {
        let line = String::from_utf8_lossy(&input[row.span.start..row.span.end]).into_owned();
        let id = row.queue_id.unwrap_or_else(|| "NOQUEUE".to_owned());
        assert!(line.starts_with("Feb 13") && !line.contains('\n') && line.contains(&id), "{line}");
    }
}

#[test]
fn exim_is_read_with_ids_of_both_lengths() {
    let report = log("exim.log");
    assert_eq!(
        rows(&report),
        [
            "kim@example.com sent 1 250 2.0.0 mx.example.com [2001:db8::25]:25",
            "ann@example.org sent 1 - - -",
            "jo@example.net expired 2 - - -",
            "ann@example.org rejected 1 - - -",
            "kim@example.org rejected 1 - - -",
            "joe@example.com sent 1 250 - mx.example.com [192.0.2.25]",
        ]
    );
    assert_eq!(report.deliveries[2].queue_id.as_deref(), Some("1rLAbC-0001Xy-2Z"));
}

#[test]
fn sendmail_names_several_recipients_in_a_line() {
    assert_eq!(
        rows(&log("sendmail.log")),
        [
            "kim@example.com sent 1 - 2.0.0 mx.example.com. [192.0.2.25]",
            "jo@example.com sent 1 - 2.0.0 mx.example.com. [192.0.2.25]",
            "ann@example.net deferred 1 451 4.7.1 mx.example.net. [192.0.2.26]",
            "eve@far.example rejected 1 550 5.7.1 -",
            "nobody@example.org rejected 1 - - -",
        ]
    );
}

#[test]
fn opensmtpd_is_joined_by_the_envelope() {
    assert_eq!(
        rows(&log("opensmtpd.log")),
        ["kim@example.com bounced 2 550 5.1.1 192.0.2.25 (mx.example.com)", "x@far.example rejected 1 550 - -"]
    );
}

#[test]
fn qmail_is_joined_by_the_number_of_the_delivery_and_uses_message_numbers_again() {
    assert_eq!(
        rows(&log("qmail.log")),
        [
            "jo@example.net sent 1 250 2.0.0 192.0.2.26",
            "kim@example.com bounced 1 550 5.1.1 192.0.2.25",
            "kim@example.com deferred 1 - 4.3.0 -",
        ]
    );
}

#[test]
fn dovecot_delivers_to_the_user_of_the_session() {
    assert_eq!(
        rows(&log("dovecot.log")),
        ["kim@example.com sent 1 - - -", "jo@example.com sent 1 - - -", "full@example.com deferred 1 - - -"]
    );
}

#[test]
fn filters_refuse_only_what_they_say_they_refuse() {
    let report = log("filters.log");
    let rows = rows(&report);
    assert_eq!(
        rows,
        ["kim@example.com rejected 1 - - -", "jo@example.com rejected 1 - - -", "ada@example.com rejected 1 - - -"]
    );
    assert_eq!(report.deliveries[0].queue_id.as_deref(), Some("4QAAA11zz"));
}

#[test]
fn courier_haraka_and_stalwart_are_read() {
    assert_eq!(
        rows(&log("courier.log")),
        ["nobody@example.org rejected 1 550 - -", "kim@example.com sent 1 - - -", "jo@example.net deferred 1 450 - -"]
    );
    assert_eq!(
        rows(&log("haraka.log")),
        ["nobody@example.org rejected 1 550 - -", "- sent 1 250 2.0.0 mx.example.com"]
    );
    assert_eq!(
        rows(&log("stalwart.log")),
        [
            "jo@example.net bounced 1 550 5.1.1 mx.example.net",
            "kim@example.com sent 1 250 - mx.example.com",
            "nobody@example.org rejected 1 - - -",
        ]
    );
}

#[test]
fn exchange_tracks_messages_in_files_and_in_lists() {
    for name in ["exchange.csv", "exchange.list.txt"] {
        let report = log(name);
        let mut rows = rows(&report);
        rows.sort();
        assert_eq!(rows[0], "jo@example.net bounced 1 550 5.1.1 mx.example.net", "{name}");
        assert!(rows[1].starts_with("kim@example.com sent 1 - - "), "{name}: {}", rows[1]);
        assert_eq!(rows.len(), 2, "{name}");
    }
}

#[test]
fn both_forms_of_the_message_trace_are_read_in_utf_16_too() {
    let expected = ["kim@example.com sent 1 - - -", "jo@example.net bounced 1 - - -", "ann@example.net queued 0 - - -"];
    let plain = fixture("trace.csv");
    assert_eq!(rows(&log("trace.csv")), expected);
    let wide: Vec<u8> = [0xFF, 0xFE]
        .into_iter()
        .chain(String::from_utf8_lossy(&plain).encode_utf16().flat_map(u16::to_le_bytes))
        .collect();
    assert_eq!(rows(&read(&wide)), expected);
    let short = log("trace-short.csv");
    assert_eq!(
        rows(&short),
        ["kim@example.com sent 1 - - -", "jo@example.net queued 0 - - -", "ann@example.net bounced 1 - - -"]
    );
    assert!(has(&short, "log.held") && has(&short, "log.unexplained"));
}

#[test]
fn google_and_exchange_protocol_logs_are_read() {
    assert_eq!(
        rows(&log("google.csv")),
        ["jo@example.net bounced 1 550 5.1.1 192.0.2.26", "kim@example.com sent 1 250 - 192.0.2.25"]
    );
    assert_eq!(
        rows(&log("protocol.log")),
        ["kim@example.com sent 1 250 2.0.0 192.0.2.25:25", "jo@example.net bounced 1 550 5.1.1 192.0.2.26:25"]
    );
}

#[test]
fn journald_writes_json() {
    let report = log("journald.json");
    assert_eq!(rows(&report), ["kim@example.com sent 2 250 2.0.0 mx.example.com[192.0.2.25]:25"]);
    assert_eq!(report.deliveries[0].first.as_deref(), Some("2026-02-13T21:23:21.000Z"));
}

#[test]
fn connections_and_warnings_refuse_nothing() {
    for line in [
        "Feb 13 21:23:21 mx postfix/smtpd[1]: connect from unknown[192.0.2.7]",
        "Feb 13 21:23:21 mx postfix/smtpd[1]: warning: hostname a.example does not resolve to address 192.0.2.7",
        "Feb 13 21:23:21 mx postfix/smtpd[1]: warning: unknown[192.0.2.7]: SASL LOGIN authentication failed: UGFz",
        "Feb 13 21:23:21 mx postfix/smtpd[1]: lost connection after AUTH from unknown[192.0.2.7]",
        "Feb 13 21:23:21 mx postfix/smtpd[1]: NOQUEUE: reject_warning: RCPT from a.example[192.0.2.7]: 553 5.7.1 <x@b.example>: no; from=<x@b.example> to=<kim@example.com> proto=ESMTP helo=<a>",
    ] {
        let report = read(line.as_bytes());
        assert_eq!(report.deliveries, [], "{line}");
        // That a client went is told, and is no refusal.
        let is_told = |id: &str| id.starts_with("log.") && id != "log.clients-left";
        assert!(report.findings.iter().all(|finding| !is_told(&finding.id)), "{line}");
    }
}

#[test]
fn one_refusal_stays_the_reading_of_a_reply_and_has_its_row() {
    let line = "Feb 13 21:23:21 out postfix/smtp[1]: 4QAAAA: to=<kim@example.com>, relay=mx.example.net[192.0.2.5]:25, dsn=5.1.1, status=bounced (host mx.example.net[192.0.2.5] said: 550 5.1.1 no such user)";
    let report = read(line.as_bytes());
    assert_eq!(report.kind, Kind::SmtpReply);
    assert_eq!(rows(&report), ["kim@example.com bounced 1 550 5.1.1 mx.example.net[192.0.2.5]:25"]);
}

#[test]
fn a_letter_that_quotes_a_log_is_a_letter() {
    let letter = format!(
        "From: kim@example.com\nTo: lee@example.org\nSubject: what is this?\n\n{}",
        String::from_utf8_lossy(&fixture("postfix.log"))
    );
    let report = read(letter.as_bytes());
    assert_eq!(report.kind, Kind::Message);
    assert_eq!(report.deliveries, []);
}

#[test]
fn the_message_id_is_no_recipient() {
    for name in ["dovecot.log", "filters.log", "exchange.csv", "trace.csv"] {
        for row in log(name).deliveries {
            assert!(!row.recipient.unwrap_or_default().starts_with(|first: char| first.is_ascii_digit()), "{name}");
        }
    }
}

#[test]
fn what_a_filter_discards_is_not_delivered() {
    let log = "Feb 13 21:23:21 mx postfix/smtp[1]: 4QAAAA: to=<kim@example.com>, relay=127.0.0.1[127.0.0.1]:10024, dsn=2.7.0, status=sent (250 2.7.0 Ok, discarded, id=04-01 - spam)\n\
               Feb 13 21:23:22 mx postfix/smtp[1]: 4QBBBB: to=<jo@example.com>, relay=mx.example.com[192.0.2.25]:25, dsn=2.0.0, status=sent (250 2.0.0 Ok)\n";
    assert!(has(&read(log.as_bytes()), "log.discarded"));
}

#[test]
fn the_table_is_copied_whole() {
    let report = log("postfix.log");
    let csv = comma_separated(&report.deliveries);
    assert_eq!(csv.lines().count(), 7);
    assert!(csv.contains("\"\"\"odd, name\"\"@example.net\""), "{csv}");
    let table = markdown(&report.deliveries);
    assert_eq!(table.lines().count(), 8);
    assert!(table.contains("| bounced |"));
    let text = text(&report);
    assert!(text.contains("jo@example.net (4QAAA11zz)") && text.contains("state: sent"), "{text}");
}

#[test]
fn a_log_advises_nothing_that_the_queue_does_by_itself() {
    let line = |id: &str, to: &str, dsn: &str, state: &str, words: &str| {
        format!(
            "Apr 14 08:21:09 out postfix/smtp[4711]: {id}: to=<{to}@club.example>, relay=mx1.club.example[198.51.100.20]:25, delay=3, \
             delays=1/0/1/1, dsn={dsn}, status={state} (host mx1.club.example[198.51.100.20] said: {words} (in reply to RCPT TO command))\n"
        )
    };
    let steps = |state: &str| {
        let log = [
            line("7C41F2A0311", "ben", "4.2.2", state, "452 4.2.2 mailbox is full, quota exceeded"),
            line("7C41F2A0311", "kim", "4.3.0", state, "451 4.3.0 Temporary system failure"),
            line("8C41F2A0322", "lee", "4.7.1", state, "451 4.7.1 Greylisted, see you later"),
        ];
        let report = backstamp::analyze(log.concat().as_bytes(), &backstamp::Context::default());
        let reasons = report.findings.into_iter().filter(|finding| finding.id == "log.reason");
        reasons.flat_map(|finding| finding.next).collect::<Vec<_>>()
    };
    let waiting = steps("deferred");
    assert!(waiting.iter().all(|step| !step.to_lowercase().contains("send again")), "{waiting:?}");
    assert!(
        waiting.iter().any(|step| step.starts_with("Wait: the sending server tries again by itself")),
        "{waiting:?}"
    );
    let over = steps("bounced");
    assert!(over.iter().all(|step| !step.starts_with("Wait")), "{over:?}");
    assert!(over.iter().any(|step| step.starts_with("Send again later")), "{over:?}");
}

#[test]
fn a_delivery_behind_a_line_about_tls_is_a_log_and_no_session_that_was_cut() {
    let tls = "Feb 13 21:23:20 mx postfix/smtp[450]: Trusted TLS connection established to mx.example.net[192.0.2.5]:25: TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 bits)\n";
    let bounced = "Feb 13 21:23:21 mx postfix/smtp[450]: 4QAAAA: to=<kim@example.net>, relay=mx.example.net[192.0.2.5]:25, dsn=5.1.1, status=bounced (host mx.example.net[192.0.2.5] said: 550 5.1.1 no such user (in reply to RCPT TO command))\n";
    let report = read(format!("{tls}{bounced}").as_bytes());
    assert!(report.session.is_none());
    assert_eq!(rows(&report), ["kim@example.net bounced 1 550 5.1.1 mx.example.net[192.0.2.5]:25"]);
    assert!(report.headline.contains("No such mailbox"), "{}", report.headline);
    // Alone it tells of no delivery.
    assert_eq!(read(tls.as_bytes()).kind, Kind::Log);
}

#[test]
fn clients_that_leave_are_told_from_the_side_of_the_server() {
    let postfix = "Feb 13 21:23:20 mx postfix/smtpd[450]: connect from unknown[192.0.2.7]\nFeb 13 21:23:21 mx postfix/smtpd[450]: lost connection after AUTH from unknown[192.0.2.7]\nFeb 13 21:23:21 mx postfix/smtpd[450]: disconnect from unknown[192.0.2.7] ehlo=1 auth=0/1 commands=1/2\n";
    let exim = "2026-02-13 21:23:20 login authenticator failed for (pc) [192.0.2.7]: 535 Incorrect authentication data (set_id=kim)\n";
    for (input, words) in [(postfix, "1 client ended the connection after AUTH"), (exim, "1 login failed")] {
        let report = read(input.as_bytes());
        assert_eq!(report.kind, Kind::Log, "{input}");
        assert!(report.headline.contains(words), "{}", report.headline);
        assert!(report.session.is_none() && report.reply.is_none() && report.deliveries.is_empty(), "{input}");
        assert!(report.findings.iter().any(|finding| finding.id == "log.clients-left"), "{input}");
    }
    // The log of a client that lost its server is another thing.
    let client = "Feb 13 21:23:21 mx postfix/smtp[450]: 4QAAAA: to=<kim@example.net>, relay=mx.example.net[192.0.2.5]:25, dsn=4.4.2, status=deferred (lost connection with mx.example.net[192.0.2.5] while sending end of data -- message may be sent more than once)\n";
    let report = read(client.as_bytes());
    assert!(report.findings.iter().all(|finding| finding.id != "log.clients-left"));
    assert_eq!(report.deliveries.len(), 1);
}

#[test]
fn the_number_of_a_process_is_no_reply_code() {
    let warning = "Feb 13 21:23:20 mx postfix/smtpd[450]: warning: hostname a.example does not resolve to address 192.0.2.7: Name or service not known\n";
    let report = read(warning.as_bytes());
    assert!(report.reply.is_none(), "{}", report.headline);
    assert_eq!(report.kind, Kind::Log);
}

#[test]
fn what_rspamd_refused_by_its_score_is_spam() {
    let line = "2026-02-13 21:23:21 #77(rspamd_proxy) <ab12cd>; proxy; rspamd_task_write_log: id: <1@example.org>, qid: <4QAAAA>, ip: 192.0.2.7, from: <lee@example.org>, (default: T (reject): [21.4/15.0] [BAYES_SPAM(5.1){}]), len: 900, rcpts: <kim@example.com>, mime_rcpts: <kim@example.com>\n";
    let report = read(line.as_bytes());
    assert_eq!(report.deliveries.first().and_then(|row| row.reason), Some(backstamp::smtp::Reason::SpamDetected));
}
