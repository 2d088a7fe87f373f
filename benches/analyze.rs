//! How long `analyze` takes, whether that grows in line with the input, and how much memory it needs.
//!
//! `cargo bench` prints the ratios of ten times the input first: 10 is linear. Divan's table of each case follows.

#![allow(clippy::expect_used, clippy::print_stdout)]

use std::fmt::Write as _;
use std::hint::black_box;
use std::time::{Duration, Instant};

use backstamp::{Context, analyze};
use divan::{AllocProfiler, Bencher, counter::BytesCount};

#[global_allocator]
static ALLOC: AllocProfiler = AllocProfiler::system();

fn main() {
    // First of all, while nothing else has raised the process's peak.
    print_peak_memory();
    print_growth("hops", hops, 1_000);
    print_growth("one field", one_field, 100_000);
    print_growth("message", message, 1_000_000);
    print_growth("short lines", short_lines, 100_000);
    print_growth("session", session, 100_000);
    divan::main();
}

/// The dialogue of many sessions, as a server logs it: so many bytes.
fn session(bytes: usize) -> String {
    include_str!("../tests/fixtures/session/postfix-verbose.txt").repeat(bytes / 1_000)
}

/// A header of about 12 KB: eight hops, and the signatures and vendor fields of everyday mail.
fn block() -> String {
    let mut header = hops(8);
    for number in 0..3 {
        let signature = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5\n\t".repeat(5);
        let _ = write!(
            header,
            "DKIM-Signature: v=1; a=rsa-sha256; d=d{number}.example; s=x; t=1234560199;\n\th=From:To:Subject; bh=A=;\n\tb={signature}A\n"
        );
    }
    header.push_str("From: =?utf-8?Q?J=C3=A9r=C3=B4me?= <jane@sender.example>\nTo: joe@example.com\nSubject: Hello\n");
    for number in 0.. {
        if header.len() >= 12 * 1024 {
            break;
        }
        let _ = writeln!(header, "X-Vendor-Field-{number}: one two three four five six seven eight nine ten {number}");
    }
    header
}

/// Hops a minute apart, each by a host of its own.
fn hops(count: usize) -> String {
    let mut header = String::new();
    for hop in (0..count).rev() {
        let _ = write!(
            header,
            "Received: from h{hop}.example (h{hop}.example [192.0.2.{}])\n\tby h{}.example (Postfix) with ESMTPS id 4ABC{hop}\n\t\
             for <joe@example.com>; Fri, 13 Feb 2009 {:02}:{:02}:21 +0000 (UTC)\n",
            hop % 250,
            hop + 1,
            hop / 60 % 24,
            hop % 60,
        );
    }
    header
}

fn one_field(bytes: usize) -> String {
    format!("Received: from a.example by {}; Fri, 13 Feb 2009 21:23:21 +0000\n", "b.example (c) ".repeat(bytes / 14))
}

/// A message with an attachment.
fn message(bytes: usize) -> String {
    let line = "QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5QUJD\n";
    format!(
        "{}MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\nSee the file.\n--b\nContent-Type: application/pdf\n\
         Content-Transfer-Encoding: base64\n\n{}--b--\n",
        block(),
        line.repeat(bytes / line.len())
    )
}

fn short_lines(bytes: usize) -> String {
    format!("Subject: x\nContent-Type: multipart/report; boundary=b\n\n{}", "--b\na: b\n\n".repeat(bytes / 10))
}

fn run(input: &str) {
    black_box(analyze(black_box(input.as_bytes()), &Context::default()));
}

/// The shortest of several runs.
fn time(input: &str) -> Duration {
    let once = || {
        let began = Instant::now();
        run(input);
        began.elapsed()
    };
    (0..5).map(|_| once()).min().unwrap_or_default()
}

fn print_growth(name: &str, input: fn(usize) -> String, size: usize) {
    let (small, large) = (time(&input(size)), time(&input(size * 10)));
    let ratio = large.as_secs_f64() / small.as_secs_f64().max(f64::MIN_POSITIVE);
    println!("growth, {name}: {small:.2?} for {size}, {large:.2?} for ten times as much: {ratio:.1} times");
}

/// What the process needed at most for a message of 10 MB, the message itself included. Linux tells; others do not.
fn print_peak_memory() {
    let input = message(10_000_000);
    run(&input);
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).map_or("unknown", str::trim);
    println!("peak memory, {:.1} MB message, its own bytes included: {peak}", input.len() as f64 / 1e6);
}

fn bench(bencher: Bencher<'_, '_>, input: &str) {
    bencher.counter(BytesCount::of_str(input)).bench_local(|| run(input));
}

#[divan::bench]
fn header_of_12_kb(bencher: Bencher<'_, '_>) {
    bench(bencher, &block());
}

#[divan::bench(sample_count = 10)]
fn thousand_headers(bencher: Bencher<'_, '_>) {
    let block = block();
    bencher.counter(BytesCount::new(block.len() * 1000)).bench_local(|| (0..1000).for_each(|_| run(&block)));
}

#[divan::bench(sample_count = 20)]
fn field_of_1_mb(bencher: Bencher<'_, '_>) {
    bench(bencher, &one_field(1_000_000));
}

#[divan::bench(sample_count = 10)]
fn ten_thousand_hops(bencher: Bencher<'_, '_>) {
    bench(bencher, &hops(10_000));
}

#[divan::bench(sample_count = 10)]
fn session_log_of_5_mb(bencher: Bencher<'_, '_>) {
    bench(bencher, &session(5_000_000));
}

#[divan::bench(sample_count = 10)]
fn message_of_10_mb(bencher: Bencher<'_, '_>) {
    bench(bencher, &message(10_000_000));
}
