//! What can be said of a message by a page that is still arriving.
//!
//! The rooms that read traces are a fifth of the program. A page on a slow line has them long before the others, and need
//! not wait: it shows what they say, until the whole program reads the text again. What any other room might have more to
//! say of is left to that.

use memchr::memmem;

use crate::message::Message;
use crate::report::{self, Report};
use crate::source::{self, Source};
use crate::{Context, analyze, bounce, detect};

/// Words without which no notice, complaint or receipt is written, in lower case; and the mark of a body in which they
/// could not be seen.
const OF_NOTICES: [&str; 13] = [
    "abuse",
    "address",
    "base64",
    "bounce",
    "daemon",
    "deliver",
    "error",
    "fail",
    "message/",
    "postmaster",
    "read",
    "reject",
    "return",
];

/// How much of a body is searched for them.
const MAX_BODY: usize = 64 * 1024;

/// The report on a message's header as markup, as [`report::html_of_header`] writes it; none where
/// another room may have more to say of it.
#[must_use]
pub fn read(input: &[u8], context: &Context) -> Option<String> {
    let source = Source::read(input);
    report(&source, context).map(|report| report::html_of_header(&report, source.text()))
}

/// Whether a program may have written it, by the words in it.
fn is_of_a_program(message: &Message<'_>) -> bool {
    let says_so = |text: &[u8]| {
        let text = text.to_ascii_lowercase();
        OF_NOTICES.iter().any(|word| memmem::find(&text, word.as_bytes()).is_some())
    };
    ["From", "Subject"].iter().any(|name| message.text(name).is_some_and(|text| says_so(text.as_bytes())))
        || says_so(message.body.get(..MAX_BODY).unwrap_or(message.body))
}

fn report(source: &Source, context: &Context) -> Option<Report> {
    let message = Message::read(source.clean(), 0);
    if is_of_a_program(&message) || bounce::is_automatic(&message) || !detect::is_plain(&message) {
        return None;
    }
    let mut report = analyze::header_report(&message, context);
    report.route.as_ref()?;
    analyze::add_judgements(&mut report, &message, context);
    report.findings.extend(source::finding(source.repairs()));
    report.place_spans(&|span| source.in_text(span));
    Some(report)
}
