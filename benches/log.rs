//! How many megabytes of log a second `analyze` reads, and whether that grows in line with the input.
//!
//! `cargo bench --bench log` prints the rate for 50 MB of lines of several programs, the ratio of ten times the input (10 is
//! linear), and the rate for the labelled logs where they lie beside the repository. Divan's table follows.

#![allow(clippy::expect_used, clippy::print_stdout)]

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

use backstamp::{Context, analyze};
use divan::{Bencher, counter::BytesCount};

fn main() {
    for (name, make) in [("Postfix", postfix as fn(usize) -> String), ("Exim", exim), ("sendmail", sendmail)] {
        let large = make(50_000_000);
        let taken = time(&large);
        println!(
            "{name}: {:.0} MB in {:.2} s, {:.0} MB/s",
            megabytes(&large),
            taken.as_secs_f64(),
            megabytes(&large) / taken.as_secs_f64()
        );
        let (small, ten) = (time(&make(2_000_000)), time(&make(20_000_000)));
        println!("{name}: ten times the input takes {:.1} times as long", ten.as_secs_f64() / small.as_secs_f64());
    }
    labelled();
    divan::main();
}

fn megabytes(text: &str) -> f64 {
    u32::try_from(text.len()).map_or(f64::MAX, f64::from) / 1e6
}

fn time(text: &str) -> Duration {
    let began = Instant::now();
    black_box(analyze(text.as_bytes(), &Context::default()));
    began.elapsed()
}

/// Messages of five lines, a third of them put off first.
fn postfix(bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 2_000);
    let mut number = 0;
    while text.len() < bytes {
        let (id, minute, second) = (format!("4Q{number:08X}z"), number / 60 % 60, number % 60);
        let head = format!("Feb 13 21:{minute:02}:{second:02} mx postfix");
        let _ = write!(
            text,
            "{head}/smtpd[101]: {id}: client=h{number}.example.org[198.51.100.{}]\n\
             {head}/cleanup[102]: {id}: message-id=<{number}@example.org>\n\
             {head}/qmgr[103]: {id}: from=<lee{number}@example.org>, size=2048, nrcpt=1 (queue active)\n",
            number % 250
        );
        let relay = "relay=mx.example.com[192.0.2.25]:25, delay=1, delays=0.1/0/0.5/0.4";
        if number % 3 == 0 {
            let _ = writeln!(
                text,
                "{head}/smtp[104]: {id}: to=<kim{number}@example.com>, {relay}, dsn=4.7.1, status=deferred (host mx.example.com[192.0.2.25] said: 450 4.7.1 Greylisted (in reply to RCPT TO command))"
            );
        }
        let _ = writeln!(
            text,
            "{head}/smtp[104]: {id}: to=<kim{number}@example.com>, {relay}, dsn=2.0.0, status=sent (250 2.0.0 Ok: queued as 9X)\n{head}/qmgr[103]: {id}: removed"
        );
        number += 1;
    }
    text
}

fn exim(bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 2_000);
    let mut number = 0;
    while text.len() < bytes {
        let (id, minute, second) = (format!("1r{:04}-{number:06}-2Z", number % 10_000), number / 60 % 60, number % 60);
        let head = format!("2026-02-13 21:{minute:02}:{second:02} {id}");
        let _ = write!(
            text,
            "{head} <= lee{number}@example.org H=out.example.org [192.0.2.5]:4242 P=esmtps S=2345 id={number}@example.org\n\
             {head} => kim{number}@example.com R=dnslookup T=remote_smtp H=mx.example.com [192.0.2.25] C=\"250 OK\"\n\
             {head} == jo{number}@example.net R=dnslookup T=remote_smtp defer (-44) H=mx.example.net [192.0.2.26]: SMTP error from remote mail server after RCPT TO:<jo{number}@example.net>: 451 4.7.1 Greylisted\n\
             {head} Completed\n"
        );
        number += 1;
    }
    text
}

fn sendmail(bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 2_000);
    let mut number = 0;
    while text.len() < bytes {
        let head = format!("Feb 13 21:{:02}:{:02} mx sm-mta[11]: 41DLNK{number:08}", number / 60 % 60, number % 60);
        let _ = write!(
            text,
            "{head}: from=<lee{number}@example.org>, size=2048, class=0, nrcpts=1, proto=ESMTP, daemon=MTA, relay=out.example.org [192.0.2.5]\n\
             {head}: to=<kim{number}@example.com>, delay=00:00:01, mailer=esmtp, pri=1, relay=mx.example.com. [192.0.2.25], dsn=2.0.0, stat=Sent (ok)\n"
        );
        number += 1;
    }
    text
}

/// The labelled logs, each as often as makes 5 MB.
fn labelled() {
    let shared =
        std::env::var("BACKSTAMP_SHARED").unwrap_or_else(|_| format!("{}/../shared", env!("CARGO_MANIFEST_DIR")));
    let Ok(folder) = fs::read_dir(Path::new(&shared).join("corpora/files/logs")) else {
        println!("Labelled logs: skipped, there are none.");
        return;
    };
    let (mut bytes, mut taken) = (0.0, Duration::ZERO);
    for file in folder.flatten().filter(|file| file.path().extension().is_some_and(|extension| extension == "log")) {
        let text = String::from_utf8_lossy(&fs::read(file.path()).expect("a log")).into_owned();
        let large = text.repeat(5_000_000_usize.div_ceil(text.len().max(1)).min(5_000));
        bytes += megabytes(&large);
        taken += time(&large);
    }
    println!("Labelled logs: {bytes:.0} MB, {:.0} MB/s", bytes / taken.as_secs_f64());
}

#[divan::bench(args = [1_000_000, 4_000_000], sample_count = 5)]
fn a_log_of_postfix(bencher: Bencher, bytes: usize) {
    let text = postfix(bytes);
    bencher.counter(BytesCount::of_str(&text)).bench(|| analyze(text.as_bytes(), &Context::default()));
}
