//! Bounces: delivery status, dialects, reasons, verdict.
//!
//! In: a message and its parts. Out: [`Bounce`], which says of each recipient what became of the message, and findings.
//!
//! ```
//! use backstamp::bounce;
//! use backstamp::message::{Message, Part};
//!
//! let mail = b"From: MAILER-DAEMON@mx.example.com\nSubject: Undelivered mail\n\n\
//!     <anna@example.org>: host mx.example.org said: 550 5.1.1 User unknown (in reply to RCPT TO command)\n";
//! let message = Message::read(mail, 0);
//! let part = Part::of(&message);
//! let notice = bounce::read(&message, &part, &backstamp::Context::default()).unwrap();
//! let recipient = &notice.bounce.recipients[0];
//! assert_eq!(recipient.address.as_deref(), Some("anna@example.org"));
//! assert_eq!(recipient.outcome(), "Refused for good");
//! ```

mod address;
mod automatic;
mod dialect;
mod facts;
mod findings;
mod languages;
mod listing;
mod notice;
mod per_recipient;
mod reading;
mod status;
mod step_phrases;
mod templates;
mod timeline;
mod transcript;
mod verdict;

pub(crate) use automatic::is_automatic;
pub use automatic::{Automatic, automatic};
pub use facts::{Action, Bounce, Letters, Recipient};
pub(crate) use findings::explain;
pub use notice::Returned;
pub use reading::{Notice, read};

/// The names of the programs whose notices are known.
pub fn dialects() -> impl Iterator<Item = &'static str> {
    dialect::DIALECTS.iter().map(|dialect| dialect.name)
}

/// The phrases by which notices and their programs are known, and the names of the fields that programs add.
pub(crate) fn phrases() -> impl Iterator<Item = &'static str> {
    dialect::phrases()
        .chain(languages::FAILED.iter().copied())
        .chain(languages::DELAYED.iter().copied())
        .chain(automatic::phrases())
}

/// Where phrases that tell programs apart stand in a line of a header.
pub(crate) fn marks_of_head(line: &str) -> Vec<std::ops::Range<usize>> {
    dialect::marks_of_head(line).into_iter().chain(automatic::marks_of_head(line)).collect()
}

/// Where the returned message begins in a notice's text, as a phrase announces it.
pub(crate) fn returned_at(text: &str) -> Option<usize> {
    dialect::scan("", text).returned_at
}
