//! How many questions a whole walk takes, and in how many round trips: counted, with a resolver of fixed delay.

#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::cell::Cell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};

use backstamp::dns::zone::Zones;
use backstamp::dns::{Cached, Question, Resolver, Response, Subject};
use backstamp::mailroute::{Options, Walk, walk};

const ZONE: &str = r#"
$TTL 1h
.                SOA a.root. nobody.root. 1 1h 1h 1w 1h
.                NS  a.root.
a.root.          A   192.0.2.1
example.         SOA ns1.nic.example. hostmaster.nic.example. 7 1h 10m 4w 15m
                 NS  ns1.nic.example.
ns1.nic.example. A   192.0.2.2
$ORIGIN shop.example.
@       SOA ns1 hostmaster 2026011502 4h 1h 4w 10m
        NS  ns1
        NS  ns2
        MX  10 mx1
        MX  10 mx2
        MX  20 mx3
        MX  30 mx4
        MX  40 mx5
        TXT "v=spf1 mx -all"
_dmarc  TXT "v=DMARC1; p=reject"
ns1     A   192.0.2.53
ns2     A   198.51.100.53
mx1     A   192.0.2.25
mx2     A   192.0.2.26
mx3     A   192.0.2.27
mx4     A   192.0.2.28
mx5     A   192.0.2.29
$ORIGIN 2.0.192.in-addr.arpa.
@       SOA ns1.shop.example. hostmaster.shop.example. 1 1h 1h 1w 1h
25      PTR mx1.shop.example.
26      PTR mx2.shop.example.
27      PTR mx3.shop.example.
28      PTR mx4.shop.example.
29      PTR mx5.shop.example.
"#;

/// The most questions that a whole walk of a domain with 5 exchanges may take.
const MOST_QUESTIONS: usize = 35;

/// The most round trips: the domain, the hosts that its answers name, the names of their addresses.
const MOST_ROUNDS: u64 = 3;

fn main() {
    for limit in [usize::MAX, 6] {
        let (walk, questions, rounds) = count(limit, &Options::default());
        println!(
            "whole walk, 5 exchanges, {}: {questions} questions of at most {MOST_QUESTIONS}, {rounds} rounds; a delivery takes {} to {} of them",
            shown(limit),
            walk.for_delivery.least,
            walk.for_delivery.most
        );
        assert_eq!(walk.delegation.len(), 3, "the root, the registry, the domain");
        assert!(questions <= MOST_QUESTIONS, "too many questions");
        assert!(limit != usize::MAX || rounds <= MOST_ROUNDS, "more than {MOST_ROUNDS} round trips");
    }
    let bare = Options { zone: false, reverse: false, policies: false, ..Options::default() };
    let (_, questions, rounds) = count(usize::MAX, &bare);
    println!("route alone, 5 exchanges: {questions} questions, {rounds} rounds");
    divan::main();
}

fn shown(limit: usize) -> String {
    if limit == usize::MAX { "any number in flight".to_owned() } else { format!("{limit} in flight") }
}

/// The whole walk against zones in memory: what the reading and judging costs, without any network.
#[divan::bench]
fn whole_walk(bencher: divan::Bencher<'_, '_>) {
    let zones = Zones::parse(ZONE).unwrap();
    bencher
        .bench_local(|| pollster::block_on(walk(Subject::read("shop.example").unwrap(), &zones, &Options::default())));
}

/// Runs a walk on a clock that moves only when every question in flight waits for its answer.
fn count(limit: usize, options: &Options) -> (Walk, usize, u64) {
    let clock = Rc::new(Ticks::default());
    let delayed = Delayed { zones: Zones::parse(ZONE).unwrap(), clock: Rc::clone(&clock) };
    let resolver = Cached::with_limit(delayed, Rc::new(|| 0), limit);
    let mut walk = Box::pin(walk(Subject::read("shop.example").unwrap(), &resolver, options));
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(walk) = walk.as_mut().poll(&mut context) {
            return (walk, resolver.counts().sent, clock.now.get());
        }
        // Nothing can go on before the next answers arrive.
        if !clock.moved.take() {
            clock.now.set(clock.now.get() + 1);
        }
    }
}

#[derive(Default)]
struct Ticks {
    now: Cell<u64>,
    /// Whether something happened at this tick that others may wait for.
    moved: Cell<bool>,
}

/// Answers one tick after it was asked.
struct Delayed {
    zones: Zones,
    clock: Rc<Ticks>,
}

impl Resolver for Delayed {
    async fn ask(&self, question: &Question) -> Response {
        self.clock.moved.set(true);
        Until { at: self.clock.now.get() + 1, clock: Rc::clone(&self.clock) }.await;
        self.zones.ask(question).await
    }
}

struct Until {
    at: u64,
    clock: Rc<Ticks>,
}

impl Future for Until {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        if self.clock.now.get() >= self.at {
            self.clock.moved.set(true);
            return Poll::Ready(());
        }
        // Whoever waits is asked again only after this.
        context.waker().wake_by_ref();
        Poll::Pending
    }
}
