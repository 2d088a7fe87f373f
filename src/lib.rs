//! Reads mail headers, bounces and error lines, and says why, whose side it is on, and what to do next.

pub mod bounce;
mod context;
pub mod detect;
pub mod feedback;
pub mod finding;
#[cfg(feature = "js")]
pub mod js;
pub mod message;
pub mod report;
pub mod smtp;
pub mod source;
pub mod trace;

pub use context::{Context, Mine};
pub use report::Report;

use finding::Confidence;
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
    let notice = bounce::read(&message, &part, context);
    let is_mail = matches!(kind, Kind::Message | Kind::Headers | Kind::FeedbackReport | Kind::ReadReceipt);
    let mut report = Report { kind, ..Report::default() };
    if is_mail || notice.is_some() {
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
        report.enclosed = notice.returned.iter().filter_map(|returned| enclosed(returned, context, depth)).collect();
    }
    report
}

fn header_field(field: &Field<'_>) -> HeaderField {
    let raw = field.unfolded();
    let value = message::decode_words(&raw).into_owned();
    HeaderField { name: field.name.to_owned(), raw: (raw != value).then_some(raw), value, span: field.span() }
}

/// Reads a message that stands in another one.
fn enclosed(returned: &bounce::Returned<'_>, context: &Context, depth: usize) -> Option<Report> {
    let depth = depth.checked_sub(1)?;
    if returned.exact {
        return Some(read(&returned.bytes, returned.span.start, context, depth));
    }
    // An encoding lies between: the whole part is the place of everything in it.
    let mut report = read(&returned.bytes, 0, context, depth);
    report.place_spans(&|_| returned.span);
    Some(report)
}
