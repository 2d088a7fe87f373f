//! How many messages a second have their DKIM signature verified, and how long an SPF record with ten includes takes.
//!
//! `cargo bench --bench auth` prints the ratio of ten times the body (10 is linear) before divan's table.

#![allow(clippy::print_stdout, clippy::unwrap_used)]

#[path = "../tests/signing/mod.rs"]
mod signing;

use std::hint::black_box;
use std::time::Instant;

use backstamp::auth::proved::asking::Asker;
use backstamp::auth::proved::crypto::Native;
use backstamp::auth::proved::spf::{self, Query};
use backstamp::auth::proved::{Given, dkim, prove};
use backstamp::dns::{Listed, Name, RecordType};
use divan::{Bencher, counter::ItemsCount};
use signing::{Keys, Wish, dns, signed};

/// How many messages are verified.
const MESSAGES: usize = 1_000;

fn main() {
    let keys = Keys::new();
    let time = |size: usize| {
        let message = message(&keys, size);
        let started = Instant::now();
        verify(&keys, &message);
        started.elapsed()
    };
    time(3_000_000);
    let (one, ten) = (time(3_000_000), time(30_000_000));
    println!("A body of 30 MB takes {ten:?}, {:.1} times one of 3 MB.", ten.as_secs_f64() / one.as_secs_f64());
    divan::main();
}

fn message(keys: &Keys, size: usize) -> String {
    let line = "It is a line of text as people write them, and not a long one.\r\n";
    signed(
        keys,
        &["From: jane@example.com", "To: joe@example.org", "Subject: x", "Date: Tue, 3 Mar 2026 10:00:00 +0000"],
        &line.repeat(size / line.len()),
        &Wish::default(),
    )
}

fn verify(keys: &Keys, message: &str) {
    let proved = pollster::block_on(prove(message.as_bytes(), 0, &Given::default(), &dns(keys, &[]), &Native));
    assert_eq!(proved.dkim.first().unwrap().result, dkim::Outcome::Pass);
}

#[divan::bench(sample_count = 3, sample_size = 1)]
fn a_thousand_messages_of_20_kb(bencher: Bencher<'_, '_>) {
    let keys = Keys::new();
    let message = message(&keys, 20_000);
    let resolver = dns(&keys, &[]);
    bencher.counter(ItemsCount::new(MESSAGES)).bench(|| {
        for _ in 0..MESSAGES {
            black_box(pollster::block_on(prove(message.as_bytes(), 0, &Given::default(), &resolver, &Native)));
        }
    });
}

#[divan::bench]
fn spf_with_ten_includes(bencher: Bencher<'_, '_>) {
    let mut listed = Listed::default();
    let mut add = |name: &str, text: &str| listed.add(&Name::parse(name).unwrap(), RecordType::Txt, &[text]).unwrap();
    let includes: String = (0..10).map(|at| format!("include:_{at}.example.net ")).collect();
    add("example.com", &format!("v=spf1 {includes}-all"));
    for at in 0..10 {
        add(&format!("_{at}.example.net"), &format!("v=spf1 {}~all", "ip4:203.0.113.0/24 ".repeat(20)));
    }
    let query = Query {
        ip: [192, 0, 2, 1].into(),
        mail_from: "a@example.com".to_owned(),
        helo: String::new(),
        receiver: String::new(),
        now: 0,
    };
    bencher.bench(|| {
        let proof = pollster::block_on(spf::check(&Asker::new(&listed), &query));
        assert_eq!(proof.result, spf::Outcome::Fail);
        proof
    });
}
