//! Ten times the input is at most fifteen times the work, whatever the input repeats.
//!
//! Work is the time that the processor gave to this thread, as Linux counts it (the time on the clock elsewhere): what else the
//! machine does is none of it. The less of two measurements counts.

#![allow(clippy::panic, clippy::unwrap_used)]

use std::time::Instant;

use backstamp::{Context, analyze, container};

/// The nanoseconds that the processor gave to this thread so far.
fn processor_time() -> Option<u64> {
    std::fs::read_to_string("/proc/thread-self/schedstat").ok()?.split(' ').next()?.parse().ok()
}

/// How long a measurement goes on, in nanoseconds: Linux counts in steps of some milliseconds.
const LONG_ENOUGH: u64 = 60_000_000;

/// The work of a function, in nanoseconds.
fn work(run: &dyn Fn()) -> u64 {
    let start = Instant::now();
    let clock = || processor_time().unwrap_or_else(|| start.elapsed().as_nanos().try_into().unwrap_or(u64::MAX));
    let measure = || {
        let began = clock();
        let mut runs = 0;
        loop {
            run();
            runs += 1;
            let spent = clock() - began;
            if spent >= LONG_ENOUGH {
                return spent / runs;
            }
        }
    };
    // What is made once, at the first use, is no work of the input's.
    run();
    measure().min(measure())
}

/// Fails where ten times the input is more than fifteen times the work.
fn check(name: &str, read: &dyn Fn(&[u8]), input: &dyn Fn(usize) -> Vec<u8>, size: usize) {
    let (small, large) = (input(size), input(10 * size));
    let (one, ten) = (work(&|| read(&small)), work(&|| read(&large)));
    let ratio = ten as f64 / one as f64;
    println!("{name}: {one} ns for {} bytes, {ratio:.1} times for ten times as much", small.len());
    assert!(ten < 15 * one, "{name}: ten times the input is {ratio:.1} times the work");
}

fn report(bytes: &[u8]) {
    let report = analyze(bytes, &Context::default());
    assert!(!report.headline.is_empty() || report.bounce.is_some());
}

/// A beginning, then the same again and again.
fn repeated(begin: &'static str, again: &'static str) -> impl Fn(usize) -> Vec<u8> {
    move |size| format!("{begin}{}", again.repeat(size / again.len() + 1)).into_bytes()
}

macro_rules! shapes {
    ($($test:ident: $begin:expr, $again:expr, $size:expr;)*) => {
        $(
            #[test]
            fn $test() {
                check(stringify!($test), &report, &repeated($begin, $again), $size);
            }
        )*
    };
}

const NOTICE: &str = "From: MAILER-DAEMON@mx.example.com\nSubject: Undelivered Mail Returned to Sender\n\
    Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\n\
    This is the mail system.\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example.com\n\n";

shapes! {
    hops: "", "Received: from a.example (a.example [192.0.2.1])\n\tby b.example with ESMTP id 1; Fri, 13 Feb 2009 21:23:21 +0000\n", 20_000;
    one_hop_of_many_words: "Received: from a.example by b.example", " (a comment [192.0.2.1]) with", 20_000;
    comments_that_do_not_end: "Received: from a.example ", "(", 20_000;
    encoded_words: "Subject: ", "=?utf-8?q?a?=", 20_000;
    marks_of_encoded_words: "Subject: ", "=?", 20_000;
    addresses: "From: ", "\"A, B\" <a@mail.example>, ", 20_000;
    brackets: "From: ", "<", 20_000;
    fields: "", "X-Note: words of no meaning\n", 30_000;
    folds: "Subject: x\n", "\twords\n", 20_000;
    results: "Authentication-Results: mx.example.com", "; spf=pass smtp.mailfrom=a.example", 20_000;
    filter_rules: "X-Spam-Status: Yes, score=9.0 required=5.0 tests=", "RULE_OF_SOME_NAME=0.1,", 20_000;
    boundaries: "Content-Type: multipart/mixed; boundary=b\n\n", "--b\nContent-Type: text/plain\n\nwords\n", 20_000;
    nested_parts: "Content-Type: multipart/mixed; boundary=b\n\n", "--b\nContent-Type: multipart/mixed; boundary=b\n\n", 20_000;
    quoted_printable: "Content-Type: text/plain\nContent-Transfer-Encoding: quoted-printable\n\n", "=C3=A9=\n", 30_000;
    recipients_of_a_notice: NOTICE, "Final-Recipient: rfc822; anna@example.org\nAction: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 unknown\n\n", 20_000;
    words_of_a_notice: "From: MAILER-DAEMON@mx.example.com\nSubject: Undelivered mail\n\n", "<anna@example.org>: host mx.example.org said: 550 5.1.1 User unknown\n", 20_000;
    error_lines: "", "550 5.1.1 <anna@example.org>: Recipient address rejected: User unknown\n", 10_000;
    an_endless_error_line: "550 5.7.1 ", "blocked by our policy, user unknown, ", 20_000;
    commands: "220 mx.example.com ESMTP\nEHLO a.example\n250 mx.example.com\n", "MAIL FROM:<a@a.example>\n250 2.1.0 Ok\nRSET\n250 2.0.0 Ok\n", 20_000;
    secrets: "220 mx.example.com ESMTP\n", "AUTH LOGIN\n334 VXNlcm5hbWU6\nYW5uYQ==\n535 5.7.8 no\n", 20_000;
    postfix_lines: "", "Feb 13 21:23:21 mx postfix/smtp[9]: 4ABC: to=<a@b.example>, relay=b.example[192.0.2.1]:25, delay=1, dsn=2.0.0, status=sent (250 ok)\n", 20_000;
    exim_lines: "", "2009-02-13 21:23:21 1LYABC-0001ab-CD => a@b.example R=dnslookup T=remote_smtp H=b.example [192.0.2.1]\n", 20_000;
    dig_lines: ";; ANSWER SECTION:\n", "example.com.\t300\tIN\tMX\t10 mx.example.com.\n", 20_000;
    zone_lines: "$ORIGIN example.com.\n@ 300 IN SOA ns1 hostmaster 1 1h 10m 4w 5m\n", "mx 300 IN A 192.0.2.25\n", 20_000;
    names: "", "mail.example.com\n", 10_000;
    html: "<html><body><pre>", "<span class=\"a\">Received: from a.example</span><br>&lt;", 20_000;
    json: "[", "{\"a\":[1,{\"b\":\"c\"}]},", 20_000;
    words: "", "nothing that is any of mail's ", 20_000;
    bytes_of_nothing: "", "\u{0}\u{1}\u{7f}", 20_000;
}

#[test]
fn separators_of_a_mailbox() {
    let count = |bytes: &[u8]| {
        let _ = container::mbox::messages(bytes).count();
    };
    let again = "\nFrom a Fri Feb 13 21:23:21 2009\nContent-Length: 99999999\n";
    check("separators", &count, &repeated("", again), 60_000);
    check("false separators", &count, &repeated("", "\nFrom a\n\nFrom b Fri Feb 13 21:23:21 200\n"), 60_000);
}
