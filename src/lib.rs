//! Reads mail headers, bounces and error lines, and says why, whose side it is on, and what to do next.

pub mod bounce;
mod context;
pub mod detect;
pub mod feedback;
pub mod finding;
pub mod message;
pub mod report;
pub mod smtp;
pub mod source;
pub mod trace;

pub use context::{Context, Mine};
pub use report::Report;

use message::{Message, Part};
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
    report.place_spans(&|span| source.in_text(span));
    report
}

/// How many messages within messages are read: a bounce, what it returns, what that returns.
const MAX_DEPTH: usize = 4;

fn read(clean: &[u8], base: usize, context: &Context, depth: usize) -> Report {
    let message = Message::read(clean, base);
    let fields = message
        .fields
        .iter()
        .map(|field| {
            let raw = field.unfolded();
            let value = message::decode_words(&raw).into_owned();
            HeaderField { name: field.name.to_owned(), raw: (raw != value).then_some(raw), value, span: field.span() }
        })
        .collect();
    let trace = trace::read(&message, context);
    let part = Part::of(&message);
    let mut report = Report { kind: Kind::Headers, fields, route: trace.route, ..Report::default() };
    if let Some(notice) = bounce::read(&message, &part, context) {
        report.kind = Kind::Bounce;
        report.headline = notice.headline;
        report.verdict = notice.verdict;
        report.findings = notice.findings;
        report.bounce = Some(notice.bounce);
        report.enclosed = notice.returned.iter().filter_map(|returned| enclosed(returned, context, depth)).collect();
    } else {
        report.headline = trace.headline;
        report.verdict = trace.verdict;
        report.findings = trace.findings;
    }
    report
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
