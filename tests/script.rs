//! Writing a session and practising it, as a user of the library sees it.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::string_slice)]

use backstamp::refusal::{Refusal, classify};
use backstamp::script::answer::{Outcome, explain};
use backstamp::script::simulator::{Exchange, Scenario, Server, play, transcript};
use backstamp::script::{
    Auth, Command, Field, Kind, Mechanism, Message, Proxy, Script, SessionRequest, Tls, Xclient, commands, write,
};
use backstamp::smtp::{Reason, Step};
use chrono::{DateTime, FixedOffset};

fn moment() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2009-02-13T23:23:21+02:00").unwrap()
}

fn wish() -> SessionRequest {
    SessionRequest {
        from: "jane@sender.example".to_owned(),
        to: vec!["joe@mail.example".to_owned()],
        host: "mx.mail.example".to_owned(),
        helo: "client.sender.example".to_owned(),
        message: Some(Message {
            subject: "A test".to_owned(),
            body: "Hello.\n.hidden\n.\n".to_owned(),
            ..Message::default()
        }),
        ..SessionRequest::default()
    }
}

fn written(wish: &SessionRequest) -> Script {
    write(wish, moment(), "id1").unwrap()
}

fn sent(wish: &SessionRequest) -> Vec<String> {
    written(wish).turns.iter().flat_map(|turn| turn.lines.clone()).collect()
}

fn faults(wish: &SessionRequest) -> Vec<Field> {
    write(wish, moment(), "id1").unwrap_err().iter().map(|fault| fault.field).collect()
}

fn command(wish: &SessionRequest, name: &str) -> Result<String, &'static str> {
    commands(&written(wish)).into_iter().find(|command| command.name == name).unwrap().text
}

#[test]
fn a_session_is_written_line_by_line() {
    assert_eq!(
        sent(&wish()),
        [
            "EHLO client.sender.example",
            "MAIL FROM:<jane@sender.example>",
            "RCPT TO:<joe@mail.example>",
            "DATA",
            "Date: Fri, 13 Feb 2009 23:23:21 +0200",
            "From: jane@sender.example",
            "To: joe@mail.example",
            "Subject: A test",
            "Message-ID: <id1@client.sender.example>",
            "",
            "Hello.",
            "..hidden",
            "..",
            ".",
            "QUIT",
        ]
    );
}

#[test]
fn without_a_message_it_ends_after_the_recipients() {
    let wish = SessionRequest { message: None, from: "<>".to_owned(), old_hello: true, ..wish() };
    assert_eq!(sent(&wish), ["HELO client.sender.example", "MAIL FROM:<>", "RCPT TO:<joe@mail.example>", "QUIT"]);
}

#[test]
fn headers_that_are_given_win() {
    let message =
        Message { headers: "subject: Mine\nX-Long: a\n b".to_owned(), body: "x".to_owned(), ..Message::default() };
    let lines = written(&SessionRequest { message: Some(message), ..wish() }).message;
    assert!(!lines.iter().any(|line| line.starts_with("Subject:")), "{lines:?}");
    assert!(lines.ends_with(&["subject: Mine", "X-Long: a", " b", "", "x"].map(str::to_owned)), "{lines:?}");
}

#[test]
fn letters_outside_ascii_are_encoded_or_announced() {
    let message = Message { subject: "Grüße".to_owned(), body: "Größe".to_owned(), ..Message::default() };
    let lines = sent(&SessionRequest { message: Some(message), ..wish() });
    assert!(lines.contains(&"Subject: =?UTF-8?B?R3LDvMOfZQ==?=".to_owned()), "{lines:?}");
    assert!(lines.contains(&"MAIL FROM:<jane@sender.example> BODY=8BITMIME".to_owned()), "{lines:?}");
    assert!(lines.contains(&"Content-Transfer-Encoding: 8bit".to_owned()));
    let long = Message { subject: "ü".repeat(200), ..Message::default() };
    let lines = written(&SessionRequest { message: Some(long), ..wish() }).message;
    assert!(lines.iter().all(|line| line.len() <= 76), "{lines:?}");
}

#[test]
fn extensions_are_said_as_their_standards_want() {
    let whole =
        SessionRequest { size: true, eight_bit: true, utf8: true, from: "jané@sender.example".to_owned(), ..wish() };
    let script = written(&whole);
    let octets: usize = script.message.iter().map(|line| line.len() + 2).sum();
    let mail = script.turns.iter().find(|turn| turn.kind == Kind::Mail).unwrap().text();
    assert_eq!(mail, format!("MAIL FROM:<jané@sender.example> SIZE={octets} BODY=8BITMIME SMTPUTF8"));

    let chunked = written(&SessionRequest { bdat: true, ..wish() });
    let chunk = chunked.turns.iter().find(|turn| turn.kind == Kind::Bdat).unwrap();
    let octets: usize = chunk.lines.iter().skip(1).map(|line| line.len() + 2).sum();
    assert_eq!(chunk.lines[0], format!("BDAT {octets} LAST"));
    assert!(chunk.lines.contains(&".hidden".to_owned()), "BDAT doubles no dots");

    let joined = written(&SessionRequest {
        pipelining: true,
        to: vec!["a@b.example".to_owned(), "c@b.example".to_owned()],
        ..wish()
    });
    let joined: Vec<Kind> = joined.turns.iter().filter(|turn| turn.joined).map(|turn| turn.kind).collect();
    assert_eq!(joined, [Kind::Rcpt, Kind::Rcpt]);
}

#[test]
fn whoever_tests_behind_a_proxy_can_say_so() {
    let proxy = Proxy { source: "192.0.2.7".parse().unwrap(), destination: "198.51.100.1".parse().unwrap() };
    let xclient = Xclient { addr: "2001:db8::7".to_owned(), name: "a.sender.example".to_owned() };
    let script = written(&SessionRequest { proxy: Some(proxy), xclient: Some(xclient), ..wish() });
    assert_eq!(script.turns[0].text(), "PROXY TCP4 192.0.2.7 198.51.100.1 49152 25");
    assert_eq!(script.turns[1].kind, Kind::Connect);
    assert_eq!(script.turns[3].text(), "XCLIENT NAME=a.sender.example ADDR=IPV6:2001:db8::7");
    assert_eq!(script.turns[4].kind, Kind::Ehlo);
    let mixed = Proxy { destination: "2001:db8::1".parse().unwrap(), ..proxy };
    assert_eq!(faults(&SessionRequest { proxy: Some(mixed), ..wish() }), [Field::Proxy]);
}

#[test]
fn a_password_is_encoded_and_never_shown() {
    let auth = Auth { user: "jane".to_owned(), secret: "s3cret".to_owned(), mechanism: Mechanism::Plain };
    let plain = SessionRequest { auth: Some(auth.clone()), tls: Tls::StartTls, ..wish() };
    let script = written(&plain);
    let turn = script.turns.iter().find(|turn| turn.kind == Kind::Auth).unwrap();
    assert_eq!(turn.text(), "AUTH PLAIN AGphbmUAczNjcmV0");
    assert_eq!(turn.shown(), "AUTH PLAIN ********");
    let login = SessionRequest { auth: Some(Auth { mechanism: Mechanism::Login, ..auth }), ..plain.clone() };
    let lines = sent(&login);
    let at = lines.iter().position(|line| line == "AUTH LOGIN").unwrap();
    assert_eq!(lines[at + 1..at + 3], ["amFuZQ==", "czNjcmV0"]);
    for wish in [plain, login] {
        let script = written(&wish);
        let shown: String = script.turns.iter().map(|turn| turn.shown() + "\n").collect();
        let told = transcript(&play(&script, Scenario::RelayDenied), "mx.mail.example", 587);
        assert!(
            told.contains("235") && told.contains("250 2.0.0 Ok: queued"),
            "logged in, relaying is allowed: {told}"
        );
        let mut all = vec![shown, told, format!("{wish:?}{script:?}").replace(&format!("{:?}", script.turns), "")];
        all.extend(commands(&script).into_iter().filter_map(|command| command.text.ok()));
        for text in all {
            assert!(!text.contains("s3cret") && !text.contains("czNjcmV0") && !text.contains("AGphbmUA"), "{text}");
        }
    }
}

#[test]
fn nothing_is_smuggled_into_any_line() {
    let with = |change: &dyn Fn(&mut SessionRequest)| {
        let mut wish = wish();
        change(&mut wish);
        faults(&wish)
    };
    let bad = "a@b.example\r\nRSET";
    assert_eq!(with(&|wish| wish.from = bad.to_owned()), [Field::From]);
    assert_eq!(with(&|wish| wish.to.push(bad.to_owned())), [Field::To]);
    assert_eq!(with(&|wish| wish.host = "mx.example;id".to_owned()), [Field::Host]);
    assert_eq!(with(&|wish| wish.host = "$(id).example".to_owned()), [Field::Host]);
    assert_eq!(with(&|wish| wish.helo = "a.example\nRSET".to_owned()), [Field::Helo]);
    let message = |change: &dyn Fn(&mut Message)| with(&|wish| change(wish.message.as_mut().unwrap()));
    assert_eq!(message(&|message| message.subject = "a\r\nBcc: x@y.example".to_owned()), [Field::Subject]);
    assert_eq!(message(&|message| message.headers = "X: a\n\n.\nRSET".to_owned()), [Field::Headers; 3]);
    assert_eq!(message(&|message| message.headers = "X: a\rY: b".to_owned()), [Field::Headers]);
    assert_eq!(message(&|message| message.body = "a\r.\rRSET".to_owned()), [Field::Body]);
    let xclient = |addr: &str, name: &str| Some(Xclient { addr: addr.to_owned(), name: name.to_owned() });
    assert_eq!(with(&|wish| wish.xclient = xclient("192.0.2.1 NAME=x", "")), [Field::Xclient]);
    assert_eq!(with(&|wish| wish.xclient = xclient("192.0.2.1", "a b")), [Field::Xclient]);
    let auth = |user: &str| Some(Auth { user: user.to_owned(), ..Auth::default() });
    assert_eq!(with(&|wish| wish.auth = auth("a\nb")), [Field::Auth]);
    assert_eq!(
        with(&|wish| {
            wish.size = true;
            wish.old_hello = true
        }),
        [Field::Options]
    );
    assert_eq!(faults(&SessionRequest::default()), [Field::From, Field::To, Field::Host, Field::Helo]);
}

#[test]
fn a_name_that_is_not_full_is_allowed_and_remarked() {
    let remarks = written(&SessionRequest { helo: "desk".to_owned(), ..wish() }).remarks;
    assert!(remarks.iter().any(|remark| remark.field == Field::Helo && remark.text.contains("no dot")), "{remarks:?}");
    assert!(written(&wish()).remarks.is_empty());
}

#[test]
fn commands_fit_the_session() {
    assert_eq!(command(&wish(), "telnet").unwrap(), "telnet mx.mail.example 25");
    assert_eq!(command(&wish(), "nc").unwrap(), "nc -C mx.mail.example 25");
    assert!(command(&wish(), "openssl").is_err());
    let starttls = SessionRequest { tls: Tls::StartTls, ..wish() };
    assert!(command(&starttls, "telnet").is_err() && command(&starttls, "nc").is_err());
    assert_eq!(
        command(&starttls, "openssl").unwrap(),
        "openssl s_client -quiet -crlf -starttls smtp -name client.sender.example -connect mx.mail.example:25 -servername mx.mail.example"
    );
    let implicit = SessionRequest { tls: Tls::Implicit, host: "2001:db8::25".to_owned(), ..wish() };
    assert_eq!(command(&implicit, "openssl").unwrap(), "openssl s_client -quiet -crlf -connect '[2001:db8::25]':465");
}

#[test]
fn commands_quote_for_their_shell() {
    let wish = SessionRequest { from: "o'brien&%x$y@sender.example".to_owned(), message: None, ..wish() };
    assert!(command(&wish, "swaks").unwrap().contains(r"--from='o'\''brien&%x$y@sender.example'"));
    assert!(command(&wish, "swaks (PowerShell)").unwrap_err().contains("PowerShell script"));
    assert!(command(&wish, "swaks (cmd)").unwrap().contains("^\"--from=o'brien^&^%x$y@sender.example^\""));
    assert!(command(&wish, "Script for sh").unwrap().contains(r"say 'MAIL FROM:<o'\''brien&%x$y@sender.example>'"));
    assert!(command(&wish, "PowerShell").unwrap().contains("Say 'MAIL FROM:<o''brien&%x$y@sender.example>'"));
    assert!(command(&wish, "Python").unwrap().contains(r"sender = 'o\'brien&%x$y@sender.example'"));
}

/// What a hostile correspondent might be called: every sign that may stand in an address, quoted or not.
#[test]
fn no_address_gets_out_of_its_quotes() {
    let quoted = SessionRequest {
        from: r#""a\"&calc|$(x)`y%PATH%!^<>;' b"@sender.example"#.to_owned(),
        message: None,
        ..wish()
    };
    assert!(command(&quoted, "swaks (PowerShell)").is_err() && command(&quoted, "swaks (cmd)").is_err());
    // swaks would take it for an option of its own, and write a file.
    let option = SessionRequest { to: vec!["--output=made@mail.example".to_owned()], ..wish() };
    for name in ["swaks", "swaks (PowerShell)", "swaks (cmd)"] {
        assert!(command(&option, name).unwrap_err().contains("begins with a hyphen"), "{name}");
    }
    assert!(command(&option, "Script for sh").is_ok());
    let line = command(&quoted, "PowerShell").unwrap();
    assert!(line.contains(r#"Say 'MAIL FROM:<"a\"&calc|$(x)`y%PATH%!^<>;'' b"@sender.example>'"#), "{line}");
    let plain = SessionRequest { from: "a!#$&'*+-/=?^_`{|}~%b@sender.example".to_owned(), message: None, ..wish() };
    assert!(command(&plain, "swaks (cmd)").unwrap().contains("^\"--from=a^!#$^&'*+-/=?^^_`{^|}~^%b@sender.example^\""));
    let smart = SessionRequest {
        from: "\u{2018}&calc&\u{201c}\u{d1}@sender.example".to_owned(),
        utf8: true,
        message: None,
        ..wish()
    };
    let script = command(&smart, "PowerShell").unwrap();
    assert!(
        script.is_ascii() && script.contains(r"Unescape('MAIL FROM:<\u2018&calc&\u201c\u00d1@sender.example>"),
        "{script}"
    );
    let bounce = SessionRequest { from: "<>".to_owned(), message: None, ..wish() };
    assert!(command(&bounce, "swaks (cmd)").unwrap().contains("\"--from=<>\""));
    assert!(command(&bounce, "swaks (PowerShell)").is_err() && command(&bounce, "PowerShell").is_ok());
}

#[test]
fn every_command_is_there_or_says_why_not() {
    let wishes = [
        wish(),
        SessionRequest { tls: Tls::StartTls, ..wish() },
        SessionRequest { bdat: true, vrfy: true, rset: true, ..wish() },
        SessionRequest { utf8: true, ..wish() },
    ];
    for wish in wishes {
        for Command { name, about, text, .. } in commands(&written(&wish)) {
            assert!(!about.is_empty(), "{name}");
            match text {
                Ok(text) => assert!(!text.is_empty(), "{name}"),
                Err(why) => assert!(why.ends_with('.'), "{name}: {why}"),
            }
        }
    }
}

/// Where a played session came to its end, and how.
fn end(scenario: Scenario) -> (Option<Kind>, String) {
    let told = play(&written(&wish()), scenario);
    let stop = told
        .iter()
        .find(|exchange| exchange.silent || exchange.reply.last().is_some_and(|line| line.starts_with(['4', '5'])));
    let last = stop.or_else(|| told.iter().find(|exchange| exchange.kind == Some(Kind::Content))).unwrap();
    (last.kind, last.reply.last().cloned().unwrap_or_default())
}

#[test]
fn each_case_stops_at_its_step_for_its_reason() {
    let cases = [
        (Scenario::Blocklisted, Kind::Connect, Some((Step::Connect, Reason::Blocked))),
        (Scenario::SilentAtHelo, Kind::Ehlo, None),
        (Scenario::SpfRefused, Kind::Mail, Some((Step::Mail, Reason::AuthFailure))),
        (Scenario::RelayDenied, Kind::Rcpt, Some((Step::Rcpt, Reason::NoRelaying))),
        (Scenario::UnknownUser, Kind::Rcpt, Some((Step::Rcpt, Reason::UserUnknown))),
        (Scenario::MailboxFull, Kind::Rcpt, Some((Step::Rcpt, Reason::MailboxFull))),
        (Scenario::Greylisted, Kind::Rcpt, Some((Step::Rcpt, Reason::SystemError))),
        (Scenario::SizeRefused, Kind::Content, Some((Step::EndOfData, Reason::MesgTooBig))),
        (Scenario::ContentRefused, Kind::Content, Some((Step::EndOfData, Reason::SpamDetected))),
        (Scenario::AllWell, Kind::Content, None),
        (Scenario::AcceptedThenLost, Kind::Content, None),
    ];
    assert_eq!(cases.len(), Scenario::ALL.len());
    for (scenario, kind, judged) in cases {
        let (at, reply) = end(scenario);
        assert_eq!(at, Some(kind), "{scenario:?}: {reply}");
        match judged {
            Some((step, reason)) => {
                let codes = backstamp::refusal::find::codes(&reply);
                let words = Refusal {
                    reply_code: codes.reply_code.map(|code| code.text),
                    status: codes.status.map(|code| code.text),
                    text: &reply,
                    step: Some(step),
                    ..Refusal::default()
                };
                assert_eq!(classify(&words).reason, reason, "{scenario:?}: {reply}");
                assert!(matches!(explain(Some(kind), &reply).outcome, Outcome::No | Outcome::Later));
            }
            None if scenario == Scenario::SilentAtHelo => assert_eq!(reply, ""),
            None => assert!(reply.contains("queued as"), "{reply}"),
        }
    }
}

fn talk(server: &mut Server, lines: &[&str]) -> Vec<String> {
    lines.iter().flat_map(|line| server.line(line).reply.last().cloned()).map(|line| line[..3].to_owned()).collect()
}

#[test]
fn the_practice_server_keeps_the_order_of_commands() {
    let mut server = Server::new(Scenario::AllWell, "mx.mail.example", false);
    assert!(server.connect().reply[0].starts_with("220 mx.mail.example"));
    let lines = [
        ("MAIL FROM:<a@b.example>", "503"),
        ("EHLO", "501"),
        ("EHLO -bad", "501"),
        ("ehlo client.example", "250"),
        ("RCPT TO:<a@b.example>", "503"),
        ("DATA", "503"),
        ("MAIL FROM: <a@b.example>", "501"),
        ("MAIL FROM:a@b.example", "501"),
        ("MAIL FROM:<a..b@c.example>", "501"),
        ("MAIL FROM:<a@b.example> FOO=1", "555"),
        ("MAIL FROM:<a@b.example> SIZE=99999999", "552"),
        ("MAIL FROM:<a@b.example> size=10 BODY=8bitmime", "250"),
        ("MAIL FROM:<a@b.example>", "503"),
        ("DATA", "503"),
        ("RCPT TO:<é@b.example>", "553"),
        ("RCPT TO:<postmaster>", "250"),
        ("NOOP", "250"),
        ("EXPN list", "502"),
        ("VRFY joe", "252"),
        ("HELLO", "500"),
        ("AUTH PLAIN AGEAYg==", "503"),
        ("RSET", "250"),
        ("AUTH PLAIN AGEAYg==", "538"),
        ("STARTTLS", "220"),
        ("MAIL FROM:<a@b.example>", "503"),
        ("EHLO client.example", "250"),
        ("STARTTLS", "503"),
        ("AUTH CRAM-MD5", "504"),
        ("AUTH PLAIN !!", "501"),
        ("AUTH LOGIN", "334"),
        ("*", "501"),
        ("AUTH LOGIN", "334"),
        ("YQ==", "334"),
        ("Yg==", "235"),
        ("AUTH LOGIN", "503"),
        ("HELO client.example", "250"),
        ("MAIL FROM:<a@b.example> SIZE=1", "555"),
        ("MAIL FROM:<>", "250"),
        ("RCPT TO:<a@b.example>", "250"),
        ("DATA now", "501"),
        ("DATA", "354"),
    ];
    for (line, code) in lines {
        assert_eq!(talk(&mut server, &[line]), [code], "{line}");
    }
    assert!(server.is_in_message());
    assert!(talk(&mut server, &["Subject: x", "", "QUIT", ".."]).is_empty());
    assert_eq!(talk(&mut server, &[".", "RCPT TO:<a@b.example>", "QUIT"]), ["250", "503", "221"]);
    assert!(server.is_over());
}

#[test]
fn the_practice_server_counts_the_octets_of_bdat() {
    let mut server = Server::new(Scenario::AllWell, "mx.mail.example", false);
    talk(&mut server, &["EHLO c.example", "MAIL FROM:<>", "RCPT TO:<a@b.example>"]);
    assert_eq!(talk(&mut server, &["BDAT x"]), ["501"]);
    assert!(talk(&mut server, &["BDAT 12", "Subject: a"]).len() == 1, "ten letters and the line's end");
    assert_eq!(talk(&mut server, &["BDAT 0 LAST"]), ["250"]);
    let chunked = SessionRequest { bdat: true, ..wish() };
    let told = play(&written(&chunked), Scenario::AllWell);
    assert!(told.iter().any(|exchange| exchange.kind == Some(Kind::Bdat) && exchange.reply[0].contains("queued")));
}

#[test]
fn a_transcript_has_both_sides_and_the_marks_of_swaks() {
    let told = transcript(&play(&written(&wish()), Scenario::UnknownUser), "mx.mail.example", 25);
    assert!(
        told.starts_with("=== Trying mx.mail.example:25...\n=== Connected to mx.mail.example.\n<-  220 "),
        "{told}"
    );
    assert!(told.contains("\n -> RCPT TO:<joe@mail.example>\n<** 550 5.1.1 "), "{told}");
    assert!(told.ends_with(" -> QUIT\n<-  221 2.0.0 Bye\n"), "{told}");
    assert!(!told.contains("Subject"), "the message was never sent");
}

#[test]
fn whatever_is_typed_gets_an_answer_and_no_panic() {
    let mut server = Server::new(Scenario::AllWell, "x y", false);
    let long = "A".repeat(2000);
    for line in [
        "",
        " ",
        "\u{0}",
        "é",
        "MAIL",
        "MAIL FROM",
        "MAIL FROM:",
        "RCPT TO:<",
        "AUTH",
        "BDAT",
        "BDAT -1",
        "XCLIENT",
        "XCLIENT =",
        "EHLO a b",
        &long,
    ] {
        let Exchange { reply, .. } = server.line(line);
        assert!(reply.last().is_some_and(|reply| reply.starts_with('5')), "{line:?}: {reply:?}");
    }
}
