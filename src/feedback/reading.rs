//! Reading abuse reports: the machine part, where there is one, and the reports that have none.

use std::borrow::Cow;

use super::findings::{self, Case};
use super::{Feedback, mistake};
use crate::Context;
use crate::finding::{Fact, Finding, Span, Verdict};
use crate::message::{Field, Message, Part, addresses};
use crate::trace;

/// Everything there is to say of an abuse report.
#[derive(Debug, Clone)]
pub struct Complaint<'a> {
    /// What it says.
    pub feedback: Feedback,
    /// What follows from it.
    pub findings: Vec<Finding>,
    /// One sentence to read out.
    pub headline: String,
    /// What to show beside it.
    pub verdict: Verdict,
    /// The message that the complaint is about.
    pub reported: Option<Reported<'a>>,
}

/// A message that stands in a report.
#[derive(Debug, Clone)]
pub struct Reported<'a> {
    /// Its bytes.
    pub bytes: Cow<'a, [u8]>,
    /// Where they stand in the whole input.
    pub span: Span,
    /// Whether offsets in the bytes run side by side with offsets in the input.
    pub exact: bool,
}

/// Reads an abuse or authentication failure report; nothing where the message is something else.
#[must_use]
pub fn read<'a>(message: &Message<'a>, part: &'a Part<'a>, context: &Context) -> Option<Complaint<'a>> {
    let machine = part.walk().find_map(machine_fields).or_else(|| pasted_alone(message));
    let holder = part.walk().find(|part| part.enclosed().is_some()).or_else(|| unmarked(part));
    let (mut feedback, fields) = match machine {
        Some(fields) => (facts(&fields), fields),
        None => (without_machine_part(message, part, holder)?, Vec::new()),
    };
    let reported = holder.map(|part| Reported { bytes: part.body.clone(), span: part.span, exact: part.is_exact() });
    let enclosed = holder.and_then(message_in);
    complete(&mut feedback, enclosed.as_ref());
    // Places in a decoded part are not places in the input: the part as a whole is shown then.
    let whole = holder.filter(|part| !part.is_exact()).map(|part| part.span);
    let route = enclosed.as_ref().and_then(|enclosed| trace::read(enclosed, context).route);
    let inner = enclosed.as_ref().map(Part::of);
    let mistake =
        enclosed.as_ref().zip(inner.as_ref()).and_then(|(enclosed, inner)| mistake::find(enclosed, inner, &feedback));
    let case = Case {
        feedback: &feedback,
        fields: &fields,
        enclosed: enclosed.as_ref(),
        whole,
        route,
        mistake,
        is_unread: mistake::is_unread(message, part),
        context,
    };
    let findings = findings::all(&case);
    let (headline, verdict) = findings::summary(&case);
    let letter =
        case.mistake.as_ref().filter(|_| !case.is_unread).map(|mistake| mistake.letter(&feedback, enclosed.as_ref()));
    feedback.mistake = case.mistake.as_ref().map(|mistake| mistake.kind);
    feedback.letter = letter;
    Some(Complaint { feedback, findings, headline, verdict, reported })
}

/// The fields of a `message/feedback-report` part, or of a text that is one without saying so.
fn machine_fields<'a>(part: &'a Part<'a>) -> Option<Vec<Field<'a>>> {
    let base = if part.is_exact() { part.span.start } else { 0 };
    let is_stated = part.media_type == "message/feedback-report";
    if !is_stated
        && (!part.parts.is_empty() || !matches!(part.media_type.as_str(), "text/plain" | "application/octet-stream"))
    {
        return None;
    }
    let start = part.body.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(part.body.len());
    let block = Message::read(part.body.get(start..).unwrap_or_default(), base + start);
    if is_stated {
        return Some(fields_of(&part.body, block, base + start));
    }
    let is_report = block.first("Feedback-Type").is_some()
        && (block.first("Version").is_some() || block.first("User-Agent").is_some());
    is_report.then_some(block.fields)
}

/// The part's fields; some reports put an empty line between them.
fn fields_of<'a>(body: &'a [u8], block: Message<'a>, base: usize) -> Vec<Field<'a>> {
    let mut fields = block.fields;
    let rest = block.body;
    if fields.iter().all(|field| !field.is("Feedback-Type")) && !rest.is_empty() {
        let offset = body.len().saturating_sub(rest.len());
        let base = if block.body_start >= base { block.body_start } else { offset };
        fields.extend(Message::read(rest, base).fields);
    }
    fields
}

/// The machine part of a report, pasted alone.
fn pasted_alone<'a>(message: &Message<'a>) -> Option<Vec<Field<'a>>> {
    let is_alone = message.first("Feedback-Type").is_some() && message.first("Received").is_none();
    is_alone.then(|| message.fields.clone())
}

/// A part that holds a message without saying so.
fn unmarked<'a>(part: &'a Part<'a>) -> Option<&'a Part<'a>> {
    part.parts.iter().skip(1).find(|part| {
        let inner = Message::read(part.body.trim_ascii_start(), 0);
        part.parts.is_empty() && inner.first("Received").is_some() && inner.first("From").is_some()
    })
}

fn message_in<'a>(part: &'a Part<'a>) -> Option<Message<'a>> {
    part.enclosed().or_else(|| {
        let start = part.body.iter().position(|byte| !byte.is_ascii_whitespace())?;
        let base = if part.is_exact() { part.span.start + start } else { start };
        Some(Message::read(part.body.get(start..)?, base))
    })
}

fn facts(fields: &[Field<'_>]) -> Feedback {
    let all = |name: &str| -> Vec<String> {
        fields.iter().filter(|field| field.is(name)).map(Field::unfolded).filter(|value| !value.is_empty()).collect()
    };
    let first = |name: &str| all(name).into_iter().next();
    let bare = |value: String| value.trim_start_matches('<').trim_end_matches('>').to_owned();
    Feedback {
        feedback_type: first("Feedback-Type").map(|kind| kind.to_ascii_lowercase()),
        user_agent: first("User-Agent"),
        version: first("Version"),
        source_ip: first("Source-IP").map(|ip| ip.trim_matches(['[', ']']).to_owned()),
        original_mail_from: first("Original-Mail-From").map(bare),
        original_rcpt_to: all("Original-Rcpt-To").into_iter().map(bare).collect(),
        arrival_date: first("Arrival-Date").or_else(|| first("Received-Date")),
        reporting_mta: first("Reporting-MTA").map(|mta| after_type(&mta).to_owned()),
        reported_domains: all("Reported-Domain"),
        reported_uris: all("Reported-URI"),
        removal_recipients: all("Removal-Recipient").into_iter().map(bare).collect(),
        incidents: first("Incidents"),
        auth_failure: first("Auth-Failure").map(|kind| kind.to_ascii_lowercase()),
        delivery_result: first("Delivery-Result"),
        other_fields: others(fields),
        ..Feedback::default()
    }
}

/// How many other fields are kept, each shortened: a whole body may stand in one.
const MOST_OTHERS: usize = 50;

/// The fields that have no place of their own among the facts.
fn others(fields: &[Field<'_>]) -> Vec<Fact> {
    const KNOWN: [&str; 15] = [
        "Feedback-Type",
        "User-Agent",
        "Version",
        "Source-IP",
        "Original-Mail-From",
        "Original-Rcpt-To",
        "Arrival-Date",
        "Received-Date",
        "Reporting-MTA",
        "Reported-Domain",
        "Reported-URI",
        "Removal-Recipient",
        "Incidents",
        "Auth-Failure",
        "Delivery-Result",
    ];
    let others = fields.iter().filter(|field| !field.value.is_empty() && !KNOWN.iter().any(|name| field.is(name)));
    let told = others.take(MOST_OTHERS).map(|field| Fact::new(field.name, mistake::shortened(&field.unfolded())));
    told.collect()
}

/// A report of a provider that sends no machine part: Microsoft's JMRP, and letters in the words of the first ARF programs.
/// Nothing where it is not sure to be one.
fn without_machine_part(message: &Message<'_>, part: &Part<'_>, holder: Option<&Part<'_>>) -> Option<Feedback> {
    let holder = holder?;
    let enclosed = message_in(holder)?;
    let subject = message.text("Subject").unwrap_or_default();
    let about = subject.to_ascii_lowercase();
    let jmrp = about.trim_start().starts_with("complaint about message from")
        || ["X-HmXmrOriginalRecipient", "X-MSFBL-Recipient"].iter().any(|name| enclosed.first(name).is_some());
    let announced = about.starts_with("email feedback report for ip")
        || part.param("report-type").as_deref() == Some("feedback-report");
    let said = || {
        let texts = part.walk().filter(|part| part.parts.is_empty() && part.media_type == "text/plain");
        let texts = texts.take_while(|part| part.span.start < holder.span.start);
        texts.take(3).any(|part| {
            let text = part.text().text.to_ascii_lowercase();
            ["email abuse report for an email message", "abuse report for an email message", "marked as spam by"]
                .iter()
                .any(|phrase| text.contains(phrase))
        })
    };
    if !(jmrp || announced || said()) {
        return None;
    }
    let last_word = subject.split_ascii_whitespace().next_back().unwrap_or_default();
    let source_ip = Some(last_word.trim_matches(['[', ']'])).filter(|word| looks_like_address(word)).map(str::to_owned);
    Some(Feedback { feedback_type: Some("abuse".to_owned()), source_ip, ..Feedback::default() })
}

/// Adds what the reported message itself tells.
fn complete(feedback: &mut Feedback, enclosed: Option<&Message<'_>>) {
    if feedback.original_rcpt_to.is_empty() {
        let names = ["X-HmXmrOriginalRecipient", "X-MSFBL-Recipient", "X-Original-To", "Delivered-To"];
        let told = names.iter().find_map(|name| enclosed.and_then(|message| message.first(name)));
        feedback.original_rcpt_to.extend(told.map(Field::unfolded));
    }
    let known = feedback.original_rcpt_to.iter().chain(&feedback.removal_recipients);
    let mut known = known.peekable();
    feedback.redacted = match known.peek() {
        Some(_) => known.all(|address| is_redacted(address)),
        None => enclosed.and_then(|message| message.first("To")).is_some_and(|to| {
            let to = to.unfolded();
            is_redacted(&to) || addresses(&to).is_empty()
        }),
    };
}

/// Whether an address was hidden by the reporter: by a word for it, by signs in place of letters, or by a checksum.
#[must_use]
pub(super) fn is_redacted(address: &str) -> bool {
    const WORDS: &[&str] = &[
        "redacted",
        "hashed",
        "hidden",
        "removed",
        "undisclosed",
        "withheld",
        "suppressed",
        "anonymous",
        "anonymized",
        "unknown",
    ];
    let address = address.trim().trim_matches(['<', '>', '"']).to_ascii_lowercase();
    let local = address.split('@').next().unwrap_or_default().trim_matches(['[', ']', '<', '>', '"']);
    let signs =
        local.len() >= 3 && local.bytes().all(|byte| matches!(byte, b'x' | b'*' | b'#' | b'?' | b'.' | b'-' | b'_'));
    let checksum = local.len() >= 24 && local.bytes().all(|byte| byte.is_ascii_hexdigit());
    WORDS.contains(&local) || address.starts_with("undisclosed") || local.starts_with("redacted") || signs || checksum
}

fn looks_like_address(text: &str) -> bool {
    text.parse::<std::net::IpAddr>().is_ok()
}

/// What stands behind the type of a typed field: `mail.example.com` of `dns; mail.example.com`.
pub(super) fn after_type(value: &str) -> &str {
    value.split_once(';').map_or(value, |(_, value)| value).trim()
}
