//! qmail: what qmail-remote reports of a delivery, by itself and in the log of qmail-send, which puts an underscore for every
//! blank and a slash for every line end. The words around an answer say which command it answers.
//!
//! ```text
//! @400000004996 starting delivery 5: msg 161214 to remote kim@example.org
//! @400000004996 delivery 5: failure: 192.0.2.1_does_not_like_recipient./Remote_host_said:_550_no/Giving_up_on_192.0.2.1./
//! h192.0.2.1 does not like recipient.
//! Remote host said: 550 no
//! ```

use std::net::IpAddr;

use super::{Event, Log, step_of};
use crate::finding::Span;
use crate::session::dialect::{Line, lines};
use crate::session::facts::Answer;
use crate::session::line::{cut, has};
use crate::session::stamp::{self, Stamp};
use crate::smtp::Step;

/// How many deliveries are known to be under way.
const MOST_DELIVERIES: usize = 256;
/// What stands before the server's own words.
const SAID: &str = "Remote host said: ";
const GIVEN_UP: &str = "Giving up on ";

pub(super) fn read(text: &str) -> Option<Log<'_>> {
    logged(text).or_else(|| reported(text))
}

/// The log of qmail-send: the first delivery that failed, or the first.
fn logged(text: &str) -> Option<Log<'_>> {
    let mut begun: Vec<(&str, &str, Option<Stamp<'_>>)> = Vec::new();
    let mut told: Option<Event<'_>> = None;
    let mut ends = 0;
    for line in lines(text) {
        let (stamp, rest) = stamp::split(line.text);
        let Some((number, verb, words)) = delivery(rest) else { continue };
        let Some(answer) = verb else {
            if begun.len() < MOST_DELIVERIES {
                begun.push((number, words, stamp));
            }
            continue;
        };
        ends += 1;
        if told.as_ref().is_some_and(|told| told.answer.is_no() || answer == Answer::Accepted) {
            continue;
        }
        let began = begun.iter().rev().find(|(known, ..)| *known == number);
        told = Some(Event {
            address: began.and_then(|(_, words, _)| words.rsplit_once(' ')).map(|(_, address)| address),
            since: began.and_then(|(.., since)| *since),
            stamp,
            ..ended(line, words, answer)
        });
    }
    told.map(|event| Log { form: "qmail", events: vec![event], others: ends - 1, is_of_one: true })
}

/// The number of the delivery that a line is about, how it ended where the line tells that, and the rest.
fn delivery(line: &str) -> Option<(&str, Option<Answer>, &str)> {
    let head = line.get(..line.floor_char_boundary(200))?;
    let (before, _) = cut(head, "delivery ")?;
    let (number, rest) = cut(line.get(before.len() + "delivery ".len()..)?, ": ")?;
    if number.is_empty() || !number.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    if before.ends_with("starting ") {
        return rest.starts_with("msg ").then_some((number, None, rest));
    }
    let (verb, words) = cut(rest, ": ")?;
    let answer = match verb {
        "success" => Answer::Accepted,
        "failure" => Answer::Refused,
        "deferral" => Answer::Deferred,
        _ => return None,
    };
    Some((number, Some(answer), words))
}

/// The end of a delivery.
fn ended<'a>(line: Line<'a>, words: &'a str, answer: Answer) -> Event<'a> {
    let at = line.said_at(words);
    let shown = without_underscores(words.trim_end_matches('/'));
    let told = cut(&shown, SAID);
    let head = told.map_or(shown.as_str(), |(head, _)| head);
    let said = told.map(|(_, said)| cut(said, GIVEN_UP).map_or(said, |(said, _)| said).trim_end_matches('/'));
    // A slash before the same code again was a line end.
    let said = said.map(|said| match said.get(..3) {
        Some(code) => said.replace(&format!("/{code}"), &format!("\n{code}")),
        None => said.to_owned(),
    });
    event(head, said, answer, Span::new(at, at + shown.len()))
}

/// The words as qmail-remote said them; an address keeps its underscores.
fn without_underscores(words: &str) -> String {
    let mut in_address = false;
    let plain = |letter| {
        in_address = letter == '<' || in_address && letter != '>';
        if letter == '_' && !in_address { ' ' } else { letter }
    };
    words.chars().map(plain).collect()
}

/// An event of what qmail says around an answer, and the answer.
fn event<'a>(head: &str, said: Option<String>, answer: Answer, at: Span) -> Event<'a> {
    let is_lost = said.is_none() && has(head, &["connection died", "establish an SMTP connection"]);
    let step = match answer {
        Answer::Accepted => Some(Step::EndOfData),
        // It had sent the whole message, and so cannot know whether it was taken.
        _ if has(head, &["Possible duplicate!"]) => Some(Step::EndOfData),
        _ => step_of(head),
    };
    Event {
        step,
        answer: if is_lost { Answer::Silent } else { answer },
        words: said.unwrap_or_else(|| head.replace('/', " ").trim_end().to_owned()),
        at,
        server: host(head),
        ..Event::default()
    }
}

/// The server, by its address.
fn host(head: &str) -> Option<String> {
    let mut words = head.split_whitespace().map(|word| word.trim_end_matches('.'));
    words.find(|word| word.parse::<IpAddr>().is_ok()).map(str::to_owned)
}

/// What qmail-remote itself writes: a letter for how it ended, the words, the server's answer on the next line. NUL ends each
/// report; a terminal does not show it.
fn reported(text: &str) -> Option<Log<'_>> {
    let mut events: Vec<Event<'_>> = Vec::new();
    let mut has_words = false;
    for line in lines(text) {
        for piece in line.text.split('\0') {
            let at = line.said_at(piece);
            let piece = piece.trim_end();
            // Recipients that were accepted have no words.
            let rest = piece.trim_start_matches('r');
            let told = report(rest);
            if rest.len() < piece.len() && (rest.is_empty() || told.is_some()) {
                events.push(Event {
                    step: Some(Step::Rcpt),
                    answer: Answer::Accepted,
                    at: Span::new(at, at + 1),
                    ..Event::default()
                });
            }
            if let Some((answer, head)) = told {
                has_words = true;
                if !head.starts_with(GIVEN_UP) {
                    events.push(event(head, None, answer, Span::new(at, at + piece.len())));
                }
            } else if let Some(last) = events.last_mut() {
                let said = piece.strip_prefix(SAID);
                if let Some(said) = said {
                    last.words = said.to_owned();
                } else if !piece.is_empty() && piece.get(..3) == last.words.get(..3) {
                    // An answer of several lines.
                    last.words.push('\n');
                    last.words.push_str(piece);
                } else {
                    continue;
                }
                last.at.end = at + piece.len();
            }
        }
    }
    (has_words && !events.is_empty()).then_some(Log { form: "qmail", events, others: 0, is_of_one: false })
}

/// A report of qmail-remote: how it ended, and its words.
fn report(piece: &str) -> Option<(Answer, &str)> {
    let answer = match piece.bytes().next()? {
        b'K' => Answer::Accepted,
        b'h' | b'D' => Answer::Refused,
        b's' | b'Z' => Answer::Deferred,
        _ => return None,
    };
    let head = piece.get(1..)?;
    let known =
        ["Connected to ", GIVEN_UP, "Sorry, I ", "CNAME lookup failed"].iter().any(|start| head.starts_with(start));
    let named = head.split(' ').next().is_some_and(|word| word.parse::<IpAddr>().is_ok());
    (known || named && (step_of(head).is_some() || has(head, &["accepted message"]))).then_some((answer, head))
}
