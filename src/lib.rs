//! Reads mail headers, bounces and error lines, and says why, whose side it is on, and what to do next.
//!
//! In: any bytes, and a [`Context`]: the moment, and what the caller calls their own. Out: a [`Report`].
//!
//! ```
//! use backstamp::{Context, Mine, analyze};
//!
//! let context = Context {
//!     mine: Mine { domains: vec!["shop.example".to_owned()], ..Mine::default() },
//!     ..Context::default()
//! };
//! let report = analyze(b"550 5.1.1 <anna@example.org>: Recipient address rejected: User unknown", &context);
//! assert_eq!(report.reply.unwrap().reply_code.as_deref(), Some("550"));
//! for finding in &report.findings {
//!     println!("{}: {}", finding.id, finding.title);
//! }
//! ```
//!
//! Each room can be asked alone: its front page says what goes in and what comes out. [`message`], [`trace`], [`bounce`],
//! [`session`], [`log`] and [`refusal`] read; [`auth::proved`] and [`mailroute`] ask a [`dns::Resolver`] that the caller
//! brings; [`report`] writes; [`redact`] takes the names out; [`batch`] counts.

mod analyze;
pub mod auth;
pub mod batch;
#[cfg(feature = "borsh")]
mod borsh_time;
pub mod bounce;
pub mod container;
mod context;
pub mod csv;
pub mod detect;
pub mod dns;
pub mod feedback;
mod files;
pub mod filter;
pub mod finding;
pub mod guide;
pub mod log;
pub mod mailroute;
pub mod message;
#[doc(hidden)]
pub mod order;
mod paste;
mod phrases;
#[doc(hidden)]
pub mod preview;
pub mod redact;
pub mod refusal;
pub mod report;
pub mod script;
pub mod session;
pub mod smtp;
pub mod source;
pub mod trace;
pub mod visible;

pub use context::{Context, Mine};
pub use report::Report;

use source::Source;

/// The README's examples, which run as tests of the documentation.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;

/// Reads any bytes and says what there is to say of them. Takes time linear in their number; never panics.
///
/// What holds messages is opened, by its first bytes: a mailbox, an archive, Outlook's `.msg` ([`container`]).
#[must_use]
pub fn analyze(input: &[u8], context: &Context) -> Report {
    open(input, None, context).1
}

/// Like [`analyze`], for the bytes of a file: its name is listed, and nothing is concluded from it.
#[must_use]
pub fn analyze_file(input: &[u8], name: &str, context: &Context) -> Report {
    open(input, Some(name), context).1
}

/// Like [`analyze`] and [`analyze_file`], for a caller that needs the [`Source`] too, to show the text that the report's spans count
/// in: the input's own, or where one message was taken out of a file, that message.
#[must_use]
pub fn open(input: &[u8], name: Option<&str>, context: &Context) -> (Source, Report) {
    files::read(input, name, context)
}

/// The text and the report of one message among those in a file, counted from 0 in the order in which [`container::visit`] shows them.
#[must_use]
pub fn open_nth(input: &[u8], name: &str, nth: usize, context: &Context) -> Option<(Source, Report)> {
    files::read_nth(input, name, nth, context)
}

/// Says first that `read` bytes of `size` were read, where a caller takes no more of a file.
pub fn only_beginning(report: &mut Report, read: usize, size: u64) {
    files::only_beginning(report, read, size);
}

/// Reads a text. Files that hold messages are not opened: see [`open`].
#[must_use]
pub fn analyze_source(source: &Source, context: &Context) -> Report {
    let mut report = analyze::read(source.clean(), context);
    report.repairs = source.repairs().to_vec();
    report.findings.extend(source::finding(source.repairs()));
    report.place_spans(&|span| source.in_text(span));
    let report = paste::read(source, &mut report, context).unwrap_or(report);
    #[cfg(any(test, debug_assertions))]
    assert!(report.findings.iter().all(|finding| guide::is_known(&finding.id)), "{:?}", report.findings);
    report
}
