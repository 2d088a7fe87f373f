//! How long redaction takes, and that it grows with the input and no faster.

use backstamp::redact::{Options, redact};
use divan::Bencher;
use divan::counter::BytesCount;

fn main() {
    divan::main();
}

/// A header of many hops, each by another host, with another address, id and recipient.
fn header(bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 400);
    let mut number = 0;
    while text.len() < bytes {
        text.push_str(&format!(
            "Received: from h{number}.d{}.example.com (h{number}.d{}.example.com [198.51.{}.{}])\n\
             \tby mx{number}.example.org (Postfix) with ESMTPS id 4PVYwP{number:04}z1\n\
             \tfor <user{number}@example.org>; Fri, 13 Feb 2009 21:23:21 +0000\n",
            number % 97,
            number % 97,
            number / 250 % 250,
            number % 250,
        ));
        number += 1;
    }
    text
}

/// A notice whose words for people are long.
fn notice(bytes: usize) -> String {
    let words = "550 5.1.1 <ann@example.org>: Recipient address rejected: Zebulon is no user here (host mx.example.org[192.0.2.1])\n";
    let head = "From: MAILER-DAEMON@example.com\nSubject: Undelivered Mail Returned to Sender\n\n\
        This is the mail system at host out.example.com.\n\n<ann@example.org>: host mx.example.org[192.0.2.1] said: 550 no\n";
    head.to_owned() + &words.repeat(bytes / words.len())
}

const SIZES: [usize; 3] = [250_000, 1_000_000, 4_000_000];

#[divan::bench(args = SIZES, sample_count = 5)]
fn many_hops(bencher: Bencher, bytes: usize) {
    let text = header(bytes);
    bencher.counter(BytesCount::of_str(&text)).bench(|| redact(text.as_bytes(), &Options::default()));
}

#[divan::bench(args = SIZES, sample_count = 5)]
fn a_long_notice(bencher: Bencher, bytes: usize) {
    let text = notice(bytes);
    bencher.counter(BytesCount::of_str(&text)).bench(|| redact(text.as_bytes(), &Options::default()));
}
