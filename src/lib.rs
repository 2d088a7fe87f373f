//! Reads mail headers, bounces and error lines, and says why, whose side it is on, and what to do next.

pub mod bounce;
mod context;
pub mod feedback;
pub mod finding;
pub mod message;
pub mod report;
pub mod smtp;
pub mod source;
pub mod trace;

pub use context::{Context, Mine};
pub use report::Report;

use message::Message;
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
    let mut report = read(source.clean(), 0, context);
    report.repairs = source.repairs().to_vec();
    report.place_spans(&|span| source.in_text(span));
    report
}

fn read(clean: &[u8], base: usize, context: &Context) -> Report {
    if let Some(reading) = smtp::reply::read(clean) {
        return Report {
            kind: Kind::SmtpReply,
            headline: reading.headline,
            verdict: Some(reading.verdict),
            findings: reading.findings,
            reply: Some(reading.reply),
            ..Report::default()
        };
    }
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
    Report {
        kind: Kind::Headers,
        headline: trace.headline,
        verdict: trace.verdict,
        findings: trace.findings,
        fields,
        route: trace.route,
        ..Report::default()
    }
}
