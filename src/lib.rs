//! Reads mail headers, bounces and error lines, and says why, whose side it is on, and what to do next.

mod analyze;
pub mod auth;
#[cfg(feature = "borsh")]
mod borsh_time;
pub mod bounce;
mod context;
pub mod detect;
pub mod dns;
pub mod feedback;
pub mod filter;
pub mod finding;
pub mod guide;
pub mod preview;
// The page has its own way of asking, and need not carry this one.
#[cfg(all(feature = "js", not(feature = "page")))]
pub mod js;
pub mod mailroute;
pub mod message;
pub mod order;
mod paste;
mod phrases;
pub mod redact;
pub mod refusal;
pub mod report;
pub mod script;
pub mod session;
pub mod smtp;
pub mod source;
pub mod trace;

pub use context::{Context, Mine};
pub use report::Report;

use source::Source;

/// Reads any bytes and says what there is to say of them. Takes time linear in their number; never panics.
#[must_use]
pub fn analyze(input: &[u8], context: &Context) -> Report {
    analyze_source(&Source::read(input), context)
}

/// Like [`analyze`], for a caller that needs the [`Source`] too, to show the text that the report's spans count in.
#[must_use]
pub fn analyze_source(source: &Source, context: &Context) -> Report {
    let mut report = analyze::read(source.clean(), context);
    report.repairs = source.repairs().to_vec();
    report.findings.extend(source::finding(source.repairs()));
    report.place_spans(&|span| source.in_text(span));
    paste::read(source, &report, context).unwrap_or(report)
}
