//! From a message to what it says about the delivery of another.

use std::collections::HashSet;

use super::dialect::Dialect;
use super::dialect::generic;
use super::facts::{Action, Bounce, Recipient};
use super::notice::{NoticeParts as Parts, Returned};
use super::per_recipient::{self, Told};
use super::timeline::{self, Timeline};
use super::verdict::{self, Judged};
use super::{address, automatic, findings, listing, step_phrases, templates};
use crate::Context;
use crate::finding::{Confidence, Finding, Verdict};
use crate::message::{Message, Part};
use crate::refusal::reason::Weight;
use crate::refusal::{self, Classification, Refusal, find};
use crate::smtp::{Permanence, Reason, Step};

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
pub fn read<'a>(message: &'a Message<'a>, part: &'a Part<'a>, context: &Context) -> Option<Notice<'a>> {
    let parts = Parts::of(message, part);
    let heard = hear(&parts)?;
    if !heard.named
        && let Some(inner) = within(&parts, context)
    {
        return Some(Notice { returned: parts.returned, ..inner });
    }
    let concluded = conclude(&parts, heard, context);
    Some(Notice { returned: parts.returned, ..concluded })
}

fn conclude(parts: &Parts<'_>, heard: Heard, context: &Context) -> Notice<'static> {
    let story = Timeline::of(parts, heard.dialect);
    let reporting = parts.status.reporting_mta.as_deref();
    let mut judged: Vec<Judged> = heard.told.into_iter().map(classify).collect();
    let circle = findings::looped(&judged, parts, context);
    if circle.as_ref().is_some_and(|found| found.id == "bounce.loop") {
        judged
            .iter_mut()
            .filter(|one| one.classification.is_many_hops())
            .for_each(|one| one.classification.prove_circle());
    }
    let findings = findings::find(&findings::Case {
        judged: &judged,
        notice: parts,
        story: &story,
        named: heard.named,
        circle,
        context,
    });
    let headline = verdict::headline(&judged, reporting);
    let postmark = verdict::postmark(&judged, &story, reporting);
    let forged = findings.iter().find(|finding| finding.id == "bounce.backscatter").map(|finding| finding.confidence);
    // The findings count them all.
    judged.truncate(MOST_RECIPIENTS);
    for one in &mut judged {
        one.recipient.reason_title = one.recipient.reason.map(|_| verdict::title(one).to_owned());
        one.recipient.verdict = verdict::in_words(one, &story, reporting);
        one.recipient.letters = templates::about(one, &story, reporting, forged);
    }
    let bounce = Bounce {
        reporting_mta: parts.status.reporting_mta.clone(),
        dialect: heard.dialect.map(|dialect| dialect.name.to_owned()),
        arrival_date: parts.status.arrival_date.clone(),
        recipients: judged.into_iter().map(|one| one.recipient).collect(),
    };
    Notice { bounce, findings, headline, verdict: postmark, returned: Vec::new() }
}

/// How many recipients are listed. Servers take a hundred in one session at least (RFC 5321 section 4.5.3.1.8), and seldom a thousand.
pub(super) const MOST_RECIPIENTS: usize = 1000;

/// How many bytes of a server's words are kept: as many as are judged.
const MOST_WORDS: usize = 8 * 1024;

/// How many bytes of the words for people are looked at for a reason that the server's words do not tell.
const MOST_ASIDE: usize = 2 * 1024;

/// How many bytes of an address, a host's name or a date are kept: more than any may have.
const MOST_NAME: usize = 1024;

/// A notice that names nobody may only be the wrapper of another one, which a gateway passed on.
fn within(parts: &Parts<'_>, context: &Context) -> Option<Notice<'static>> {
    let [returned] = parts.returned.as_slice() else { return None };
    let base = if returned.exact { returned.span.start } else { 0 };
    let message = Message::read(&returned.bytes, base);
    let part = Part::of(&message);
    let inner = Parts::of(&message, &part);
    let heard = hear(&inner).filter(|heard| heard.named)?;
    let mut notice = Notice { returned: Vec::new(), ..conclude(&inner, heard, context) };
    if !returned.exact {
        notice.bounce.place_spans(&|_| returned.span);
        for finding in &mut notice.findings {
            finding.evidence.iter_mut().for_each(|span| *span = returned.span);
        }
    }
    Some(notice)
}

/// Who speaks, and what is told.
struct Heard {
    dialect: Option<&'static Dialect>,
    told: Vec<Told>,
    /// Whether the notice itself names the recipients.
    named: bool,
}

/// Lets the dialects speak, the best first, and takes the report's fields with what the best one says.
fn hear(parts: &Parts<'_>) -> Option<Heard> {
    let report = &parts.status.recipients;
    let ranked = parts.scan.ranked(&parts.status.own_fields);
    let may_speak = may_speak(parts, ranked.first().map_or(0, |(score, _)| *score));
    let mut heard = Heard {
        dialect: ranked.first().map(|(_, dialect)| *dialect).filter(|_| may_speak),
        told: Vec::new(),
        named: true,
    };
    if may_speak {
        for (_, dialect) in &ranked {
            let mut told = (dialect.read)(parts);
            told.iter_mut().for_each(step_phrases::read);
            if !told.is_empty() {
                heard = Heard { dialect: Some(dialect), told, named: true };
                break;
            }
        }
    }
    let told = merge(report.clone(), heard.told);
    let mut told = if told.is_empty() && may_speak { generic::read(parts) } else { told };
    if told.is_empty() {
        told.extend(generic::of_a_list(parts));
    }
    if let [only] = told.as_mut_slice()
        && only.address.is_none()
    {
        only.address = unnamed(parts, heard.dialect).into_iter().next().and_then(|named| named.address);
    }
    heard.named = told.iter().any(|told| told.address.is_some());
    let told = if told.is_empty() && may_speak { unnamed(parts, heard.dialect) } else { told };
    let mut told = once(told.into_iter().map(|told| finish(told, parts)).collect());
    if let [only] = told.as_mut_slice() {
        // The words for people are about the only one.
        let text = parts.text.get(..parts.text.floor_char_boundary(MOST_ASIDE)).unwrap_or_default();
        only.aside.push(' ');
        only.aside.push_str(&listing::joined(text));
    }
    heard.told = told;
    (!heard.told.is_empty()).then_some(heard)
}

/// The weight of phrases that leave no doubt, whoever sent them.
const BEYOND_DOUBT: u16 = 30;

/// Whether words may be taken for a notice: a program sent them, or nobody is named, or they are unmistakable and no
/// part of a conversation.
fn may_speak(parts: &Parts<'_>, best: u16) -> bool {
    if !parts.status.recipients.is_empty() || parts.field("From").is_none() {
        return true;
    }
    // Newsletters and people write about bounces too, and in the same words; a program's phrases, a returned message, or
    // a list of those whom a message did not reach, are its own.
    let returns = !parts.returned.is_empty() || parts.scan.returned_at.is_some();
    let is_vouched = best > 0 || returns || lists_recipients(parts);
    if parts.scan.from_machine {
        return is_vouched || !is_of_a_list(parts);
    }
    let replies = parts.field("In-Reply-To").is_some() || parts.field("References").is_some();
    parts.scan.is_titled && is_vouched && !automatic::answers(parts) || best >= BEYOND_DOUBT && !replies
}

/// Whether the message came over a mailing list.
fn is_of_a_list(parts: &Parts<'_>) -> bool {
    ["List-Id", "List-Post", "List-Unsubscribe"].iter().any(|name| parts.field(name).is_some())
}

/// How many lines below the one that says that a message was not delivered are looked at.
const MOST_LINES: usize = 20;

/// Whether what says that a message was not delivered goes on with a list: "to the following recipients:", or an address
/// at the beginning of a line.
fn lists_recipients(parts: &Parts<'_>) -> bool {
    let Some(said) = parts.scan.says_failed.and_then(|at| parts.text.get(at..)) else { return false };
    let mut below = said.lines().skip(1).take(MOST_LINES);
    listing::paragraph(said).contains("following")
        || below.any(|line| address::leading(line.trim_start_matches(['<', '*', '-', ' ', '\t'])).is_some())
}

/// How many recipients of a report are completed by the words for people: each is looked for among as many.
const MOST_MERGED: usize = 200;

/// The report's fields count; the words written for people complete them.
fn merge(report: Vec<Told>, spoken: Vec<Told>) -> Vec<Told> {
    if report.is_empty() {
        return spoken;
    }
    let mut merged = once(report);
    let alone = merged.len() == 1 && spoken.len() == 1;
    for told in spoken.into_iter().take(MOST_MERGED) {
        let address = told.address.clone().unwrap_or_default();
        let known = merged.iter_mut().take(MOST_MERGED).find(|known| known.is_about(&address) || alone);
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

/// An alias that leads round in a circle reports one address again and again, and some programs list one twice: the first
/// report counts.
fn once(report: Vec<Told>) -> Vec<Told> {
    let mut seen = HashSet::new();
    let mut once = report;
    once.retain(|told| {
        // A mailbox without its domain may be that of two people.
        let whole = told.address.as_deref().filter(|address| address.contains('@'));
        whole.is_none_or(|address| seen.insert(address.trim_end_matches('.').to_ascii_lowercase()))
    });
    once
}

/// A notice that names no recipient: the returned message may name the only one it was for.
fn unnamed(parts: &Parts<'_>, dialect: Option<&'static Dialect>) -> Vec<Told> {
    if dialect.is_none() && parts.scan.says_what().is_none() {
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
    let words = last_paragraph(&parts.text);
    named.into_iter().map(|address| Told::of(address, &words)).collect()
}

/// The last words of a text, on one line: what a notice says when it has said who it is.
fn last_paragraph(text: &str) -> String {
    let mut last = "";
    let mut start = 0;
    for (at, line) in text.split('\n').scan(0, |at, line| {
        let here = *at;
        *at += line.len() + 1;
        Some((here, line))
    }) {
        if line.trim().is_empty() {
            start = at + line.len() + 1;
        } else if let Some(piece) = text.get(start..at + line.len()) {
            last = piece;
        }
    }
    listing::joined(last)
}

/// Takes the last facts out of what is told of one recipient, and cuts what is longer than anybody reads.
fn finish(mut told: Told, parts: &Parts<'_>) -> Told {
    step_phrases::read(&mut told);
    per_recipient::cut(&mut told.words, MOST_WORDS);
    let names = [&mut told.address, &mut told.original, &mut told.remote_mta, &mut told.will_retry_until];
    names.into_iter().flatten().for_each(|name| per_recipient::cut(name, MOST_NAME));
    if told.action.is_none() {
        told.action = Some(if parts.scan.says_delayed.is_some() { Action::Delayed } else { Action::Failed });
    }
    told
}

/// Judges what is told of one recipient.
fn classify(told: Told) -> Judged {
    let found = find::codes(&told.words);
    let reply_code = found.reply_code.map(|code| code.text);
    let status = status(told.status.as_deref(), found.status.map(|code| code.text));
    let classification = refusal::classify(&Refusal {
        reply_code,
        status,
        text: &told.words,
        step: told.step,
        remote: told.remote_mta.as_deref(),
        given_up: told.action.map(|action| action == Action::Failed),
    });
    let classification = elsewhere(&told, reply_code, status, &classification).unwrap_or(classification);
    let reason = told.hint.unwrap_or_else(|| reason(&told, status, &classification));
    let step = told.step.or(classification.step);
    let party =
        if reason == classification.reason { classification.party } else { refusal::reason::entry(reason).party };
    let recipient = Recipient {
        action: told.action,
        status: status.map(str::to_owned),
        reply_code: reply_code.map(str::to_owned),
        permanence: if timeline::is_trouble(told.action) { classification.permanence } else { None },
        // Who still tries has not been told for good.
        dead_address: reason == classification.reason
            && classification.dead_address
            && !(told.action == Some(Action::Delayed) && classification.permanence == Some(Permanence::Temporary)),
        reason: Some(reason),
        party: Some(party),
        command: step.and_then(command).map(str::to_owned),
        step,
        diagnostic: Some(told.words).filter(|words| !per_recipient::says_nothing(words)),
        address: told.address,
        original_address: told.original,
        remote_mta: told.remote_mta,
        will_retry_until: told.will_retry_until,
        evidence: told.evidence,
        ..Recipient::default()
    };
    Judged { recipient, classification }
}

/// The reason, where the server's words tell none and it stands elsewhere in the notice: in the comment of the Status field, above
/// the recipients, in the part for people. It is not enough to call an address dead.
fn elsewhere(
    told: &Told,
    reply_code: Option<&str>,
    status: Option<&str>,
    known: &Classification,
) -> Option<Classification> {
    let is_open = matches!(known.reason, Reason::OnHold | Reason::Undefined)
        || known.reason == Reason::SystemError && known.confidence == Confidence::Possible;
    if !is_open || told.hint.is_some() || told.class.is_some() || told.aside.trim().is_empty() {
        return None;
    }
    let found = refusal::classify(&Refusal {
        reply_code,
        status,
        text: &told.aside,
        step: told.step,
        remote: told.remote_mta.as_deref(),
        given_up: told.action.map(|action| action == Action::Failed),
    });
    let is_told = found.provider.is_none()
        && found.weight >= Some(Weight::Plain)
        && found.confidence != Confidence::Possible
        && !matches!(
            found.reason,
            Reason::OnHold | Reason::Undefined | Reason::Delivered | Reason::Feedback | Reason::Vacation
        );
    is_told.then_some(Classification {
        confidence: Confidence::Likely,
        dead_address: false,
        evidence: None,
        disagreement: None,
        ..found
    })
}

/// The reason, where the notice itself says more than the refused words do.
fn reason(told: &Told, status: Option<&str>, classification: &Classification) -> Reason {
    // Only the codes speak, or nothing does.
    let vague = classification.confidence == Confidence::Possible
        && matches!(classification.reason, Reason::OnHold | Reason::Undefined | Reason::SystemError);
    let no_mailbox = classification.reason == Reason::UserUnknown;
    // RFC 5321 section 4.2.3 gives these words for a mailbox not found, one without access, and a policy alike.
    let one_of_three = status.is_none() && listing::find(&told.words, "mailbox unavailable").is_some();
    // The words say that there is no such mailbox, the code that there is one: not enough to call the address dead.
    let exists = status.is_some_and(|status| status.ends_with(".2.1"));
    if let Some(class) = told.class.filter(|_| vague) {
        return class;
    }
    match (told.action, told.step) {
        _ if no_mailbox && (exists || one_of_three) && told.step != Some(Step::Rcpt) => Reason::Filtered,
        (_, Some(Step::Delivery)) if vague => Reason::MailerError,
        (Some(Action::Delayed), _) if vague => Reason::Expired,
        (Some(Action::Delivered | Action::Relayed | Action::Expanded), _) => Reason::Delivered,
        // What failed was not delivered, whatever words its notice uses.
        _ if matches!(classification.reason, Reason::Delivered | Reason::Feedback | Reason::Vacation) => {
            Reason::Undefined
        }
        _ => classification.reason,
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
