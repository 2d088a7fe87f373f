//! The table of deliveries while a log is read: one row for each queue id and recipient, the last state wins.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

use super::facts::{Counts, Delivery, Event, Log, State, Story};
use super::line::Line;
use crate::finding::{Party, Span};
use crate::order;
use crate::refusal::{Refusal, classify, find};
use crate::smtp::Reason;

/// How many deliveries are listed.
const MOST_ROWS: usize = 50_000;
/// How many messages are known while a log is read.
const MOST_MESSAGES: usize = 200_000;
/// How many steps are kept of one message, and of all.
const MOST_STEPS: usize = 40;
const MOST_STEPS_IN_ALL: usize = 150_000;
/// How many messages are told step by step.
const MOST_STORIES: usize = 200;
/// How many lines of one delivery are shown.
const MOST_LINES: usize = 12;
/// How much of a server's words is kept.
const MOST_WORDS: usize = 1_000;
const MOST_DETAIL: usize = 200;
/// How many recipients of one message are given up by one line.
const MOST_EXPIRED: usize = 1_000;

/// One thing that a line says of a delivery.
#[derive(Debug, Clone, Default)]
pub(super) struct Said<'a> {
    pub queue_id: Option<&'a str>,
    pub recipient: Option<&'a str>,
    pub sender: Option<&'a str>,
    pub state: State,
    pub code: Option<&'a str>,
    pub enhanced: Option<&'a str>,
    pub relay: Option<&'a str>,
    pub client: Option<&'a str>,
    pub words: Cow<'a, str>,
    /// How many tries it tells of, where that is more than one.
    pub tries: u32,
    /// When it began, where that is not when the line was written.
    pub since: Option<&'a str>,
    /// What a queue listing says of the message besides.
    pub queue: Option<&'a str>,
}

#[derive(Default)]
struct Message {
    id: String,
    sender: Option<String>,
    rows: Vec<u32>,
    steps: Vec<Step>,
    has_failure: bool,
}

struct Step {
    what: &'static str,
    detail: Box<str>,
    at: Box<str>,
    seconds: Option<i64>,
    span: Span,
}

/// The table.
#[derive(Default)]
pub(super) struct Table {
    rows: Vec<Delivery>,
    /// Rows and messages by the hash of their names.
    row_of: HashMap<u64, u32>,
    message_of: HashMap<u64, u32>,
    messages: Vec<Message>,
    hasher: RandomState,
    steps: usize,
    left_out: usize,
    /// How many lines told of a delivery.
    pub told: usize,
    /// Clients that left, or could not log in, as the log of the server that they spoke to tells it.
    pub doors: Vec<Door>,
}

/// What clients did at one step, without a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Door {
    /// The step at which they left, as Postfix names it; `login` for a login that failed.
    pub at: String,
    pub count: usize,
    /// The first lines.
    pub lines: Vec<Span>,
}

fn short(text: &str, most: usize) -> &str {
    text.get(..text.floor_char_boundary(most)).unwrap_or_default()
}

impl Table {
    /// Takes in that a client left at a step.
    pub(super) fn left(&mut self, line: &Line<'_>, step: &str) {
        const MOST: usize = 20;
        let door = match self.doors.iter_mut().position(|door| door.at == step) {
            Some(at) => self.doors.get_mut(at),
            None if self.doors.len() < MOST => {
                self.doors.push(Door { at: short(step, 40).to_owned(), count: 0, lines: Vec::new() });
                self.doors.last_mut()
            }
            None => None,
        };
        if let Some(door) = door {
            door.count += 1;
            if door.lines.len() < MOST {
                door.lines.push(line.span);
            }
        }
    }

    /// Takes in what a line says of a delivery.
    pub(super) fn delivery(&mut self, line: &Line<'_>, said: Said<'_>) {
        self.told += 1;
        let message = said.queue_id.and_then(|id| self.message(id));
        if let Some(message) = message.and_then(|at| self.messages.get_mut(at as usize)) {
            message.has_failure |= said.state.is_failure();
            if let Some(sender) = said.sender {
                message.sender.get_or_insert_with(|| sender.to_owned());
            }
        }
        if said.queue.is_none()
            && self.steps < MOST_STEPS_IN_ALL
            && let Some(id) = said.queue_id
        {
            let recipient = said.recipient.unwrap_or("no recipient named");
            let words = said.words.trim();
            let detail = match said.relay {
                Some(relay) => format!("{recipient} by {relay}: {words}"),
                None if words.is_empty() => recipient.to_owned(),
                None => format!("{recipient}: {words}"),
            };
            self.step(line, id, said.state.word(), &detail);
        }
        let key = match said.queue_id {
            Some(id) => self.hasher.hash_one((id, said.recipient)),
            // Without a queue id the same refusal of the same client is one row.
            None => self.hasher.hash_one((said.recipient, said.sender, said.client, said.code, said.enhanced)),
        };
        let known = self.row_of.get(&key).copied().filter(|at| {
            self.rows.get(*at as usize).is_some_and(|row| {
                row.recipient.as_deref() == said.recipient && row.queue_id.as_deref() == said.queue_id
            })
        });
        let at = match known {
            Some(at) => at,
            None => {
                let Ok(at) = u32::try_from(self.rows.len()) else { return };
                if self.rows.len() >= MOST_ROWS {
                    self.left_out += 1;
                    return;
                }
                self.row_of.insert(key, at);
                if let Some(message) = message.and_then(|at| self.messages.get_mut(at as usize)) {
                    message.rows.push(at);
                }
                let first = said.since.unwrap_or(line.stamp.text);
                self.rows.push(Delivery {
                    queue_id: said.queue_id.map(str::to_owned),
                    recipient: said.recipient.map(str::to_owned),
                    first: (!first.is_empty()).then(|| first.to_owned()),
                    ..Delivery::default()
                });
                at
            }
        };
        let Some(row) = self.rows.get_mut(at as usize) else { return };
        row.status = said.state;
        // A message that only waits was not tried.
        row.tries += if said.state == State::Queued { said.tries } else { said.tries.max(1) };
        if !line.stamp.text.is_empty() {
            row.last = Some(line.stamp.text.to_owned());
        }
        if let Some(sender) = said.sender {
            row.sender = Some(sender.to_owned());
        }
        row.reply_code = said.code.map(str::to_owned);
        row.enhanced = said.enhanced.map(str::to_owned);
        row.relay = said.relay.map(str::to_owned);
        row.client = said.client.map(str::to_owned);
        row.queue = said.queue.map(str::to_owned);
        short(said.words.trim(), MOST_WORDS).clone_into(&mut row.words);
        row.span = line.span;
        if row.lines.len() < MOST_LINES && row.lines.last() != Some(&line.span) {
            row.lines.push(line.span);
        }
    }

    /// Gives up the deliveries of a message that still waited: the line says so of the message, and names no recipient.
    pub(super) fn expire(&mut self, line: &Line<'_>, id: &str, sender: Option<&str>, words: &str) {
        let message = self.message(id).and_then(|at| self.messages.get(at as usize));
        let rows: Vec<u32> =
            message.map(|message| message.rows.iter().rev().take(MOST_EXPIRED).copied().collect()).unwrap_or_default();
        let mut any = false;
        for at in rows {
            let Some(row) = self.rows.get_mut(at as usize) else { continue };
            if !matches!(row.status, State::Deferred | State::Queued) {
                continue;
            }
            any = true;
            row.status = State::Expired;
            row.last = Some(line.stamp.text).filter(|text| !text.is_empty()).map(str::to_owned).or(row.last.take());
            row.span = line.span;
            if row.lines.len() < MOST_LINES {
                row.lines.push(line.span);
            }
        }
        if any {
            self.told += 1;
            self.step(line, id, State::Expired.word(), words);
        } else {
            let said =
                Said { queue_id: Some(id), sender, state: State::Expired, words: words.into(), ..Said::default() };
            self.delivery(line, said);
        }
    }

    /// Takes in a step of a message that is no delivery.
    pub(super) fn step(&mut self, line: &Line<'_>, id: &str, what: &'static str, detail: &str) {
        if self.steps >= MOST_STEPS_IN_ALL {
            return;
        }
        let Some(message) = self.message(id).and_then(|at| self.messages.get_mut(at as usize)) else { return };
        if message.steps.len() >= MOST_STEPS {
            return;
        }
        self.steps += 1;
        if message.steps.is_empty() {
            // Most messages have one, and room for four would be half of the table.
            message.steps.reserve_exact(1);
        }
        message.steps.push(Step {
            what,
            detail: short(detail.trim(), MOST_DETAIL).into(),
            at: line.stamp.text.into(),
            seconds: line.stamp.seconds,
            span: line.span,
        });
    }

    /// Notes who sent a message.
    pub(super) fn sender(&mut self, id: &str, sender: &str) {
        if let Some(message) = self.message(id).and_then(|at| self.messages.get_mut(at as usize)) {
            message.sender = Some(sender.to_owned());
        }
    }

    /// The queue id is used anew from here on: what follows is about another message.
    pub(super) fn anew(&mut self, id: &str) {
        let key = self.hasher.hash_one(id);
        let Some(at) = self.message_of.remove(&key) else { return };
        let rows = self.messages.get(at as usize).map(|message| message.rows.clone()).unwrap_or_default();
        for row in rows.iter().filter_map(|at| self.rows.get(*at as usize)) {
            let key = self.hasher.hash_one((id, row.recipient.as_deref()));
            self.row_of.remove(&key);
        }
    }

    fn message(&mut self, id: &str) -> Option<u32> {
        let key = self.hasher.hash_one(id);
        if let Some(&at) = self.message_of.get(&key) {
            return Some(at);
        }
        let at = u32::try_from(self.messages.len()).ok().filter(|_| self.messages.len() < MOST_MESSAGES)?;
        self.messages.push(Message { id: id.to_owned(), ..Message::default() });
        self.message_of.insert(key, at);
        Some(at)
    }

    /// The rows in the order in which they were last seen, judged, and the log as a whole.
    pub(super) fn finish(mut self, form: String, lines: usize, understood: usize) -> (Vec<Delivery>, Log) {
        for message in &self.messages {
            for at in &message.rows {
                if let (Some(row), Some(sender)) = (self.rows.get_mut(*at as usize), &message.sender) {
                    row.sender.get_or_insert_with(|| sender.clone());
                }
            }
        }
        let mut rows = self.rows;
        let mut known = HashMap::new();
        for row in rows.iter_mut().filter(|row| row.status.is_failure()) {
            judge(row, &mut known);
        }
        order::sort_by_key(&mut rows, |row| (row.span.start, row.span.end));
        let log = Log {
            form,
            lines,
            understood,
            counts: Counts::of(&rows),
            left_out: self.left_out,
            messages: stories(self.messages),
        };
        (rows, log)
    }
}

/// What a refusal means, and what to call it.
type Meaning = (Reason, &'static str, Party);

/// How many refusals are remembered with their meanings.
const MOST_KNOWN: usize = 10_000;

/// Why a delivery is where it is, by the rules that read every refusal. The same words about another mailbox mean the same.
fn judge(row: &mut Delivery, known: &mut HashMap<(State, String, String), Meaning>) {
    if row.words.is_empty() && row.reply_code.is_none() && row.enhanced.is_none() {
        if row.status == State::Expired {
            row.reason = Some(Reason::Expired);
        }
        return;
    }
    let local =
        row.recipient.as_deref().and_then(|recipient| recipient.rsplit_once('@')).map(|(local, _)| format!("{local}@"));
    let words = local.map_or_else(|| row.words.clone(), |local| row.words.replace(&local, "@"));
    let codes = format!("{:?} {:?} {:?}", row.reply_code, row.enhanced, row.relay);
    let key = (row.status, codes, words);
    let (reason, title, party) = match known.get(&key) {
        Some(meaning) => *meaning,
        None => {
            let meaning = meaning(row);
            if known.len() < MOST_KNOWN {
                known.insert(key, meaning);
            }
            meaning
        }
    };
    row.reason = Some(reason);
    row.reason_title = Some(title.to_owned());
    row.party = Some(party);
}

fn meaning(row: &Delivery) -> Meaning {
    let codes = find::codes(&row.words);
    let found = classify(&Refusal {
        reply_code: row.reply_code.as_deref().or(codes.reply_code.as_ref().map(|code| code.text)),
        status: row.enhanced.as_deref().or(codes.status.as_ref().map(|code| code.text)),
        text: &row.words,
        step: None,
        remote: row.relay.as_deref().map(host_of),
        given_up: match row.status {
            State::Deferred => Some(false),
            State::Bounced | State::Expired => Some(true),
            _ => None,
        },
    });
    (found.reason, found.title, found.party)
}

/// The name in a relay: `mx.example.net[192.0.2.5]:25`, `mx.example.net. [192.0.2.5]`.
fn host_of(relay: &str) -> &str {
    relay.split(['[', ' ', ':']).next().unwrap_or_default().trim_end_matches('.')
}

fn stories(mut messages: Vec<Message>) -> Vec<Story> {
    messages.retain(|message| message.steps.len() > 1);
    // Those with a failure are the ones that somebody asks about; the rest keeps the order of the log.
    order::sort_by_key(&mut messages, |message| !message.has_failure);
    messages.truncate(MOST_STORIES);
    messages.into_iter().map(story).collect()
}

fn story(message: Message) -> Story {
    let mut before: Option<i64> = None;
    let events = message.steps.into_iter().map(|step| {
        let wait_seconds = before.zip(step.seconds).map(|(before, now)| now - before).filter(|wait| *wait >= 0);
        before = step.seconds.or(before);
        Event {
            at: (!step.at.is_empty()).then(|| step.at.into()),
            wait_seconds,
            what: step.what.to_owned(),
            detail: step.detail.into(),
            span: step.span,
        }
    });
    Story { queue_id: message.id, events: events.collect() }
}
