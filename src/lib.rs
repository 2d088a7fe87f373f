//! Reads mail headers, bounces and error lines, and says why, whose side it is on, and what to do next.

pub mod bounce;
mod context;
pub mod detect;
pub mod dns;
pub mod feedback;
pub mod finding;
#[cfg(feature = "js")]
pub mod js;
pub mod mailroute;
pub mod message;
mod phrases;
pub mod report;
pub mod smtp;
pub mod source;
pub mod trace;

pub use context::{Context, Mine};
pub use report::Report;

use finding::{Confidence, Span};
use message::{Field, Message, Part};
use report::{HeaderField, Kind};
use source::Source;

/// Reads any bytes and says what there is to say of them. Takes time linear in their number; never panics.
#[must_use]
pub fn analyze(input: &[u8], context: &Context) -> Report {
    analyze_source(&Source::read(input), context)
}

/// Like [`analyze`], for a caller that needs the [`Source`] too, to show the text that the report's spans count in.
#[must_use]
pub fn analyze_source(source: &Source, context: &Context) -> Report {
    let mut report = read(source.clean(), 0, context, MAX_DEPTH);
    report.repairs = source.repairs().to_vec();
    report.findings.extend(source::finding(source.repairs()));
    report.place_spans(&|span| source.in_text(span));
    report
}

/// How many messages within messages are read: a bounce, what it returns, what that returns.
const MAX_DEPTH: usize = 4;

fn read(clean: &[u8], base: usize, context: &Context, depth: usize) -> Report {
    let message = Message::read(clean, base);
    let part = Part::of(&message);
    let guesses = detect::detect(clean, &message);
    let kind = guesses
        .iter()
        // A bounce is one when the room that reads bounces says so; a guess at an error line needs more than its being short.
        .find(|guess| guess.kind != Kind::Bounce && guess.confidence != Confidence::Possible)
        .map_or(Kind::Unknown, |guess| guess.kind);
    let complaint = feedback::read(&message, &part, context);
    let notice = if complaint.is_none() { bounce::read(&message, &part, context) } else { None };
    let receipt = if complaint.is_none() && notice.is_none() { feedback::receipt(&message, &part) } else { None };
    let is_line_alone = notice.is_none() && complaint.is_none() && receipt.is_none();
    if depth == MAX_DEPTH
        && kind != Kind::SmtpSession
        && let Some(reading) = smtp::reply::read(clean)
        && (is_line_alone || reading.is_in_one_piece)
    {
        return reply(reading);
    }
    // What looked like an answer of a server is none when the room that reads them finds nothing in it.
    let kind = if kind == Kind::SmtpReply { Kind::Unknown } else { kind };
    let is_mail = matches!(kind, Kind::Message | Kind::Headers | Kind::FeedbackReport | Kind::ReadReceipt);
    let mut report = Report { kind, ..Report::default() };
    if is_mail || notice.is_some() || complaint.is_some() || receipt.is_some() {
        let trace = trace::read(&message, context);
        report.fields = message.fields.iter().map(header_field).collect();
        report.route = trace.route;
        report.headline = trace.headline;
        report.verdict = trace.verdict;
        report.findings = trace.findings;
    } else {
        let (headline, finding) = detect::no_mail(kind, clean);
        report.headline = headline;
        report.findings.push(finding);
    }
    if let Some(notice) = notice {
        report.kind = Kind::Bounce;
        report.headline = notice.headline;
        report.verdict = notice.verdict;
        report.findings = notice.findings;
        report.bounce = Some(notice.bounce);
        let returned = notice.returned.iter();
        report.enclosed =
            returned.filter_map(|inner| enclosed(&inner.bytes, inner.span, inner.exact, context, depth)).collect();
    } else if is_mail
        && complaint.is_none()
        && receipt.is_none()
        && let Some(automatic) = bounce::automatic(&message, &part)
    {
        report.headline = automatic.headline;
        report.verdict = Some(automatic.verdict);
        report.findings.splice(0..0, automatic.findings);
    }
    if let Some(complaint) = complaint {
        report.kind = Kind::FeedbackReport;
        report.headline = complaint.headline;
        report.verdict = Some(complaint.verdict);
        report.findings = complaint.findings;
        report.feedback = Some(complaint.feedback);
        let reported = complaint.reported.iter();
        report.enclosed =
            reported.filter_map(|inner| enclosed(&inner.bytes, inner.span, inner.exact, context, depth)).collect();
    }
    if let Some(receipt) = receipt {
        report.kind = Kind::ReadReceipt;
        report.headline = receipt.headline;
        report.verdict = Some(receipt.verdict);
        report.findings = receipt.findings;
        report.receipt = Some(receipt.receipt);
    }
    report
}

fn reply(reading: smtp::reply::ReplyReading) -> Report {
    Report {
        kind: Kind::SmtpReply,
        headline: reading.headline,
        verdict: Some(reading.verdict),
        findings: reading.findings,
        reply: Some(reading.reply),
        ..Report::default()
    }
}

fn header_field(field: &Field<'_>) -> HeaderField {
    let raw = field.unfolded();
    let value = message::decode_words(&raw).into_owned();
    HeaderField { name: field.name.to_owned(), raw: (raw != value).then_some(raw), value, span: field.span() }
}

/// Reads a message that stands in another one.
fn enclosed(bytes: &[u8], span: Span, exact: bool, context: &Context, depth: usize) -> Option<Report> {
    let depth = depth.checked_sub(1)?;
    if exact {
        return Some(read(bytes, span.start, context, depth));
    }
    // An encoding lies between: the whole part is the place of everything in it.
    let mut report = read(bytes, 0, context, depth);
    report.place_spans(&|_| span);
    Some(report)
}
