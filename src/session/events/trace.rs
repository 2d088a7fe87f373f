//! Microsoft's message trace: its events as the admin center shows them, as a table or a list of PowerShell, as CSV, and the
//! tracking log of Exchange Server, whose fields are the same.
//!
//! ```text
//! Feb 13, 2026 9:23:21 PM   Receive   Message received by: AM0PR00MB0001.eurprd00.prod.outlook.com
//! Feb 13, 2026 9:23:24 PM   Fail      Reason: [{LED=550 5.1.1 no such user};{MSG=};{FQDN=mx.example.org};{IP=192.0.2.25};{LRT=}]
//! ```
//!
//! `LED` is the last error, in the words of the server that `FQDN` and `IP` name; where they are empty, Exchange itself speaks.

use super::{Event, Log, step_of};
use crate::finding::Span;
use crate::refusal::find;
use crate::session::dialect::{Line, lines};
use crate::session::facts::Answer;
use crate::session::line::{cut, has};
use crate::session::stamp::{self, Stamp};
use crate::smtp::Step;

/// How many events are read.
const MOST_EVENTS: usize = 1_000;
/// How much is kept of what an event says.
const MOST_WORDS: usize = 4_000;
const ERROR: &str = "{LED=";

/// What Microsoft calls the events.
pub(in crate::session) const NAMES: [&str; 22] = [
    "Receive",
    "Submit",
    "Send external",
    "Send",
    "Deliver",
    "Fail",
    "Defer",
    "Drop",
    "Expand DL",
    "Expand",
    "Transfer",
    "Resolve",
    "Redirect",
    "Spam",
    "Malware",
    "Transport rule",
    "DLP rule",
    "Quarantine",
    "Journal",
    "Suppress",
    "Duplicate",
    "DSN",
];

/// How the words of an event begin.
pub(in crate::session) const BEGINNINGS: [&str; 9] = [
    "Message received ",
    "The message was ",
    "Message transferred",
    "Message sent ",
    "Reason: [{",
    ERROR,
    "Spam confidence level",
    "Transport rule: '",
    "DLP rule: '",
];

#[derive(Default)]
struct Reader<'a> {
    found: Vec<Event<'a>>,
    stamp: Option<Stamp<'a>>,
    address: Option<&'a str>,
    /// Whether the last event tells an error, and whether that goes on.
    has_error: bool,
    is_open: bool,
}

pub(super) fn read(text: &str) -> Option<Log<'_>> {
    if !has(text, &BEGINNINGS) {
        return None;
    }
    let mut reader = Reader::default();
    for line in lines(text) {
        reader.line(line);
    }
    let Reader { mut found, address, .. } = reader;
    if !found.iter().any(|one| has(&one.words, &BEGINNINGS)) {
        return None;
    }
    let mut since = None;
    for event in &mut found {
        event.address = address;
        event.since = since;
        since = event.stamp.or(since);
        finish(event);
    }
    Some(Log { form: "message trace", events: found, others: 0, is_of_one: true })
}

impl<'a> Reader<'a> {
    fn line(&mut self, line: Line<'a>) {
        let place = |words: &str| line.said_at(words);
        let open = line.text.trim();
        if open.is_empty() || self.found.len() >= MOST_EVENTS {
            return;
        }
        // A list: `Event : Fail`, in JSON `"event": "Fail",`.
        if let Some((key, value)) = open.split_once(':')
            && let Some(key) = key_of(key)
        {
            let words = value.trim();
            let value = words.trim_matches(['"', ',', '{', '}', ' ']);
            match key {
                Key::Date => self.stamp = stamp::dated(value).map(|(stamp, _)| stamp),
                Key::Address => self.address = Some(value).filter(|value| value.contains('@')),
                Key::Event if !value.is_empty() => self.begin(Some(value)),
                Key::Words if !value.is_empty() => {
                    let words = error_in(words).unwrap_or(words).trim_matches(['"', ',']);
                    self.say(words, place(words));
                }
                Key::Event | Key::Words | Key::Other => {}
            }
            return;
        }
        let is_deep = line.text.starts_with("  ");
        let mut cells = Vec::new();
        let mut has_event = false;
        for cell in cells_of(open) {
            let (stamp, cell) = match stamp::dated(cell) {
                Some((stamp, rest)) => (Some(stamp), rest.trim()),
                None => (None, cell),
            };
            self.stamp = stamp.or(self.stamp);
            match named(cell) {
                Some((name, rest)) if !has_event => {
                    has_event = true;
                    self.begin(Some(name));
                    cells.clear();
                    cells.extend((!rest.is_empty()).then_some(rest));
                }
                _ if cell.is_empty() || stamp.is_some() => {}
                _ => cells.push(cell),
            }
        }
        // What an event is about has blanks in it; what was done about it is a word.
        let error = error_in(open);
        let words = error.or_else(|| cells.iter().find(|cell| cell.contains(' ')).or(cells.first()).copied());
        // The brackets of JSON are no words.
        if let Some(words) = words.filter(|words| words.bytes().any(|byte| byte.is_ascii_alphanumeric())) {
            let goes_on = self.is_open || self.found.last().is_some_and(|last| last.words.is_empty() || is_deep);
            if has_event || goes_on || error.is_some() {
                self.say(words, place(words));
            }
        }
    }

    fn begin(&mut self, name: Option<&'a str>) {
        self.found.push(Event { name, stamp: self.stamp, ..Event::default() });
        (self.has_error, self.is_open) = (false, false);
    }

    fn say(&mut self, words: &'a str, at: usize) {
        // An error by itself is an event without a name.
        let is_error = has(words, &[ERROR]);
        if is_error && (self.has_error || self.found.is_empty()) {
            self.begin(None);
        }
        self.has_error |= is_error;
        self.is_open = self.has_error && (is_error || self.is_open) && !has(words, &["}]"]);
        let Some(last) = self.found.last_mut() else { return };
        if last.words.len() < MOST_WORDS {
            if last.words.is_empty() {
                last.at = Span::new(at, at);
            } else {
                last.words.push(' ');
            }
            last.words.push_str(words);
            last.at.end = at + words.len();
        }
    }
}

/// What a line of a list says.
#[derive(Clone, Copy)]
enum Key {
    Date,
    Event,
    Words,
    Address,
    /// Nothing of what is looked for.
    Other,
}

/// The last error that words tell, to their end.
fn error_in(words: &str) -> Option<&str> {
    let (before, _) = cut(words, ERROR)?;
    let error = words.get(before.len()..)?;
    // In CSV more cells follow.
    Some(cut(error, "\",\"").map_or(error, |(error, _)| error))
}

fn key_of(key: &str) -> Option<Key> {
    let key = key.trim().trim_matches('"').to_ascii_lowercase();
    Some(match key.as_str() {
        "date" | "timestamp" | "datetime" => Key::Date,
        "event" | "eventid" => Key::Event,
        "detail" | "description" | "recipientstatus" | "status" | "reason" => Key::Words,
        "recipientaddress" | "recipients" | "recipient" => Key::Address,
        "action" | "data" | "messageid" | "messagetraceid" | "id" => Key::Other,
        _ => return None,
    })
}

/// The cells of a row: of CSV, of a table with tabs, bars or wide gaps.
fn cells_of(row: &str) -> impl Iterator<Item = &str> {
    let part = match row.as_bytes().first() {
        Some(b'"') => "\",\"",
        _ if has(row, &[" | "]) => "|",
        _ if row.contains('\t') => "\t",
        _ if row.bytes().filter(|byte| *byte == b',').count() > 8 => ",",
        _ => "  ",
    };
    row.split(part).map(|cell| cell.trim().trim_matches('"'))
}

/// The event that a cell names, with what follows it in the same cell.
fn named(cell: &str) -> Option<(&str, &str)> {
    NAMES.iter().find_map(|name| {
        let (begin, rest) = cell.split_at_checked(name.len())?;
        let rest = rest.strip_prefix(':').unwrap_or(rest);
        let words = rest.trim_start();
        let parted =
            rest.is_empty() || rest.len() > words.len() && BEGINNINGS.iter().any(|known| words.starts_with(known));
        let parted = parted || words.starts_with("Reason: [{");
        (begin.eq_ignore_ascii_case(name) && parted).then_some((begin, words))
    })
}

/// Tells the answer and the step of an event from what it says, and the server that it names.
fn finish(event: &mut Event<'_>) {
    let words = event.words.as_str();
    let error = error_in(words).and_then(|error| error.get(ERROR.len()..)).map(|error| {
        let whole = cut(error, "};{").or_else(|| cut(error, "}]")).map_or(error, |(error, _)| error);
        whole.trim_end_matches('}').trim()
    });
    let after = |begin: &str| {
        let (_, rest) = cut(words, begin)?;
        rest.split(['}', ']', ' ']).next().filter(|value| !value.is_empty())
    };
    let remote = ["{FQDN=", "{IP=", "LastAttemptedServerName="].iter().find_map(|begin| after(begin));
    let is = |known: &str| event.name.is_some_and(|name| name.eq_ignore_ascii_case(known));
    let of_code = error.map_or(Answer::NotShown, Answer::of_code);
    let answer = match of_code {
        _ if is("Defer") => Answer::Deferred,
        _ if is("Fail") => Answer::Refused,
        // `250 2.1.5`: a list that was expanded, a notice that was held back.
        Answer::Deferred | Answer::Refused if is("Drop") => Answer::Refused,
        code if event.name.is_none() => code,
        _ => Answer::Accepted,
    };
    event.step = match answer {
        Answer::Accepted if is("Deliver") => Some(Step::Delivery),
        Answer::Accepted if is("Send external") => Some(Step::EndOfData),
        Answer::Deferred | Answer::Refused => error.and_then(|error| error_step(error, remote.is_some())),
        _ => None,
    };
    let server = remote.or_else(|| after("Message sent to ")).or_else(|| after("received by: "));
    event.server = server.map(str::to_owned);
    event.answer = answer;
    if let Some(error) = error {
        event.words = error.to_owned();
    }
}

/// The step at which an error came, as far as its words or its status tell.
fn error_step(error: &str, is_remote: bool) -> Option<Step> {
    if let Some(step) = step_of(error) {
        return Some(step);
    }
    let status = find::codes(error).status.map(|status| status.text.to_owned()).unwrap_or_default();
    match status.get(1..).unwrap_or_default() {
        // Microsoft's own: no answer from DNS; no connection, or none within TLS.
        ".4.312" => Some(Step::Lookup),
        ".4.315" | ".4.316" | ".4.317" | ".4.318" => {
            let is_tls = has(error, &["TLS", "ertificate", "SubjectMismatch"]);
            Some(if is_tls { Step::StartTls } else { Step::Connect })
        }
        ".1.1" | ".1.10" if is_remote => Some(Step::Rcpt),
        // Exchange had taken the message before.
        _ => (!is_remote).then_some(Step::Delivery),
    }
}
