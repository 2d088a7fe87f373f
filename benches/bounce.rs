//! How many bounces a second `analyze` answers, whether that grows in line with the input, and what a huge one needs.
//!
//! `cargo bench --bench bounce` prints the rate, the ratio of ten times the input (10 is linear) and the needs of a bounce of
//! 10 MB first. Divan's table follows.

#![allow(clippy::expect_used, clippy::print_stdout)]

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use backstamp::{Context, analyze};
use divan::{AllocProfiler, Bencher, counter::BytesCount, counter::ItemsCount};

#[global_allocator]
static ALLOC: AllocProfiler = AllocProfiler::system();

/// How many bounces are made.
const BOUNCES: usize = 1_000;

fn main() {
    // First of all, while nothing else has raised the process's peak.
    print_huge("many recipients", &many_recipients(10_000_000));
    print_huge("one long reply", &one_long_reply(10_000_000));
    print_huge("a large message returned", &large_returned(10_000_000));
    print_rate();
    print_growth("many recipients", many_recipients);
    print_growth("one long reply", one_long_reply);
    print_growth("a large message returned", large_returned);
    divan::main();
}

/// A thousand notices of mixed dialects, each about addresses of its own.
fn bounces() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/bounces");
    let mut files: Vec<PathBuf> = fs::read_dir(folder).expect("fixtures").flatten().map(|file| file.path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "eml"));
    files.sort();
    let fixtures: Vec<Vec<u8>> = files.iter().map(|file| fs::read(file).expect("a fixture")).collect();
    fixtures.iter().cycle().take(BOUNCES).enumerate().map(|(number, fixture)| varied(fixture, number)).collect()
}

/// The same notice about another mailbox: every `@example.org` gets a local part of its own.
fn varied(notice: &[u8], number: usize) -> Vec<u8> {
    let mut varied = Vec::with_capacity(notice.len() + 64);
    let mut rest = notice;
    while let Some(at) = memchr::memmem::find(rest, b"@example.") {
        let (head, tail) = rest.split_at(at);
        varied.extend_from_slice(head);
        varied.extend_from_slice(format!("{number}@example.").as_bytes());
        rest = tail.get(b"@example.".len()..).unwrap_or_default();
    }
    varied.extend_from_slice(rest);
    varied
}

const HEAD: &str = "Return-Path: <>\nFrom: MAILER-DAEMON@mail.example.com (Mail Delivery System)\nSubject: Undelivered Mail \
     Returned to Sender\nTo: bo@example.com\nDate: Fri, 13 Feb 2009 23:31:30 +0000\nContent-Type: multipart/report; \
     report-type=delivery-status; boundary=b\n\n--b\n\nThis is the mail system at host mail.example.com.\n";

fn many_recipients(bytes: usize) -> String {
    let mut notice =
        format!("{HEAD}\n--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mail.example.com\n");
    for number in 0..bytes / 150 {
        let _ = write!(
            notice,
            "\nFinal-Recipient: rfc822; anna{number}@example.org\nAction: failed\nStatus: 5.1.1\n\
             Diagnostic-Code: smtp; 550 5.1.1 <anna{number}@example.org>: User unknown\n"
        );
    }
    notice.push_str("\n--b--\n");
    notice
}

fn one_long_reply(bytes: usize) -> String {
    format!(
        "{HEAD}\n<anna@example.org>: host mx.example.org[192.0.2.25] said: 550 5.7.1 {}\n--b--\n",
        "no such thing here,\n    ".repeat(bytes / 24)
    )
}

fn large_returned(bytes: usize) -> String {
    format!(
        "{HEAD}\n<anna@example.org>: host mx.example.org[192.0.2.25] said: 550 5.1.1 User unknown (in reply to RCPT TO command)\n\
         \n--b\nContent-Type: message/rfc822\n\nFrom: bo@example.com\nTo: anna@example.org\nSubject: Hello\n\n{}--b--\n",
        "Here is a line of the text that went out.\n".repeat(bytes / 42)
    )
}

fn run(input: &[u8]) {
    black_box(analyze(black_box(input), &Context::default()));
}

/// The shortest of several runs.
fn time(work: impl Fn()) -> Duration {
    let once = || {
        let began = Instant::now();
        work();
        began.elapsed()
    };
    (0..5).map(|_| once()).min().unwrap_or_default()
}

fn print_rate() {
    let bounces = bounces();
    let bytes: usize = bounces.iter().map(Vec::len).sum();
    let took = time(|| bounces.iter().for_each(|bounce| run(bounce))).as_secs_f64();
    println!("{:.0} bounces a second, {} bytes each on average", BOUNCES as f64 / took, bytes / BOUNCES);
}

fn print_growth(name: &str, input: fn(usize) -> String) {
    let (small, large) = (input(100_000), input(1_000_000));
    let (small, large) = (time(|| run(small.as_bytes())), time(|| run(large.as_bytes())));
    let ratio = large.as_secs_f64() / small.as_secs_f64().max(f64::MIN_POSITIVE);
    println!("growth, {name}: {small:.2?} for 100 KB, {large:.2?} for 1 MB: {ratio:.1} times");
}

/// What a huge bounce needs: time, the size of its report, and the process's peak so far, which Linux tells.
fn print_huge(name: &str, input: &str) {
    let began = Instant::now();
    let report = analyze(input.as_bytes(), &Context::default());
    let took = began.elapsed();
    let json = serde_json::to_string(&report).map_or(0, |json| json.len());
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).map_or("unknown", str::trim);
    println!(
        "{:.1} MB, {name}: {took:.2?}, a report of {:.2} MB; peak memory so far {peak}",
        input.len() as f64 / 1e6,
        json as f64 / 1e6
    );
}

#[divan::bench(sample_count = 20)]
fn thousand_bounces(bencher: Bencher<'_, '_>) {
    let bounces = bounces();
    let bytes: usize = bounces.iter().map(Vec::len).sum();
    bencher
        .counter(ItemsCount::new(bounces.len()))
        .counter(BytesCount::new(bytes))
        .bench_local(|| bounces.iter().for_each(|bounce| run(bounce)));
}

#[divan::bench(sample_count = 5)]
fn bounce_of_10_mb(bencher: Bencher<'_, '_>) {
    let bounce = large_returned(10_000_000);
    bencher.counter(BytesCount::of_str(&bounce)).bench_local(|| run(bounce.as_bytes()));
}
