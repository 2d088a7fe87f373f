//! Transcripts of SMTP sessions: what a user sees of them, whatever program wrote them.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::string_slice)]

use std::fs;
use std::path::{Path, PathBuf};

use backstamp::finding::{Finding, Party, Severity};
use backstamp::redact::{Options, redact};
use backstamp::report::{Kind, markdown, text};
use backstamp::session::{self, Answer, Exchange, Session};
use backstamp::smtp::Step;
use backstamp::{Context, Report, analyze};

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/session")
}

fn fixture(name: &str) -> String {
    fs::read_to_string(folder().join(name)).expect("a fixture")
}

fn report(name: &str) -> Report {
    analyze(fixture(name).as_bytes(), &Context::default())
}

fn read(name: &str) -> Session {
    session::read(&fixture(name))
}

fn of(input: &str) -> Report {
    analyze(input.as_bytes(), &Context::default())
}

fn stop(session: &Session) -> &Exchange {
    session.stop().expect("a step at which it stopped")
}

fn finding<'a>(report: &'a Report, id: &str) -> Option<&'a Finding> {
    report.findings.iter().find(|finding| finding.id == id)
}

/// The words that a finding rests on.
fn shown<'a>(input: &'a str, finding: &Finding) -> Vec<&'a str> {
    finding.evidence.iter().map(|span| input.get(span.start..span.end).expect("a place in the input")).collect()
}

/// The verbs of the commands, in order; a question mark where none is shown.
fn verbs(session: &Session) -> String {
    let verb = |one: &Exchange| match &one.command {
        Some(command) if command == "." => ".".to_owned(),
        Some(_) => one.verb(),
        None if one.step == Some(Step::Connect) => "connect".to_owned(),
        None => "?".to_owned(),
    };
    session.exchanges.iter().map(verb).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_form_is_read_to_the_same_kind_of_steps() {
    for (name, form, steps, stopped) in [
        ("telnet.txt", "terminal", "connect EHLO MAIL RCPT QUIT", Some((Step::Rcpt, "550"))),
        ("openssl.txt", "terminal", "? EHLO AUTH QUIT", Some((Step::Auth, "535"))),
        ("swaks.txt", "swaks", "connect EHLO STARTTLS EHLO AUTH MAIL RCPT DATA . QUIT", None),
        ("kumomta.txt", "swaks", "connect EHLO MAIL RCPT", Some((Step::Rcpt, "550"))),
        ("msmtp.txt", "msmtp", "connect EHLO MAIL QUIT", Some((Step::Mail, "550"))),
        ("curl.txt", "curl", "connect EHLO MAIL RCPT", Some((Step::Rcpt, "451"))),
        ("sendmail.txt", "sendmail", "connect EHLO MAIL RCPT DATA . QUIT", None),
        ("sendmail-050.txt", "sendmail", "connect EHLO MAIL RCPT DATA . QUIT", None),
        ("exim.txt", "Exim", "connect EHLO MAIL RCPT DATA . QUIT", Some((Step::EndOfData, "552"))),
        ("postfix-verbose.txt", "Postfix", "connect EHLO MAIL RCPT QUIT", Some((Step::Rcpt, "554"))),
        ("postfix-log.txt", "Postfix", "RCPT", Some((Step::Rcpt, "554"))),
        ("exchange.txt", "Exchange", "connect EHLO MAIL RCPT QUIT", Some((Step::Rcpt, "550"))),
        ("haraka.txt", "Haraka", "connect EHLO AUTH MAIL RCPT", Some((Step::Rcpt, "452"))),
        ("smtplib.txt", "smtplib", "connect EHLO AUTH MAIL RCPT DATA .", Some((Step::EndOfData, "550"))),
        ("letters.txt", "C: and S:", "connect EHLO MAIL RCPT RCPT DATA . QUIT", Some((Step::Rcpt, "550"))),
        ("stamped.txt", "terminal", "connect EHLO MAIL RCPT DATA .", None),
    ] {
        let session = read(name);
        assert_eq!((session.form.as_ref(), verbs(&session).as_str()), (form, steps), "{name}");
        let end = session.stop().map(|stop| (stop.step.expect("a step"), stop.reply_code.as_deref().expect("a code")));
        assert_eq!(end, stopped, "{name}");
        assert_eq!(report(name).kind, Kind::SmtpSession, "{name}");
    }
}

#[test]
fn the_logs_of_libraries_and_servers_are_sessions_whatever_prefix_they_write() {
    for (name, steps, stopped) in [
        ("git-send-email", "connect EHLO AUTH", Some((Step::Auth, "535"))),
        ("go-guerrilla", "connect EHLO MAIL RCPT", Some((Step::Rcpt, "454"))),
        ("hmailserver", "connect EHLO MAIL RCPT", Some((Step::Rcpt, "530"))),
        ("mdaemon", "connect EHLO MAIL RCPT QUIT", Some((Step::Rcpt, "550"))),
        ("mox", "connect EHLO MAIL RCPT", Some((Step::Rcpt, "550"))),
        ("net-smtp-perl", "connect EHLO MAIL RCPT DATA . QUIT", None),
        ("nodemailer", "connect EHLO MAIL RCPT DATA ?", Some((Step::EndOfData, "552"))),
        ("opensmtpd", "connect EHLO MAIL RCPT", Some((Step::Rcpt, "550"))),
        ("phpmailer", "connect EHLO AUTH QUIT", Some((Step::Auth, "535"))),
        ("postal", "connect EHLO MAIL RCPT", Some((Step::Rcpt, "530"))),
        ("rainloop", "connect EHLO MAIL RCPT", Some((Step::Rcpt, "554"))),
        ("roundcube", "connect EHLO AUTH MAIL RCPT RSET", Some((Step::Rcpt, "452"))),
        ("ruby", "connect EHLO MAIL RCPT QUIT", Some((Step::Rcpt, "550"))),
        ("smtp-cli", "connect EHLO MAIL RCPT", Some((Step::Rcpt, "550"))),
        ("stalwart", "EHLO MAIL RCPT", Some((Step::Rcpt, "550"))),
        ("symfony", "connect EHLO MAIL RCPT", Some((Step::Rcpt, "550"))),
        ("thunderbird", "connect EHLO MAIL RCPT", Some((Step::Rcpt, "550"))),
    ] {
        let file = format!("{name}.txt");
        let session = read(&file);
        assert_eq!(verbs(&session), steps, "{name}");
        let end = session.stop().map(|stop| (stop.step.expect("a step"), stop.reply_code.as_deref().expect("a code")));
        assert_eq!(end, stopped, "{name}");
        let report = report(&file);
        assert_eq!(report.kind, Kind::SmtpSession, "{name}");
        // A library may be within TLS from the start and not say so.
        assert!(finding(&report, "session.clear-login").is_none(), "{name}");
        let shown = [text(&report), markdown(&report), serde_json::to_string(&report).expect("JSON")].concat();
        for secret in ["AGtpbQBodW50ZXIy", "aHVudGVyMg=="] {
            assert!(!shown.contains(secret), "{name}");
        }
    }
}

#[test]
fn a_table_of_steps_and_replies_is_no_session() {
    let table = "blocked | RCPT TO | 550 5.7.1 blocked: see below\nexpired | end of DATA | 554 5.4.7 expired\nfull | RCPT TO | 552 5.2.2 full: now\n";
    assert!(of(table).session.is_none());
}

#[test]
fn a_connection_that_ends_before_a_greeting_is_said_to_be_one() {
    let input =
        "=== Connected to 192.0.2.28.\n -> HELO client.example.com\n*** Remote host closed connection unexpectedly.\n";
    let report = of(input);
    assert_eq!(report.kind, Kind::SmtpSession);
    let silent = finding(&report, "session.silent").expect("the silence");
    assert_eq!(silent.title, "The connection ended before a greeting");
    // With a greeting it is HELO that had no answer.
    let greeted = of(&input.replace(" ->", "<-  220 mx.example.org ESMTP\n ->"));
    assert_eq!(
        finding(&greeted, "session.silent").map(|one| one.title.as_str()),
        Some("The connection ended without an answer")
    );
}

#[test]
fn the_bytes_of_a_chunk_are_content_and_no_commands() {
    let session = session::read(
        "<-  220 mx.example.org ESMTP\n -> EHLO client.example.com\n<-  250 CHUNKING\n -> MAIL FROM:<a@example.com>\n<-  250 ok\n \
         -> RCPT TO:<b@example.org>\n<-  250 ok\n -> BDAT 20 LAST\n -> Subject: x\n -> \n -> QUIT\n<-  250 ok\n -> QUIT\n<-  221 bye\n",
    );
    assert_eq!(verbs(&session), "connect EHLO MAIL RCPT BDAT QUIT");
    assert_eq!(session.stop(), None);
}

#[test]
fn a_refused_recipient_is_explained_as_in_a_bounce() {
    let report = report("telnet.txt");
    assert_eq!(
        report.headline,
        "mx.example.org refused nobody@example.org at RCPT TO: no such mailbox at the recipient's domain."
    );
    let verdict = report.verdict.as_ref().expect("a verdict");
    assert_eq!((verdict.stamp.as_str(), verdict.stamp_detail.as_str()), ("REFUSED", "550 5.1.1"));
    let refused = finding(&report, "session.refused").expect("the refusal");
    assert_eq!(refused.party, Party::Recipient);
    let input = fixture("telnet.txt");
    let words = shown(&input, refused);
    assert_eq!(words[0], "RCPT TO:<nobody@example.org>");
    assert!(words[1].starts_with("550 5.1.1 <nobody@example.org>"), "{words:?}");
}

#[test]
fn what_a_refusal_can_be_about_depends_on_its_step() {
    for (name, words) in [
        ("telnet.txt", "does not relay"),
        ("msmtp.txt", "SPF forbids"),
        ("exim.txt", "content scanner"),
        ("openssl.txt", "wrong name or password"),
    ] {
        let report = report(name);
        let step = finding(&report, "session.step").expect("the step");
        assert!(step.why.contains(words), "{name}: {}", step.why);
    }
}

#[test]
fn silence_after_helo_points_at_the_name_and_at_blocklists() {
    let report = report("silent.txt");
    assert_eq!(report.headline, "mx.example.org gave no answer at HELO: the connection ended there.");
    let silent = finding(&report, "session.silent").expect("the silence");
    assert!(silent.why.contains("blocklist"), "{}", silent.why);
    assert!(silent.next[0].contains("full host name"), "{:?}", silent.next);
    assert!(finding(&report, "session.helo-name").is_some_and(|name| name.title.contains("\"client\"")));
    let lost = session::read(&fixture("swaks-lost.txt"));
    assert_eq!((stop(&lost).step, stop(&lost).answer), (Some(Step::Helo), Answer::Silent));
}

#[test]
fn a_closed_port_is_no_silent_server() {
    let report = report("refused-port.txt");
    assert_eq!(report.kind, Kind::SmtpSession);
    assert_eq!(report.headline, "No connection: mx.example.org answers, but nothing listens on that port.");
}

#[test]
fn a_transcript_that_ends_early_is_not_called_silence() {
    let report =
        of("220 mx.example.org ESMTP\nEHLO client.example.com\n250 mx.example.org\nMAIL FROM:<anna@example.com>\n");
    assert!(finding(&report, "session.silent").is_none());
    let open = finding(&report, "session.open-end").expect("an open end");
    assert!(open.title.ends_with("MAIL FROM") && open.why.contains("copied before"), "{open:?}");
}

#[test]
fn an_accepted_message_is_the_servers_and_has_its_queue_id() {
    for (name, id) in [("swaks.txt", "4QxYz12345"), ("sendmail.txt", "61DKNL5f020475"), ("stamped.txt", "4QxYz67890")] {
        let report = report(name);
        let session = report.session.as_ref().expect("a session");
        assert_eq!(session.queue_id.as_deref(), Some(id), "{name}");
        let taken = finding(&report, "session.taken").expect("taken");
        assert!(taken.severity == Severity::Good && taken.next[0].contains(id), "{name}");
    }
}

#[test]
fn a_refused_recipient_among_others_is_told_without_calling_the_message_lost() {
    let report = report("letters.txt");
    assert_eq!(report.verdict.as_ref().expect("a verdict").stamp, "IN PART");
    assert!(
        report.headline.contains("green@example.org") && report.headline.ends_with("taken for the other recipients.")
    );
    assert!(
        finding(&report, "session.some-recipients").is_some_and(|some| some.title == "1 of 2 recipients was refused")
    );
}

#[test]
fn what_tls_changes_in_the_offer_is_told() {
    let report = report("swaks.txt");
    let changed = finding(&report, "session.changed-by-tls").expect("a change");
    assert!(
        changed.why.contains("Only before: STARTTLS.") && changed.why.contains("Only within TLS: AUTH PLAIN LOGIN.")
    );
    let session = report.session.as_ref().expect("a session");
    assert!(session.at(Step::Mail).all(|mail| mail.secure) && !session.exchanges[0].secure);
}

#[test]
fn extensions_are_read_also_where_a_log_keeps_them_in_one_line() {
    let session = read("exchange.txt");
    let hello = session.at(Step::Helo).next().expect("EHLO");
    assert_eq!(hello.extensions[0], "SIZE 37748736");
    assert!(hello.extensions.contains(&"8BITMIME".to_owned()));
}

#[test]
fn times_are_told_where_the_transcript_has_them() {
    let took = |name: &str, step| read(name).at(step).next().expect("a step").took;
    assert_eq!(took("stamped.txt", Step::Mail), Some(40_000));
    assert_eq!(took("postfix-verbose.txt", Step::Rcpt), Some(5_000));
    assert_eq!(took("exchange.txt", Step::Rcpt), Some(500));
    assert_eq!(took("kumomta.txt", Step::Rcpt), Some(600));
    assert_eq!(took("telnet.txt", Step::Rcpt), None);
}

#[test]
fn without_the_commands_the_steps_are_told_from_their_order_and_said_to_be() {
    let report = report("replies-only.txt");
    assert_eq!(report.kind, Kind::SmtpSession);
    let session = report.session.as_ref().expect("a session");
    assert_eq!(stop(session).step, Some(Step::EndOfData));
    assert!(finding(&report, "session.inferred").is_some());
}

#[test]
fn one_reply_alone_is_no_session() {
    for line in [
        "550 5.1.1 <kim@example.org>: User unknown",
        "550-5.1.1 first\n550 5.1.1 second",
        "Feb 13 21:23:21 mx postfix/smtp[9]: 4ABC: to=<x@b.example>, relay=b.example[192.0.2.1]:25, dsn=5.1.1, status=bounced (host b.example[192.0.2.1] said: 550 5.1.1 no (in reply to RCPT TO command))",
        "Feb 13 21:23:22 mx postfix/smtpd[11]: NOQUEUE: reject: RCPT from c.example[192.0.2.1]: 554 5.7.1 <k@b.example>: Relay access denied; from=<a@c.example> to=<k@b.example> proto=ESMTP helo=<c.example>",
        "2026-02-13 21:23:21 1tabcd-000000-AA ** kim@example.com R=dnslookup T=remote_smtp H=mx.example.net [192.0.2.5]: SMTP error from remote mail server after RCPT TO:<kim@example.com>: 550 no",
    ] {
        assert_eq!(of(line).kind, Kind::SmtpReply, "{line}");
    }
}

const SECRETS: [&str; 8] = [
    "YW5uYUBleGFtcGxlLm9yZw==",
    "Y29ycmVjdGhvcnNl",
    "AGFubmFAZXhhbXBsZS5vcmcAaHVudGVyMmh1bnRlcjI=",
    "hunter2hunter2",
    "AGFubmEAc2VjcmV0c2VjcmV0",
    "dXNlcj1hbm5hAWF1dGg9QmVhcmVyIHlhMjkuc2VjcmV0AQE=",
    "c2VjcmV0c2VjcmV0",
    "bGF0ZXJzZWNyZXQ=",
];

/// Everything that is made of an input to be shown, copied or exported.
fn outputs(input: &str) -> Vec<String> {
    let report = of(input);
    let mut outputs = vec![
        text(&report),
        markdown(&report),
        serde_json::to_string(&report).expect("JSON"),
        session::masked(input),
        redact(input.as_bytes(), &Options::default()).text,
    ];
    for finding in &report.findings {
        outputs.extend(shown(input, finding).into_iter().map(str::to_owned));
    }
    outputs
}

#[test]
fn no_secret_is_in_anything_that_can_be_shown_copied_or_exported() {
    let mut inputs: Vec<String> = fs::read_dir(folder())
        .expect("fixtures")
        .map(|entry| fs::read_to_string(entry.expect("a file").path()).expect("text"))
        .collect();
    inputs.push("Y29ycmVjdGhvcnNl\n235 2.7.0 ok\nMAIL FROM:<a@b.example>\n250 ok\n".to_owned());
    inputs.push("220 x.example\nEHLO a.example\n250-x.example\n250 AUTH LOGIN\nAUTH LOGIN Y29ycmVjdGhvcnNl\n334 UGFzc3dvcmQ6\nbGF0ZXJzZWNyZXQ=\n".to_owned());
    inputs.push("C: AUTH PLAIN\nS: 334 \nC: c2VjcmV0c2VjcmV0\nS: 235 ok\n".to_owned());
    inputs.push(
        "220 x.example\nAUTH LOGIN\nbGF0ZXJzZWNyZXQ=\nc2VjcmV0c2VjcmV0\n334 VXNlcm5hbWU6\n334 UGFzc3dvcmQ6\n235 ok\n"
            .to_owned(),
    );
    let mut seen = 0;
    for input in inputs {
        if !SECRETS.iter().any(|secret| input.contains(secret)) {
            continue;
        }
        seen += SECRETS.iter().filter(|secret| input.contains(**secret)).count();
        // Cut off at its end, and at its beginning.
        let ends = input.match_indices('\n').flat_map(|(at, _)| [&input[..=at], &input[at + 1..]]);
        // A word alone is no transcript.
        for part in ends.chain([input.as_str()]).filter(|part| part.trim().contains(' ')) {
            for shown in outputs(part) {
                for secret in SECRETS {
                    assert!(!shown.contains(secret), "{secret} of\n{part}\nin\n{shown}");
                }
            }
        }
    }
    assert!(seen >= 9, "the secrets were in the inputs: {seen}");
}

#[test]
fn a_masked_transcript_is_otherwise_the_same() {
    let masked = session::masked(&fixture("openssl.txt"));
    let expected =
        fixture("openssl.txt").replace("YW5uYUBleGFtcGxlLm9yZw==", "********").replace("Y29ycmVjdGhvcnNl", "********");
    assert_eq!(masked, expected);
    assert_eq!(session::masked(&fixture("telnet.txt")), fixture("telnet.txt"));
}

#[test]
fn the_proof_is_the_dialogue_with_the_line_that_matters_marked() {
    let proof = read("telnet.txt").proof;
    assert!(proof.contains("\n    C: RCPT TO:<nobody@example.org>\n>>> S: 550 5.1.1 <nobody@example.org>"), "{proof}");
    assert!(proof.contains("Could you please look up why"), "{proof}");
    assert!(!proof.contains("Escape character"), "{proof}");
    let proof = read("swaks.txt").proof;
    assert!(proof.contains("C: AUTH PLAIN ********") && proof.contains("C: [7 lines of the message]"), "{proof}");
    assert!(!proof.contains("This is a test mailing") && proof.contains("as 4QxYz12345"), "{proof}");
    let proof = read("postfix-verbose.txt").proof;
    assert!(proof.contains(">>> Feb 13 21:23:27  S: 554 5.7.1"), "{proof}");
}

#[test]
fn faults_of_the_session_itself_are_told_with_their_words() {
    let input = fixture("stamped.txt");
    let report = of(&input);
    for (id, words) in [
        ("session.syntax", "MAIL FROM: anna@example.com"),
        ("session.no-empty-line", "No empty line was typed."),
        ("session.dot", ".signature"),
    ] {
        let fault = finding(&report, id).unwrap_or_else(|| panic!("{id}"));
        assert_eq!(shown(&input, fault)[0], words, "{id}");
        assert_eq!(fault.party, Party::Sender, "{id}");
    }
    let bare = report_of("smtplib.txt");
    assert!(finding(&bare, "session.bare-lf").is_some_and(|bare| bare.next[0].contains("nc -C")));
}

fn report_of(name: &str) -> Report {
    report(name)
}

/// A session in which a message is sent.
fn sending(hello: &str, message: &str) -> String {
    format!(
        "220 mx.example.org ESMTP\n{hello}\nMAIL FROM:<anna@example.com>\n250 ok\nRCPT TO:<kim@example.org>\n250 ok\nDATA\n354 go ahead\n\
         {message}\n.\n250 ok\nQUIT\n221 bye\n"
    )
}

const GREETED: &str = "EHLO client.example.com\n250-mx.example.org\n250-SIZE 1000\n250 PIPELINING";

#[test]
fn a_line_of_999_bytes_is_too_long_and_one_of_998_is_not() {
    let of_length = |length| of(&sending(GREETED, &format!("Subject: x\n\n{}", "x".repeat(length))));
    assert!(finding(&of_length(999), "session.long-line").is_some());
    assert!(finding(&of_length(998), "session.long-line").is_none());
}

#[test]
fn eight_bit_text_needs_the_extension_for_it() {
    let report = of(&sending(GREETED, "Subject: x\n\nGrüße"));
    assert!(finding(&report, "session.eight-bit").is_some_and(|fault| fault.severity == Severity::Warning));
    let offered = GREETED.replace("PIPELINING", "8BITMIME");
    let report = of(&sending(&offered, "Subject: x\n\nGrüße"));
    assert!(finding(&report, "session.eight-bit").is_some_and(|fault| fault.next[0].contains("BODY=8BITMIME")));
}

#[test]
fn a_session_without_a_fault_has_none_told() {
    let report = of(&sending(GREETED, "From: anna@example.com\nSubject: x\n\nHello\n..dot"));
    let ids: Vec<&str> = report.findings.iter().map(|finding| finding.id.as_ref()).collect();
    assert_eq!(ids, ["session.taken"]);
}

#[test]
fn a_client_that_does_not_wait_for_the_greeting_is_told_of() {
    let report =
        of("C: EHLO client.example.com\nS: 220 mx.example.org ESMTP\nS: 250 mx.example.org\nC: QUIT\nS: 221 bye\n");
    let session = report.session.as_ref().expect("a session");
    assert_eq!(verbs(session), "connect EHLO QUIT");
    assert!(finding(&report, "session.early").is_some());
    let told = of("C: EHLO client.example.com\nS: 554 SMTP synchronization error\n");
    assert!(finding(&told, "session.early").is_some_and(|early| early.severity == Severity::Warning));
}

#[test]
fn commands_out_of_order_are_told_and_what_follows_from_a_refusal_is_none() {
    let report = of("220 mx.example.org\nMAIL FROM:<a@b.example>\n503 5.5.1 Send HELO first\nQUIT\n221 bye\n");
    assert!(finding(&report, "session.order").is_some_and(|order| order.title.contains("before EHLO")));
    let report = of(
        "220 mx.example.org\nEHLO a.example.com\n250 x\nMAIL FROM:<a@b.example>\n250 ok\nRCPT TO:<k@b.example>\n550 no\nDATA\n554 no valid recipients\n",
    );
    assert!(finding(&report, "session.order").is_none());
    let stopped = report.session.as_ref().and_then(Session::stop).expect("a stop");
    assert_eq!(stopped.step, Some(Step::Rcpt));
}

#[test]
fn a_login_in_the_clear_is_told_only_where_the_start_of_the_session_shows_no_tls() {
    assert!(finding(&report("haraka.txt"), "session.clear-login").is_some());
    for name in ["swaks.txt", "openssl.txt"] {
        assert!(finding(&report(name), "session.clear-login").is_none(), "{name}");
    }
}

#[test]
fn helo_is_missed_only_where_ehlo_was_not_understood() {
    let refused = |code: &str, then: &str| of(&format!("220 mx.example.org\nEHLO a.example.com\n{code} no\n{then}"));
    assert!(finding(&refused("502", "QUIT\n221 bye\n"), "session.helo-not-tried").is_some());
    assert!(finding(&refused("550", "QUIT\n221 bye\n"), "session.helo-not-tried").is_none());
    let tried = refused("500", "HELO a.example.com\n250 hi\nQUIT\n221 bye\n");
    assert!(finding(&tried, "session.helo-not-tried").is_none());
    assert!(tried.session.as_ref().is_some_and(|session| session.stopped.is_none()));
}

#[test]
fn a_log_of_several_sessions_is_read_for_the_one_that_was_refused() {
    let report = report("exchange.txt");
    assert_eq!(report.session.as_ref().map(|session| session.others), Some(1));
    assert!(finding(&report, "session.others").is_some());
    assert!(report.headline.starts_with("mx.example.org refused kim@example.org"), "{}", report.headline);
}

#[test]
fn five_megabytes_of_a_log_are_read_in_time_and_listed_in_part() {
    let one = fixture("postfix-verbose.txt");
    let input = one.repeat((5 << 20) / one.len());
    let report = of(&input);
    let session = report.session.as_ref().expect("a session");
    // One client after the other spoke with the same process.
    assert!(session.exchanges.len() <= 400 && session.others > 1_000);
    assert!(session.proof.len() < 100_000);
}

#[test]
fn a_command_that_s_client_took_for_itself_is_told() {
    let report = of(
        "CONNECTED(00000003)\n250 CHUNKING\nMAIL FROM:<a@b.example>\n250 ok\nRCPT TO:<k@b.example>\nRENEGOTIATING\n",
    );
    assert!(finding(&report, "session.renegotiated").is_some_and(|fault| fault.next[0].contains("-quiet")));
}

#[test]
fn a_log_of_events_becomes_steps_with_the_one_at_which_it_ended() {
    for (name, form, server, step, code) in [
        ("qmail-remote.txt", "qmail", "192.0.2.25", Step::Rcpt, "550"),
        ("trace.txt", "message trace", "mx.example.org", Step::Rcpt, "550"),
        ("trace-list.txt", "message trace", "mx.example.org", Step::StartTls, "450"),
        ("trace.csv", "message trace", "AM0PR00MB0001.eurprd00.prod.outlook.com", Step::Delivery, "550"),
    ] {
        let report = report(name);
        assert_eq!(report.kind, Kind::SmtpSession, "{name}");
        let session = report.session.as_ref().expect("a session");
        let stop = stop(session);
        assert_eq!((session.form.as_ref(), session.server.as_deref()), (form, Some(server)), "{name}");
        assert_eq!((stop.step, stop.reply_code.as_deref()), (Some(step), Some(code)), "{name}");
        assert!(finding(&report, "session.refused").is_some() && finding(&report, "session.step").is_some(), "{name}");
        assert!(finding(&report, "session.inferred").is_some_and(|told| told.title.contains("log")), "{name}");
        assert!(session.proof.contains(">>> ") && !session.proof.contains("C: "), "{name}: {}", session.proof);
    }
}

#[test]
fn a_line_of_qmail_is_told_with_its_recipient_its_time_and_the_whole_answer() {
    // With more than one delivery it is a table; the room of sessions still tells the one that was refused.
    assert_eq!(report("qmail.txt").kind, Kind::Log);
    let report = backstamp::session::reading(fixture("qmail.txt").as_bytes()).expect("a session");
    assert_eq!(
        report.headline,
        "192.0.2.25 refused kim_lee@example.org at RCPT TO: no such mailbox at the recipient's domain."
    );
    let session = &report.session;
    assert_eq!(
        stop(session).reply,
        "550-5.1.1 <kim_lee@example.org>: no such user\n550 5.1.1 see https://mx.example.org/help"
    );
    assert_eq!((stop(session).took, session.others), (Some(3_000), 1));
    let input = fixture("qmail.txt");
    let refused = report.findings.iter().find(|finding| finding.id == "session.refused").expect("the refusal");
    assert!(shown(&input, refused)[0].starts_with("192.0.2.25_does_not_like_recipient./Remote_host_said:_550-5.1.1"));
}

#[test]
fn every_report_of_qmail_remote_is_put_at_its_step() {
    for (words, step, answer) in [
        (
            "failure: Connected_to_192.0.2.1_but_sender_was_rejected./Remote_host_said:_550_no/",
            Some(Step::Mail),
            Answer::Refused,
        ),
        (
            "deferral: Connected_to_192.0.2.1_but_greeting_failed./Remote_host_said:_421_later/",
            Some(Step::Connect),
            Answer::Deferred,
        ),
        (
            "deferral: Connected_to_192.0.2.1_but_my_name_was_rejected./Remote_host_said:_504_no/",
            Some(Step::Helo),
            Answer::Deferred,
        ),
        ("deferral: 192.0.2.1_failed_on_DATA_command./Remote_host_said:_451_no/", Some(Step::Data), Answer::Deferred),
        (
            "failure: 192.0.2.1_failed_after_I_sent_the_message./Remote_host_said:_554_spam/",
            Some(Step::EndOfData),
            Answer::Refused,
        ),
        (
            "deferral: 192.0.2.1_does_not_like_recipient./Remote_host_said:_450_later/Giving_up_on_192.0.2.1./",
            Some(Step::Rcpt),
            Answer::Deferred,
        ),
        (
            "deferral: Connected_to_192.0.2.1_but_connection_died._Possible_duplicate!_(#4.4.2)/",
            Some(Step::EndOfData),
            Answer::Silent,
        ),
        ("deferral: Connected_to_192.0.2.1_but_connection_died._(#4.4.2)/", None, Answer::Silent),
        (
            "deferral: Sorry,_I_wasn't_able_to_establish_an_SMTP_connection._(#4.4.1)/",
            Some(Step::Connect),
            Answer::Silent,
        ),
        (
            "failure: Sorry,_I_couldn't_find_any_host_named_nowhere.example._(#5.1.2)/",
            Some(Step::Lookup),
            Answer::Refused,
        ),
        ("deferral: CNAME_lookup_failed_temporarily._(#4.4.3)/", Some(Step::Lookup), Answer::Deferred),
    ] {
        let report = of(&format!("delivery 5: {words}"));
        assert_eq!(report.kind, Kind::SmtpSession, "{words}");
        let session = report.session.as_ref().expect("a session");
        assert_eq!((stop(session).step, stop(session).answer), (step, answer), "{words}");
        let is_told = finding(&report, "session.refused").or(finding(&report, "session.silent"));
        assert!(is_told.is_some(), "{words}: {:?}", report.findings);
    }
}

#[test]
fn a_traced_message_that_arrived_is_told_as_that() {
    let held = report("trace-table.txt");
    assert_eq!(held.headline, "The message is in quarantine, and not in the mailbox.");
    assert_eq!(held.verdict.as_ref().expect("a verdict").stamp, "HELD");
    let delivered = of(
        "2/13/2026 9:23:21 PM\tReceive\tMessage received by: A.prod.outlook.com\n2/13/2026 9:23:23 PM\tDefer\tReason: [{LED=450 4.7.0 later};{MSG=};{FQDN=};{IP=};{LRT=}]\n2/13/2026 9:24:23 PM\tDeliver\tThe message was successfully delivered.\n",
    );
    assert_eq!(delivered.headline, "The message was delivered.");
    assert!(finding(&delivered, "session.arrived").is_some() && finding(&delivered, "session.refused").is_none());
}

#[test]
fn a_reason_alone_is_read_and_an_unknown_step_stays_unknown() {
    let report = of(
        "Defer:Reason: [{LED=451-4.7.23 Message deferred - unable to verify SPF policy for 451 4.7.23 example.com};{MSG=};{FQDN=mx.example.org};{IP=192.0.2.25};{LRT=}]",
    );
    let session = report.session.as_ref().expect("a session");
    assert_eq!((stop(session).step, stop(session).answer), (None, Answer::Deferred));
    assert!(report.headline.starts_with("mx.example.org put off"), "{}", report.headline);
    let tracked = of(
        "Timestamp       : 13.02.2026 21:23:21\nEventId         : FAIL\nServerHostname  : mx1\nRecipients      : {kim@example.org}\nRecipientStatus : {[{LED=550 5.7.1 SPF check failed (in reply to MAIL FROM command)};{MSG=};{FQDN=mx.example.org};{IP=192.0.2.25};{LRT=}]}\n",
    );
    let session = tracked.session.as_ref().expect("a session");
    assert_eq!(stop(session).step, Some(Step::Mail));
    assert_eq!(stop(session).address.as_deref(), Some("kim@example.org"));
    for prose in [
        "Receive\nSend\nFail",
        "The message was sent to the wrong person.",
        "Reason: he was late",
        "Fail: Reason: [none]",
    ] {
        assert_ne!(of(prose).kind, Kind::SmtpSession, "{prose}");
    }
}

#[test]
fn a_bare_lf_is_known_from_what_the_server_says_of_it() {
    for reply in [
        "550 5.5.2 mx.example.org Error: bare <LF> received",
        "521 5.5.2 mx.example.org Error: bare <LF> received",
        "451 See http://pobox.com/~djb/docs/smtplf.html.",
        "550 5.6.11 SMTPSEND.BareLinefeedsAreIllegal; message contains bare linefeeds, which cannot be sent via DATA",
        "451 Bare line-feed; see https://haraka.github.io/barelf/",
        "552 5.2.0 Message contains bare LF and is violating 822.bis section 2.3",
    ] {
        let input = sending(GREETED, "Subject: x\n\nHello").replace("\n.\n250 ok", &format!("\n.\n{reply}"));
        let report = of(&input);
        let bare = finding(&report, "session.bare-lf").unwrap_or_else(|| panic!("{reply}"));
        assert!(bare.why.contains("smuggled") && bare.next[0].contains("nc -C"), "{bare:?}");
        assert!(shown(&input, bare).contains(&reply), "{reply}");
    }
    let refused = of(&sending(GREETED, "x").replace("\n.\n250 ok", "\n.\n554 bareknuckle fights are spam"));
    assert!(finding(&refused, "session.bare-lf").is_none());
}

#[test]
fn the_log_of_a_server_tells_of_a_bare_lf_and_of_a_client_that_does_not_wait() {
    let report = report("postscreen.txt");
    assert_eq!(report.kind, Kind::SmtpSession);
    assert!(finding(&report, "session.bare-lf").is_some() && finding(&report, "session.early").is_some());
    let end = of(
        "Feb 13 21:23:21 mx postfix/smtpd[11]: connect from c.example.com[192.0.2.1]\nFeb 13 21:23:22 mx postfix/smtpd[11]: 4Q: reject: END-OF-MESSAGE from c.example.com[192.0.2.1]: 550 5.5.2 <END-OF-MESSAGE>: bare <LF> received; from=<a@c.example.com> to=<k@b.example> proto=ESMTP helo=<c.example.com>\n",
    );
    assert!(finding(&end, "session.bare-lf").is_some());
    assert_eq!(stop(end.session.as_ref().expect("a session")).step, Some(Step::EndOfData));
}

#[test]
fn a_bare_lf_is_seen_in_captured_bytes_where_the_other_lines_have_their_cr() {
    let whole = sending(GREETED, "Subject: x\n\nHello\nthere").replace('\n', "\r\n");
    assert!(finding(&of(&whole), "session.bare-lf").is_none());
    let bare = whole.replace("Hello\r\n", "Hello\n");
    let report = of(&bare);
    let fault = finding(&report, "session.bare-lf").expect("a bare LF");
    assert_eq!(shown(&bare, fault), ["Hello"]);
    // Typed lines that a terminal saved without their CR prove nothing.
    let typed = sending(GREETED, "Subject: x\n\nHello").replace("\n250", "\r\n250").replace("ESMTP\n", "ESMTP\r\n");
    assert!(finding(&of(&typed), "session.bare-lf").is_none());
    let printed = "C: EHLO a.example.com\\r\\n\nS: 250 mx.example.org\\r\\n\nC: MAIL FROM:<a@b.example>\\r\\n\nS: 250 ok\\r\\n\nC: RCPT TO:<k@b.example>\\r\\n\nS: 250 ok\\r\\n\nC: DATA\\r\\n\nS: 354 go\\r\\n\nC: Subject: x\\r\\n\nC: \\r\\n\nC: Hello\\n\nC: .\\r\\n\nS: 250 ok\\r\\n\n";
    let report = of(printed);
    assert_eq!(shown(printed, finding(&report, "session.bare-lf").expect("a bare LF")), ["Hello"]);
    assert!(report.headline.contains("took the message"), "{}", report.headline);
}

/// What would mark a line as the client's, in each form that has such a mark; nothing where the words alone tell.
const TYPED: [(&str, &[&str]); 12] = [
    ("telnet.txt", &["EHLO ", "MAIL ", "RCPT ", "QUIT"]),
    ("openssl.txt", &["EHLO ", "AUTH ", "QUIT", "Y"]),
    ("swaks.txt", &[" -> ", " ~> "]),
    ("msmtp.txt", &["--> "]),
    ("curl.txt", &["> "]),
    ("sendmail.txt", &[">>> "]),
    ("sendmail-050.txt", &["050 >>> "]),
    ("exim.txt", &["  SMTP>> ", "  SMTP|> "]),
    ("smtplib.txt", &["send: "]),
    ("letters.txt", &["C: "]),
    ("haraka.txt", &["] C: "]),
    ("postfix-verbose.txt", &["]: < "]),
];

fn answers(session: &Session) -> Vec<(Option<Step>, Option<&str>)> {
    let answered = session.exchanges.iter().filter(|one| one.reply_code.is_some() && one.answer != Answer::NotShown);
    answered.map(|one| (one.step, one.reply_code.as_deref())).collect()
}

#[test]
fn every_form_tells_its_steps_without_what_the_user_typed() {
    for (name, marks) in TYPED {
        let whole = fixture(name);
        let is_typed = |line: &&str| {
            marks.iter().any(|mark| line.starts_with(mark) || mark.starts_with(']') && line.contains(mark))
        };
        let left: String = whole.split_inclusive('\n').filter(|line| !is_typed(line)).collect();
        assert_ne!(left, whole, "{name}");
        let report = of(&left);
        assert_eq!(report.kind, Kind::SmtpSession, "{name}");
        assert_eq!(answers(report.session.as_ref().expect("a session")), answers(&session::read(&whole)), "{name}");
    }
}

#[test]
fn every_form_may_have_a_time_before_each_line() {
    let stamps = [
        "21:23:{} ",
        "[21:23:{}] ",
        "2026-02-13 21:23:{}.512 ",
        "2026-02-13T21:23:{}.512Z ",
        "Feb 13 21:23:{} ",
        "13.02.2026 21:23:{} ",
    ];
    for (name, _) in TYPED {
        let whole = fixture(name);
        for stamp in stamps.iter().filter(|_| name != "postfix-verbose.txt") {
            let lines = whole.split_inclusive('\n').enumerate();
            let stamped: String =
                lines.map(|(at, line)| stamp.replace("{}", &format!("{:02}", at % 60)) + line).collect();
            let session = session::read(&stamped);
            assert_eq!(answers(&session), answers(&session::read(&whole)), "{name} with {stamp}");
            assert!(session.exchanges.iter().any(|one| one.took.is_some()), "{name} with {stamp}");
        }
    }
}

#[test]
fn a_transcript_may_begin_and_end_anywhere() {
    for (name, _) in TYPED {
        let whole = fixture(name);
        let all = answers(&session::read(&whole)).len();
        for (at, _) in whole.match_indices('\n') {
            let (begin, end) = (of(&whole[..=at]), of(&whole[at + 1..]));
            for report in [&begin, &end] {
                if let Some(session) = &report.session {
                    assert!(answers(session).len() <= all + 1, "{name}");
                    assert!(
                        session.exchanges.iter().all(|one| one.answer != Answer::Silent),
                        "{name}: {}",
                        report.headline
                    );
                }
            }
            if let Some(session) = &begin.session {
                let known = session::read(&whole);
                assert!(
                    answers(&known).starts_with(&answers(session)),
                    "{name}, the first {at} bytes: {:?}",
                    answers(session)
                );
            }
        }
        let from_message = "Subject: x\n\nhello\n.\n250 2.0.0 Ok: queued as 4QxYz12345\nQUIT\n221 bye\n";
        assert!(session::read(from_message).taken().is_some());
    }
}

#[test]
fn no_connection_and_no_banner_are_told_apart() {
    for (input, headline) in [
        (
            "Trying 192.0.2.25...\nConnected to mx.example.org.\nEscape character is '^]'.\n",
            "The transcript ends at the connection, before an answer.",
        ),
        (
            "Trying 192.0.2.25...\nConnected to mx.example.org.\nConnection closed by foreign host.\n",
            "The connection to mx.example.org ended before a greeting came.",
        ),
        (
            "Trying 192.0.2.25...\nConnected to mx.example.org.\n554 5.7.1 blocked using zen\nConnection closed by foreign host.\n",
            "mx.example.org refused this client at the connection: the sending server's address or name is refused.",
        ),
        (
            "nc: connect to mx.example.org port 25 (tcp) failed: Connection timed out",
            "No connection: nothing answered from mx.example.org.",
        ),
        (
            "telnet: could not resolve mx.exmple.org/25: Name or service not known",
            "No connection: the name of the server was not found.",
        ),
        (
            "curl: (7) Failed to connect to mx.example.org port 25: Connection refused",
            "No connection: mx.example.org answers, but nothing listens on that port.",
        ),
        (
            "Connecting To mx.example.org...Could not open connection to the host, on port 25: Connect failed",
            "No connection to mx.example.org came about.",
        ),
        (
            "2026-02-13T21:23:21.039Z,Out,08D6,0,,192.0.2.25:25,*,,attempting to connect\n2026-02-13T21:23:42.039Z,Out,08D6,1,,192.0.2.25:25,*,,\"Failed to connect. Winsock error code: 10060\"",
            "No connection: nothing answered from the server.",
        ),
    ] {
        let report = of(input);
        assert_eq!((report.kind, report.headline.as_str()), (Kind::SmtpSession, headline), "{input}");
        let told = finding(&report, "session.silent").or(finding(&report, "session.open-end"));
        let told = told.or(finding(&report, "session.refused")).expect("what it means");
        assert!(!told.next.is_empty(), "{input}");
    }
    let silent = of("Trying 192.0.2.25...\nConnected to mx.example.org.\n");
    let why = &finding(&silent, "session.open-end").expect("an open end").why;
    for cause in ["packet filter", "wrong host", "overloaded", "delays its greeting"] {
        assert!(why.contains(cause), "{why}");
    }
    assert_ne!(of("I was Trying to write to you. Connected to the desk.").kind, Kind::SmtpSession);
}

#[test]
fn a_chunk_that_is_not_the_last_is_not_the_message() {
    let chunks = |last: &str| {
        format!(
            "220 x.example\nEHLO a.example.com\n250 x\nMAIL FROM:<a@b.example>\n250 ok\nRCPT TO:<k@b.example>\n250 ok\nBDAT 12\nSubject: x\n\n250 ok\n{last}"
        )
    };
    assert!(session::read(&chunks("")).taken().is_none());
    let whole = session::read(&chunks("BDAT 4 LAST\nhi\n250 ok queued as ABCDEF12\n"));
    assert_eq!(
        (verbs(&whole).as_str(), whole.queue_id.as_deref()),
        ("connect EHLO MAIL RCPT BDAT BDAT", Some("ABCDEF12"))
    );
}

#[test]
fn a_redacted_log_of_events_names_nobody() {
    for name in [
        "qmail.txt",
        "qmail-remote.txt",
        "trace.txt",
        "trace-list.txt",
        "trace-table.txt",
        "trace.csv",
        "postscreen.txt",
    ] {
        let shared = redact(fixture(name).as_bytes(), &Options { keep_providers: false, ..Options::default() }).text;
        for word in ["kim", "anna", "joe", "example.org", "example.com"] {
            assert!(!shared.contains(word), "{word} in {shared}");
        }
    }
}

/// What a session came to: its stamp, how grave it is, and the step at which it stopped.
fn came_to(input: &str) -> (String, Severity, Option<Step>) {
    let report = of(input);
    let verdict = report.verdict.expect("a verdict");
    let step = report.session.expect("a session").stop().and_then(|stop| stop.step);
    (verdict.stamp, verdict.severity, step)
}

const TAKEN: &str = " -> MAIL FROM:<ada@shop.example>\n<-  250 ok\n -> RCPT TO:<ben@club.example>\n<-  250 ok\n -> DATA\n\
                     <-  354 go on\n -> From: <ada@shop.example>\n -> \n -> Hello.\n -> .\n<-  250 ok queued as 5F0C2A77\n -> QUIT\n<-  221 bye\n";

fn swaks(middle: &str) -> String {
    format!(
        "=== Connected to mx1.club.example.\n<-  220 mx1.club.example ESMTP\n -> EHLO out.shop.example\n<-  250-mx1.club.example\n<-  250 STARTTLS\n{middle}"
    )
}

#[test]
fn what_the_client_says_of_its_failure_is_the_verdict() {
    let quit = " -> QUIT\n<-  221 bye\n";
    for (middle, headline, party) in [
        (format!("*** Host did not advertise STARTTLS\n{quit}"), "does not offer STARTTLS", Party::Recipient),
        (format!("*** Host did not advertise XCLIENT\n{quit}"), "XCLIENT", Party::Unknown),
        (format!("*** Host did not advertise authentication\n{quit}"), "no login (AUTH)", Party::Unknown),
        (
            " -> STARTTLS\n<-  220 go ahead\n*** TLS startup failed (connect(): certificate verification failed \
             (certificate has expired))\n*** STARTTLS attempted but failed\n"
                .to_owned(),
            "certificate has expired",
            Party::Recipient,
        ),
        (
            " -> STARTTLS\n<-  220 go ahead\n*** TLS startup failed (connect(): error:0A0000B5:SSL routines::no ciphers \
             available)\n"
                .to_owned(),
            "this client has no cipher",
            Party::Sender,
        ),
    ] {
        let input = swaks(&middle);
        let report = of(&input);
        assert_eq!(report.kind, Kind::SmtpSession, "{input}");
        assert!(report.headline.contains(headline), "{}", report.headline);
        assert_eq!(report.verdict.as_ref().expect("a verdict").severity, Severity::Problem);
        let found = finding(&report, "session.client-error").expect("the client's error");
        assert_eq!(found.party, party, "{headline}");
        assert!(shown(&input, found)[0].len() > 10);
    }
    // A question about it is no session.
    assert_ne!(of("Our monitoring says: TLS handshake failed. What is that?\n").kind, Kind::SmtpSession);
    let curl = "* Connected to mx1.club.example (192.0.2.25) port 25\n< 220 mx1.club.example ESMTP\n> EHLO out.shop.example\n\
                < 250-mx1.club.example\n< 250 STARTTLS\n> STARTTLS\n< 220 go ahead\n\
                curl: (60) SSL certificate problem: unable to get local issuer certificate\n";
    assert!(of(curl).headline.contains("does not trust"), "{}", of(curl).headline);
}

#[test]
fn a_message_taken_after_a_refused_step_is_taken_with_a_reservation() {
    let no_tls = format!(" -> STARTTLS\n<** 454 TLS not available\n*** STARTTLS attempted but failed\n{TAKEN}");
    assert_eq!(came_to(&swaks(&no_tls)), ("TAKEN, BUT".to_owned(), Severity::Warning, None));
    assert!(of(&swaks(&no_tls)).headline.contains("refused STARTTLS before"));
    let no_login = format!(" -> AUTH PLAIN AGEAYg==\n<** 535 5.7.8 no\n*** No authentication type succeeded\n{TAKEN}");
    assert_eq!(came_to(&swaks(&no_login)), ("TAKEN, BUT".to_owned(), Severity::Warning, None));
    // The same without a refusal, and the same refusal without a message.
    assert_eq!(came_to(&swaks(TAKEN)), ("TAKEN".to_owned(), Severity::Good, None));
    let ended = swaks(" -> AUTH PLAIN AGEAYg==\n<** 535 5.7.8 no\n*** No authentication type succeeded\n");
    assert_eq!(came_to(&ended).2, Some(Step::Auth));
}

#[test]
fn each_recipient_has_its_own_answer_after_the_dot() {
    let prdr = |first: &str, second: &str, last: &str| {
        swaks(&format!(
            " -> MAIL FROM:<ada@shop.example> PRDR\n<-  250 ok\n -> RCPT TO:<ben@club.example>\n<-  250 ok\n\
             -> RCPT TO:<cy@club.example>\n<-  250 ok\n -> DATA\n<-  354 go on\n -> Hello.\n -> .\n\
             <-  353 content analysis beginning\n<-  {first}\n<-  {second}\n<-  {last}\n -> QUIT\n<-  221 bye\n"
        ))
    };
    let part = prdr("250 ok", "550 5.7.1 not wanted", "250 ok queued as 5F0C2A77");
    assert_eq!(came_to(&part), ("IN PART".to_owned(), Severity::Warning, Some(Step::EndOfData)));
    assert!(of(&part).headline.contains("cy@club.example"), "{}", of(&part).headline);
    assert_eq!(came_to(&prdr("250 ok", "250 ok", "250 ok queued as 5F0C2A77")).1, Severity::Good);
    let none = prdr("550 5.7.1 no", "550 5.7.1 no", "550 5.7.1 nobody wants it");
    assert_eq!(came_to(&none).1, Severity::Problem);
    assert_eq!(came_to(&prdr("550 5.7.1 no", "550 5.7.1 no", "250 done")).1, Severity::Problem);

    let lmtp = |second: &str| {
        format!(
            "220 lmtp.club.example LMTP\nLHLO out.shop.example\n250 lmtp.club.example\nMAIL FROM:<ada@shop.example>\n250 ok\n\
             RCPT TO:<ben@club.example>\n250 ok\nRCPT TO:<cy@club.example>\n250 ok\nDATA\n354 go on\nFrom: a\n\nHello.\n.\n\
             250 2.0.0 saved\n{second}\nQUIT\n221 bye\n"
        )
    };
    assert_eq!(
        came_to(&lmtp("452 4.2.2 over quota")),
        ("IN PART".to_owned(), Severity::Warning, Some(Step::EndOfData))
    );
    assert_eq!(came_to(&lmtp("250 2.0.0 saved")).1, Severity::Good);
}

#[test]
fn a_proxy_header_is_no_command_and_its_answer_is_the_greeting() {
    let session = session::read(
        "=== Connected to mx1.club.example.\n -> PROXY TCP4 192.0.2.1 192.0.2.25 40000 25\n<-  220 mx1.club.example ESMTP\n\
         -> EHLO out.shop.example\n<-  250 mx1.club.example\n",
    );
    assert_eq!(verbs(&session), "connect EHLO");
}

#[test]
fn commands_sent_in_one_piece_have_an_answer_each() {
    let session = session::read(
        ">>> EHLO out.shop.example\n<<< 250 mx1.club.example\n>>> MAIL FROM:<ada@shop.example>\\r\\nRCPT TO:<ben@club.example>\\r\\nDATA\n\
         <<< 250 ok\n<<< 550 5.1.1 no such user\n<<< 503 no recipients\n",
    );
    assert_eq!(verbs(&session), "EHLO MAIL RCPT DATA");
    assert_eq!(stop(&session).address.as_deref(), Some("ben@club.example"));
}

#[test]
fn a_reply_that_is_cut_off_is_no_yes() {
    let cut = "220 mx1.club.example ESMTP\nEHLO out.shop.example\n250-mx1.club.example\n250-SIZE 1000\n";
    assert_eq!(session::read(cut).exchanges[1].answer, Answer::NotShown);
    let whole = format!("{cut}250 HELP\n");
    assert_eq!(session::read(&whole).exchanges[1].answer, Answer::Accepted);
}

#[test]
fn the_answers_of_a_login_are_masked_in_a_form_that_is_not_known() {
    let input =
        "mailer(7) got 334 UGFzc3dvcmQ6\nmailer(7) put c2VjcmV0cGFzcw==\nmailer(7) got 535 5.7.8 bad credentials\n";
    let report = of(input);
    assert!(!text(&report).contains("c2VjcmV0"), "the password is in the report");
    assert!(!redact(input.as_bytes(), &Options::default()).text.contains("c2VjcmV0"));
}

#[test]
fn a_host_that_never_answered_was_tried_and_one_that_greeted_has_answered() {
    let labels = |transcript: &str| {
        let facts = backstamp::analyze(transcript.as_bytes(), &backstamp::Context::default()).verdict.unwrap().facts;
        facts.into_iter().filter(|fact| fact.value == "mx1.club.example").map(|fact| fact.label).collect::<Vec<_>>()
    };
    let silent = "=== Trying mx1.club.example:25...\n*** Error connecting to mx1.club.example:25:\n\
                  *** \tIO::Socket::INET6: connect: Connection timed out\n";
    assert_eq!(labels(silent), ["Tried"]);
    let greeted = "=== Trying mx1.club.example:25...\n=== Connected to mx1.club.example.\n<-  220 mx1.club.example ESMTP\n \
                   -> EHLO out.shop.example\n*** Remote host closed connection unexpectedly.\n";
    assert_eq!(labels(greeted), ["Answered by"]);
}

#[test]
fn a_session_that_ends_after_the_final_dot_may_have_sent_its_message() {
    let to_data = "=== Trying mx1.club.example:25...\n=== Connected to mx1.club.example.\n<-  220 mx1.club.example ESMTP\n \
                   -> EHLO out.shop.example\n<-  250 mx1.club.example\n -> MAIL FROM:<ada@shop.example>\n<-  250 2.1.0 Ok\n \
                   -> RCPT TO:<ben@club.example>\n<-  250 2.1.5 Ok\n -> DATA\n";
    let why = |rest: &str| {
        let report = backstamp::analyze(format!("{to_data}{rest}").as_bytes(), &backstamp::Context::default());
        let found = report
            .findings
            .into_iter()
            .find(|finding| matches!(finding.id.as_ref(), "session.silent" | "session.open-end"));
        found.map(|finding| finding.why).unwrap_or_default()
    };
    let lost =
        why("<-  354 go ahead\n -> Subject: x\n -> \n -> hi\n -> .\n*** Remote host closed connection unexpectedly.\n");
    assert!(lost.contains("may have taken the message all the same"), "{lost}");
    // Here the message had not been sent.
    let early = why("*** Remote host closed connection unexpectedly.\n");
    assert!(!early.is_empty() && !early.contains("may have taken"), "{early}");
}

#[test]
fn a_client_that_waited_for_a_greeting_in_vain_was_not_greeted() {
    // As swaks writes it, with its own word for silence behind the server's mark.
    let ungreeted = "=== Trying mx1.club.example:25...\n=== Connected to mx1.club.example.\n\
                     <** Timeout (30 secs) waiting for server response\n -> QUIT\n*** Remote host closed connection unexpectedly.\n";
    let report = backstamp::analyze(ungreeted.as_bytes(), &backstamp::Context::default());
    assert!(report.headline.contains("before a greeting came"), "{}", report.headline);
    let found = report.findings.iter().find(|finding| finding.id == "session.silent").unwrap();
    assert!(found.why.contains("packet filter") && found.why.contains("overloaded"), "{}", found.why);
    let at_helo = "=== Trying mx1.club.example:25...\n=== Connected to mx1.club.example.\n<-  220 mx1.club.example ESMTP\n \
                   -> EHLO out.shop.example\n<** Timeout (30 secs) waiting for server response\n -> HELO out.shop.example\n\
                   *** Remote host closed connection unexpectedly.\n";
    let report = backstamp::analyze(at_helo.as_bytes(), &backstamp::Context::default());
    assert!(report.headline.contains("gave no answer at HELO"), "{}", report.headline);
    let found = report.findings.iter().find(|finding| finding.id == "session.silent").unwrap();
    assert!(found.why.contains("packet filter") && found.why.contains("busy"), "{}", found.why);
    // A server that greets and is left by QUIT was not silent.
    let polite = "=== Trying mx1.club.example:25...\n=== Connected to mx1.club.example.\n<-  220 mx1.club.example ESMTP\n -> QUIT\n\
                  <-  221 Bye\n=== Connection closed with remote host.\n";
    let report = backstamp::analyze(polite.as_bytes(), &backstamp::Context::default());
    assert!(report.findings.iter().all(|finding| finding.id != "session.silent"), "{}", report.headline);
}

/// The lines of a session of our own, refused at RCPT TO.
const PLAIN: &str = "220 mx.example.net ESMTP\nEHLO app.example.com\n250 mx.example.net\nMAIL FROM:<kim@example.com>\n250 2.1.0 Ok\nRCPT TO:<lee@example.net>\n550 5.7.1 <lee@example.net>: Relay access denied\nQUIT\n221 2.0.0 Bye\n";

#[test]
fn an_indented_quoted_numbered_or_escaped_paste_is_the_same_session() {
    let each = |line: &dyn Fn(usize, &str) -> String| {
        PLAIN.lines().enumerate().map(|(number, text)| line(number + 1, text) + "\n").collect::<String>()
    };
    let expected = verbs(of(PLAIN).session.as_ref().expect("a session"));
    for (how, paste) in [
        ("four spaces", each(&|_, text| format!("    {text}"))),
        ("a tab", each(&|_, text| format!("\t{text}"))),
        ("quoted", each(&|_, text| format!("> {text}"))),
        ("numbered", each(&|number, text| format!("{number:>3}  {text}"))),
        ("a backtick around each line", each(&|_, text| format!("`{text}`"))),
        ("backticks around all", format!("`{}`", PLAIN.trim_end())),
        ("a fence", format!("```\n{PLAIN}```\n")),
        ("escaped", PLAIN.replace('<', "&lt;").replace('>', "&gt;")),
        ("two stamps", each(&|_, text| format!("2026-02-13T21:23:21Z 2026-02-13 21:23:21,123 {text}"))),
    ] {
        let report = of(&paste);
        assert_eq!(report.kind, Kind::SmtpSession, "{how}");
        let session = report.session.as_ref().expect(how);
        assert_eq!(verbs(session), expected, "{how}");
        assert_eq!(stop(session).address.as_deref(), Some("lee@example.net"), "{how}");
    }
}

#[test]
fn what_looks_like_such_a_paste_keeps_its_own_reading() {
    // A header in spaces, and one that was escaped, are mail.
    let header = "    Received: from a.example by b.example; Fri, 13 Feb 2026 21:23:21 +0000\n    Subject: 250 things\n    From: Kim <kim@example.com>\n";
    assert_eq!(of(header).kind, Kind::Headers);
    assert_eq!(of(&header.replace('<', "&lt;").replace('>', "&gt;")).kind, Kind::Headers);
    // A sentence in backticks is no session.
    assert!(of("`550 5.1.1 no such user`").session.is_none());
}

#[test]
fn javamail_prints_the_message_that_it_sends() {
    let input = "DEBUG: Jakarta Mail version 2.0.1\nDEBUG SMTP: trying to connect to host \"mx.example.net\", port 25, isSSL false\n220 mx.example.net ESMTP\nDEBUG SMTP: connected to host \"mx.example.net\", port: 25\nEHLO app.example.com\n250-mx.example.net\n250 SIZE 1000000\nDEBUG SMTP: Found extension \"SIZE\", arg \"1000000\"\nMAIL FROM:<kim@example.com>\n250 2.1.0 Ok\nRCPT TO:<lee@example.net>\n250 2.1.5 Ok\nDEBUG SMTP: Verified Addresses\nDEBUG SMTP:   lee@example.net\nDATA\n354 go ahead\nDate: Fri, 13 Feb 2026 21:23:21 +0000 (UTC)\nFrom: kim@example.com\nTo: lee@example.net\nMessage-ID: <1.2@app.example.com>\nSubject: Figures\nMIME-Version: 1.0\n\n550 pears were sold.\n.\n554 5.7.1 Looks like spam\nDEBUG SMTP: got response code 554, with response: 554 5.7.1 Looks like spam\nRSET\n250 2.0.0 Ok\ncom.sun.mail.smtp.SMTPSendFailedException: 554 5.7.1 Looks like spam\n554 5.7.1 Looks like spam\n\tat com.sun.mail.smtp.SMTPTransport.issueSendCommand(SMTPTransport.java:2267)\nQUIT\n221 2.0.0 Bye\n";
    let report = of(input);
    assert_eq!(report.kind, Kind::SmtpSession);
    let session = report.session.as_ref().expect("a session");
    assert_eq!(session.form, "JavaMail");
    assert_eq!(verbs(session), "connect EHLO MAIL RCPT DATA . RSET QUIT");
    assert_eq!(stop(session).step, Some(Step::EndOfData));
    // Without the dialogue it is the message.
    let message = input.split("354 go ahead\n").nth(1).and_then(|rest| rest.split("\n.\n").next()).expect("a message");
    assert_eq!(of(message).kind, Kind::Message);
}

#[test]
fn each_session_of_a_paste_has_its_own_end() {
    let taken = "220 mx1.example.net ESMTP\nEHLO app.example.com\n250 mx1.example.net\nMAIL FROM:<kim@example.com>\n250 Ok\nRCPT TO:<lou@example.net>\n250 Ok\nDATA\n354 go\nSubject: x\n\nx\n.\n250 2.0.0 Ok: queued as 4QAAAA11\nQUIT\n221 Bye\n";
    let report = of(&format!("{taken}\n{PLAIN}"));
    let session = report.session.as_ref().expect("a session");
    assert_eq!(session.server.as_deref(), Some("mx.example.net"));
    assert_eq!((session.others, verbs(session).as_str()), (1, "connect EHLO MAIL RCPT QUIT"));
    let others = finding(&report, "session.others").expect("a word on the other");
    assert!(others.why.contains("mx1.example.net took the message as 4QAAAA11."), "{}", others.why);
    // A second transaction of the same session is none, and neither are the lines of a message.
    let again = PLAIN.replace("QUIT\n221 2.0.0 Bye\n", "RSET\n250 Ok\nMAIL FROM:<kim@example.com>\n250 Ok\nRCPT TO:<lou@example.net>\n250 Ok\nDATA\n354 go\n220 birds\n221 frogs\nQUIT\n.\n250 Ok\nQUIT\n221 Bye\n");
    let again = of(&again);
    assert_eq!(again.session.as_ref().map(|session| session.others), Some(0));
}

#[test]
fn a_session_that_only_asks_about_addresses_says_so() {
    let report = of(
        "220 mx.example.net ESMTP\nHELO app.example.com\n250 mx.example.net\nVRFY lee\n252 2.0.0 lee\nVRFY nobody\n550 5.1.1 nobody: User unknown\nEXPN staff\n502 5.5.1 not implemented\nQUIT\n221 Bye\n",
    );
    assert!(
        report.headline.contains("VRFY, EXPN") && !report.headline.contains("refused nothing"),
        "{}",
        report.headline
    );
    let asked = finding(&report, "session.asked").expect("what it said");
    assert!(asked.why.contains("VRFY nobody: 550, it has nobody of that name."), "{}", asked.why);
    assert!(asked.why.contains("VRFY lee: 252, it does not say"), "{}", asked.why);
    // With a transaction it is the transaction that counts.
    let with_mail = PLAIN.replace("MAIL FROM", "VRFY lee\n252 lee\nMAIL FROM");
    assert!(finding(&of(&with_mail), "session.asked").is_none());
    // Words of a notice in the answer make no notice of it.
    let words = "Connecting to mx.example.net port 25 ... connected\n<<< 220 mx.example.net ESMTP\n>>> expn nobody\n<<< 553 nobody@mx.example.net is undeliverable\n>>> quit\n<<< 221 closing\n";
    assert_eq!(of(words).kind, Kind::SmtpSession);
}

#[test]
fn a_connection_without_a_greeting_is_told_by_what_ended_it() {
    for (input, words) in [
        (
            "Trying 192.0.2.7...\nConnected to mx.example.net.\nEscape character is '^]'.\nConnection closed by foreign host.\n",
            "ended before a greeting",
        ),
        ("Trying 192.0.2.7...\nConnected to mx.example.net.\nEscape character is '^]'.\n", "ends at the connection"),
        (
            "Trying 192.0.2.7...\nConnected to mx.example.net.\nEscape character is '^]'.\n421 4.7.0 too many connections\n",
            "put off this client at the connection",
        ),
        (
            "DEBUG SMTP: trying to connect to host \"mx.example.net\", port 465, isSSL false\nDEBUG SMTP: EOF: [EOF]\nDEBUG SMTP: could not connect to host \"mx.example.net\", port: 465, response: -1\n",
            "ended before a greeting",
        ),
        (
            "DEBUG SMTP: trying to connect to host \"mx.example.net\", port 25, isSSL false\njava.net.ConnectException: Connection refused\n",
            "nothing listens",
        ),
    ] {
        assert!(of(input).headline.contains(words), "{input}: {}", of(input).headline);
    }
}

#[test]
fn phpmailer_that_stops_after_starttls_failed_at_tls() {
    let log = "2026-02-13 21:23:20 SERVER -> CLIENT: 220 smtp.example.com ESMTP\n2026-02-13 21:23:20 CLIENT -> SERVER: EHLO app.example.com\n2026-02-13 21:23:20 SERVER -> CLIENT: 250-smtp.example.com\n2026-02-13 21:23:20 SERVER -> CLIENT: 250 STARTTLS\n2026-02-13 21:23:20 CLIENT -> SERVER: STARTTLS\n2026-02-13 21:23:20 SERVER -> CLIENT: 220 2.0.0 Ready\nSMTP Error: Could not connect to SMTP host.\n2026-02-13 21:23:20 CLIENT -> SERVER: QUIT\n";
    assert!(of(log).headline.contains("TLS"), "{}", of(log).headline);
    // Without STARTTLS before it the same words say nothing of TLS.
    let before = log.replace("STARTTLS", "NOOP").replace("220 2.0.0 Ready", "250 Ok");
    assert!(!of(&before).headline.contains("TLS"), "{}", of(&before).headline);
}
