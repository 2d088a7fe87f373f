//! Asking each question once: a cache by TTL that also merges what is asked twice at the same time, and lets only so
//! many questions be under way.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, VecDeque};
use std::rc::Rc;

use futures_channel::oneshot;

use super::{Outcome, Question, Resolver, Response};

/// A clock that only goes forward, in milliseconds since any moment.
pub type Clock = Rc<dyn Fn() -> u64>;

/// How many questions are under way at most, unless the caller says otherwise.
const IN_FLIGHT: usize = 6;

/// The most answers kept; beyond it, the one that ends first makes room.
const KEPT: usize = 2048;

/// The longest an answer is kept, in seconds, whatever its TTL: a day.
const LONGEST: u32 = 86_400;

/// What a [`Cached`] resolver has done.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Questions that its users asked.
    pub asked: usize,
    /// Questions that went on to the resolver behind it.
    pub sent: usize,
    /// Questions answered from memory.
    pub remembered: usize,
    /// Questions that joined one already under way.
    pub joined: usize,
    /// The most that were under way at a time.
    pub most_in_flight: usize,
}

/// A resolver that remembers.
pub struct Cached<R> {
    inner: R,
    clock: Clock,
    known: RefCell<HashMap<Question, (Response, u64, u64)>>,
    under_way: RefCell<HashMap<Question, Vec<oneshot::Sender<Response>>>>,
    gate: Rc<Gate>,
    counts: Cell<Counts>,
}

impl<R: Resolver> Cached<R> {
    /// Remembers what `inner` says, by `clock`; at most 6 questions are under way at a time.
    #[must_use]
    pub fn new(inner: R, clock: Clock) -> Self {
        Self::with_limit(inner, clock, IN_FLIGHT)
    }

    /// The same, with another bound on questions under way; at least one.
    #[must_use]
    pub fn with_limit(inner: R, clock: Clock, limit: usize) -> Self {
        Self {
            inner,
            clock,
            known: RefCell::default(),
            under_way: RefCell::default(),
            gate: Rc::new(Gate { free: Cell::new(limit.max(1)), ..Gate::default() }),
            counts: Cell::default(),
        }
    }

    /// What it has done so far.
    #[must_use]
    pub fn counts(&self) -> Counts {
        self.counts.get()
    }

    /// Forgets every answer.
    pub fn forget(&self) {
        self.known.borrow_mut().clear();
    }

    fn count(&self, change: impl FnOnce(&mut Counts)) {
        let mut counts = self.counts.get();
        change(&mut counts);
        self.counts.set(counts);
    }

    /// What is remembered, with what is left of its TTLs.
    fn recall(&self, question: &Question) -> Option<Response> {
        let now = (self.clock)();
        let known = self.known.borrow();
        let (response, from, until) = known.get(question)?;
        if now >= *until {
            return None;
        }
        let mut response = response.clone();
        let age = u32::try_from(now.saturating_sub(*from) / 1000).unwrap_or(u32::MAX);
        grow_older(&mut response.outcome, age);
        response.millis = None;
        response.tries = 0;
        Some(response)
    }

    fn remember(&self, question: &Question, response: &Response) {
        let Some(ttl) = response.outcome.answer().and_then(super::Answer::ttl) else { return };
        let now = (self.clock)();
        let until = now.saturating_add(u64::from(ttl.min(LONGEST)).saturating_mul(1000));
        let mut known = self.known.borrow_mut();
        if known.len() >= KEPT {
            known.retain(|_, (_, _, until)| *until > now);
            if known.len() >= KEPT
                && let Some(first) = known.iter().min_by_key(|(_, (_, _, until))| *until).map(|(key, _)| key.clone())
            {
                known.remove(&first);
            }
        }
        known.insert(question.clone(), (response.clone(), now, until));
    }
}

impl<R: Resolver> Resolver for Cached<R> {
    async fn ask(&self, question: &Question) -> Response {
        self.count(|counts| counts.asked += 1);
        loop {
            if let Some(response) = self.recall(question) {
                self.count(|counts| counts.remembered += 1);
                return response;
            }
            let joined = self.under_way.borrow_mut().get_mut(question).map(|waiting| {
                let (sender, receiver) = oneshot::channel();
                waiting.push(sender);
                receiver
            });
            let Some(receiver) = joined else { break };
            // An error means that whoever asked first went away: ask then.
            if let Ok(mut response) = receiver.await {
                self.count(|counts| counts.joined += 1);
                response.tries = 0;
                return response;
            }
        }
        self.under_way.borrow_mut().insert(question.clone(), Vec::new());
        let asking = Asking { under_way: &self.under_way, question };
        let pass = Gate::enter(&self.gate).await;
        self.count(|counts| {
            counts.sent += 1;
            counts.most_in_flight = counts.most_in_flight.max(self.gate.inside.get());
        });
        let start = (self.clock)();
        let mut response = self.inner.ask(question).await;
        drop(pass);
        if response.millis.is_none() {
            response.millis = Some((self.clock)().saturating_sub(start));
        }
        self.remember(question, &response);
        for waiting in asking.finish() {
            // One that no longer waits needs no answer.
            let _ = waiting.send(response.clone());
        }
        response
    }
}

/// A question under way: taken off the list even where its asker goes away.
struct Asking<'a> {
    under_way: &'a RefCell<HashMap<Question, Vec<oneshot::Sender<Response>>>>,
    question: &'a Question,
}

impl Asking<'_> {
    fn finish(self) -> Vec<oneshot::Sender<Response>> {
        self.under_way.borrow_mut().remove(self.question).unwrap_or_default()
    }
}

impl Drop for Asking<'_> {
    fn drop(&mut self) {
        self.under_way.borrow_mut().remove(self.question);
    }
}

fn grow_older(outcome: &mut Outcome, age: u32) {
    let (Outcome::Records(answer)
    | Outcome::NoSuchType(answer)
    | Outcome::NoSuchName(answer)
    | Outcome::AliasLoop(answer)) = outcome
    else {
        return;
    };
    let records = answer.records.iter_mut().chain(&mut answer.soa).map(|record| &mut record.ttl);
    for ttl in records.chain(answer.chain.iter_mut().map(|alias| &mut alias.ttl)) {
        *ttl = ttl.saturating_sub(age);
    }
}

/// Lets so many pass at a time, the others in the order in which they came.
#[derive(Default)]
struct Gate {
    free: Cell<usize>,
    inside: Cell<usize>,
    waiting: RefCell<VecDeque<oneshot::Sender<Pass>>>,
}

/// The right to be inside; handed on when it is dropped, also by one who went away while waiting.
struct Pass(Rc<Gate>);

impl Gate {
    async fn enter(gate: &Rc<Self>) -> Pass {
        loop {
            if let Some(free) = gate.free.get().checked_sub(1) {
                gate.free.set(free);
                gate.inside.set(gate.inside.get() + 1);
                return Pass(Rc::clone(gate));
            }
            let (sender, receiver) = oneshot::channel();
            gate.waiting.borrow_mut().push_back(sender);
            if let Ok(pass) = receiver.await {
                return pass;
            }
        }
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        let gate = &self.0;
        loop {
            let next = gate.waiting.borrow_mut().pop_front();
            let Some(next) = next else {
                gate.inside.set(gate.inside.get().saturating_sub(1));
                gate.free.set(gate.free.get() + 1);
                return;
            };
            if next.is_canceled() {
                continue;
            }
            // Refused only by one who went away this moment; its pass then comes back through its own drop.
            let _ = next.send(Self(Rc::clone(gate)));
            return;
        }
    }
}
