//! From a message to what it says about the delivery of another.

use super::dialect::Dialect;
use super::facts::{Action, Bounce, Recipient};
use super::notice::{Notice as Parts, Returned};
use super::told::{self, Told};
use super::{address, listing, signs};
use crate::Context;
use crate::finding::{Finding, Verdict};
use crate::message::{Message, Part};
use crate::smtp::{self, Step, Words, find};

/// A notice about the delivery of a message: the facts, and what the rules make of them.
#[derive(Debug, Clone, Default)]
pub struct Notice<'a> {
    /// What it says.
    pub bounce: Bounce,
    /// What the rules found.
    pub findings: Vec<Finding>,
    /// One sentence a helpdesk can read out.
    pub headline: String,
    /// What to show beside it.
    pub verdict: Option<Verdict>,
    /// The messages, or the headers, that it returns.
    pub returned: Vec<Returned<'a>>,
}

/// Reads a notice about delivery; none where the message is something else.
#[must_use]
pub fn read<'a>(message: &'a Message<'a>, part: &'a Part<'a>, _context: &Context) -> Option<Notice<'a>> {
    let parts = Parts::of(message, part);
    let heard = hear(&parts)?;
    let recipients = heard.told.into_iter().map(recipient).collect();
    let bounce = Bounce {
        reporting_mta: parts.status.reporting_mta.clone(),
        dialect: heard.dialect.map(|dialect| dialect.name.to_owned()),
        arrival_date: parts.status.arrival_date.clone(),
        recipients,
    };
    Some(Notice { bounce, returned: parts.returned, ..Notice::default() })
}

/// Who speaks, and what is told.
struct Heard {
    dialect: Option<&'static Dialect>,
    told: Vec<Told>,
}

/// Lets the dialects speak, the best first, and takes the report's fields with what the best one says.
fn hear(parts: &Parts<'_>) -> Option<Heard> {
    let report = &parts.status.recipients;
    let ranked = parts.scan.ranked(&parts.status.own_fields);
    let may_speak = parts.scan.from_machine || parts.field("From").is_none() || !report.is_empty();
    let mut heard = Heard { dialect: ranked.first().copied().filter(|_| may_speak), told: Vec::new() };
    if may_speak {
        for dialect in &ranked {
            let told = (dialect.read)(parts);
            if !told.is_empty() {
                heard = Heard { dialect: Some(dialect), told };
                break;
            }
        }
    }
    let told = merge(report.clone(), heard.told);
    let told = if told.is_empty() && may_speak { unnamed(parts, heard.dialect) } else { told };
    heard.told = told.into_iter().map(|told| finish(told, parts)).collect();
    (!heard.told.is_empty()).then_some(heard)
}

/// The report's fields count; the words written for people complete them.
fn merge(report: Vec<Told>, spoken: Vec<Told>) -> Vec<Told> {
    if report.is_empty() {
        return spoken;
    }
    let mut merged = report;
    let alone = merged.len() == 1 && spoken.len() == 1;
    for told in spoken {
        let address = told.address.clone().unwrap_or_default();
        let known = merged.iter_mut().take(1000).find(|known| known.is_about(&address) || alone);
        if let Some(known) = known {
            // `@mx.example.org` names no mailbox.
            if !known.address.as_deref().is_some_and(address::is_address) && address::is_address(&address) {
                known.address = None;
            }
            known.complete(told);
        }
    }
    merged
}

/// A notice that names no recipient: the returned message may name the only one it was for.
fn unnamed(parts: &Parts<'_>, dialect: Option<&'static Dialect>) -> Vec<Told> {
    if dialect.is_none() && parts.scan.says_failed.is_none() {
        return Vec::new();
    }
    let failed = parts.field("X-Failed-Recipients").unwrap_or_default();
    let mut named: Vec<&str> = address::all(&failed).collect();
    let to;
    if named.is_empty() {
        let Some(returned) = parts.returned.first() else { return Vec::new() };
        let header = Message::read(&returned.bytes, 0);
        to = header.first("To").map(crate::message::Field::unfolded).unwrap_or_default();
        named = address::all(&to).collect();
        if named.len() != 1 {
            return Vec::new();
        }
    }
    named.into_iter().map(|address| Told::of(address, &listing::joined(&parts.text))).collect()
}

/// Takes the last facts out of what is told of one recipient.
fn finish(mut told: Told, parts: &Parts<'_>) -> Told {
    signs::read(&mut told);
    if told.action.is_none() {
        told.action = Some(if parts.scan.says_delayed { Action::Delayed } else { Action::Failed });
    }
    told
}

/// Judges what is told of one recipient.
fn recipient(told: Told) -> Recipient {
    let found = find::codes(&told.words);
    let reply_code = found.reply_code.map(|code| code.text);
    let status = status(told.status.as_deref(), found.status.map(|code| code.text));
    let judgement = smtp::judge(&Words {
        reply_code,
        status,
        text: &told.words,
        step: told.step,
        remote: told.remote_mta.as_deref(),
        given_up: told.action.map(|action| action == Action::Failed),
    });
    let reason = told.hint.unwrap_or(judgement.reason);
    let step = told.step.or(judgement.step);
    Recipient {
        action: told.action,
        status: status.map(str::to_owned),
        reply_code: reply_code.map(str::to_owned),
        permanence: judgement.permanence,
        dead_address: judgement.dead_address,
        reason: Some(reason),
        party: Some(judgement.party),
        command: step.and_then(command).map(str::to_owned),
        step,
        diagnostic: Some(told.words).filter(|words| !told::says_nothing(words)),
        address: told.address,
        original_address: told.original,
        remote_mta: told.remote_mta,
        will_retry_until: told.will_retry_until,
        evidence: told.evidence,
        ..Recipient::default()
    }
}

/// The enhanced status code that says most: the one in the server's words, but for `x.0.0`, else the Status field's.
fn status<'a>(field: Option<&'a str>, words: Option<&'a str>) -> Option<&'a str> {
    match (field, words) {
        (Some(field), Some(words)) if words.ends_with(".0.0") && !field.ends_with(".0.0") => Some(field),
        (field, words) => words.or(field),
    }
}

/// The command that a step is the answer to.
fn command(step: Step) -> Option<&'static str> {
    Some(match step {
        Step::Lookup | Step::Connect | Step::Delivery => return None,
        Step::Helo => "EHLO",
        Step::StartTls => "STARTTLS",
        Step::Auth => "AUTH",
        Step::Mail => "MAIL",
        Step::Rcpt => "RCPT",
        Step::Data | Step::EndOfData => "DATA",
    })
}
