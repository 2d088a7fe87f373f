//! Logs that tell what became of a message, one event after the other, and not its dialogue: qmail's, and Microsoft's message
//! trace. They become a session whose steps are told from the words of the log.

mod qmail;
mod trace;

pub(super) use trace::{BEGINNINGS, NAMES};

use super::facts::{Answer, Exchange, Session};
use super::line::reply_code;
use super::note::Failure;
use super::reading::{self, MOST, Spoken, Transcript};
use super::stamp::Stamp;
use crate::finding::Span;
use crate::refusal::{Refusal, classify, find};
use crate::smtp::Step;

/// One thing that a log tells.
#[derive(Debug, Clone, Default)]
struct Event<'a> {
    /// What the log calls it: `Fail`.
    name: Option<&'a str>,
    step: Option<Step>,
    answer: Answer,
    address: Option<&'a str>,
    /// The answer of the server, or what the log says itself.
    words: String,
    at: Span,
    stamp: Option<Stamp<'a>>,
    /// When what it ends began.
    since: Option<Stamp<'a>>,
    /// The server that it names.
    server: Option<String>,
}

/// What a log tells of one message.
#[derive(Debug)]
struct Log<'a> {
    form: &'static str,
    events: Vec<Event<'a>>,
    /// How many more messages it tells of.
    others: usize,
    /// Whether all of it is about one recipient: what came through later was not stopped before.
    is_of_one: bool,
}

/// Reads a log of events; nothing where the text is none. Takes time linear in it.
pub(super) fn read(text: &str) -> Option<Transcript> {
    qmail::read(text).or_else(|| trace::read(text)).map(transcript)
}

/// The step that words name, as far as they do.
fn step_of(words: &str) -> Option<Step> {
    classify(&Refusal { text: words, ..Refusal::default() }).step
}

fn transcript(mut log: Log<'_>) -> Transcript {
    let stopped = log.stopped();
    let stop = stopped.and_then(|at| log.events.get(at));
    let failure = stop
        .filter(|stop| stop.answer == Answer::Silent && stop.step == Some(Step::Connect))
        .map(|stop| (Failure::Untold, stop.at));
    let named = log.events.iter().rev().find_map(|event| event.server.as_ref());
    let server = stop.and_then(|stop| stop.server.as_ref()).or(named).cloned();
    if stopped.is_some() && log.is_of_one {
        // Handed on, and yet refused: that it was taken is not where it ended.
        for event in &mut log.events {
            event.step = event.step.filter(|step| event.answer != Answer::Accepted || *step == Step::Delivery);
        }
    }
    let mut session = Session {
        form: log.form.into(),
        server,
        exchanges: log.events.iter().map(exchange).collect(),
        stopped,
        left_out: log.events.len().saturating_sub(MOST),
        others: log.others,
        ..Session::default()
    };
    session.queue_id = session.taken().and_then(|taken| reading::queue_id(&taken.reply));
    Transcript {
        failure,
        session,
        lines: log.events.iter().enumerate().take(MOST).map(spoken).collect(),
        has_replies: true,
        has_marks: true,
        is_log: true,
        ..Transcript::default()
    }
}

impl Log<'_> {
    /// The event at which the message came no further: a refusal before a delay.
    fn stopped(&self) -> Option<usize> {
        let mut stopped: Option<(usize, Answer)> = None;
        for (at, event) in self.events.iter().enumerate().take(MOST) {
            match event.answer {
                Answer::Accepted if self.is_of_one && event.step >= Some(Step::EndOfData) => stopped = None,
                Answer::Refused if stopped.is_none_or(|(_, answer)| answer != Answer::Refused) => {
                    stopped = Some((at, event.answer));
                }
                _ if event.answer.is_no() && stopped.is_none() => stopped = Some((at, event.answer)),
                _ => {}
            }
        }
        stopped.map(|(at, _)| at)
    }
}

fn exchange(event: &Event<'_>) -> Exchange {
    let code = reply_code(&event.words).map(|(code, _)| code.to_owned());
    let status = find::codes(&event.words)
        .status
        .filter(|status| if code.is_some() { status.at.start <= 5 } else { event.answer.is_no() });
    Exchange {
        step: event.step,
        command: event.name.map(str::to_owned),
        address: event.address.or_else(|| named_in(event)).map(str::to_owned),
        status: status.map(|status| status.text.to_owned()),
        reply_code: code,
        reply: event.words.clone(),
        answer: event.answer,
        stamp: event.stamp.map(|stamp| stamp.text.to_owned()),
        took: event.since.zip(event.stamp).and_then(|(since, stamp)| stamp.after_on_a_day(&since)),
        evidence: if event.at.is_empty() { Vec::new() } else { vec![event.at] },
        ..Exchange::default()
    }
}

/// The recipient, where an answer about one names them.
fn named_in<'a>(event: &'a Event<'_>) -> Option<&'a str> {
    reading::address(&event.words).filter(|_| matches!(event.step, Some(Step::Rcpt | Step::Delivery)))
}

fn spoken((at, event): (usize, &Event<'_>)) -> Spoken {
    let mut words = event.name.map(|name| format!("{name}: ")).unwrap_or_default();
    words.push_str(&event.words.replace('\n', " "));
    Spoken { is_client: false, words, stamp: event.stamp.map(|stamp| stamp.text.to_owned()), exchange: at }
}
