//! What is done with an input as a whole: it is read, redacted, compared with another, or its report is written to be taken
//! away. Small inputs here, large ones in a worker, which is told and answers in borsh.

use backstamp::batch::{ClockOffset, HopPair};
use backstamp::container::Format;
use backstamp::redact::{Options, Redacted, redact};
use backstamp::report::{Line, Provenance, compare, html, markdown_shared, text_shared};
use backstamp::{Context, analyze, only_beginning, open};
use borsh::{BorshDeserialize, BorshSerialize};

use super::batch::{Chunk, is_many};
use super::reading::Reading;
use crate::page::browser::json;

/// How much of a text is read, in bytes: a reading takes up to twelve times as much memory, and a browser gives a page only so
/// much.
const MOST_READ: u64 = 50_000_000;

/// How many bytes are read of a file that begins so and has so many. An archive is read whole, since its list stands at its end;
/// a mailbox is read in pieces elsewhere.
pub fn readable(head: &[u8], size: u64) -> u64 {
    if is_text(Format::of(head)) { size.min(MOST_READ) } else { size }
}

/// A form of the report to take away, with the words that prove it and the program that made it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, BorshSerialize, BorshDeserialize)]
pub enum Export {
    Text,
    Markdown,
    Html,
    Json,
}

impl Export {
    pub const ALL: [Self; 4] = [Self::Text, Self::Markdown, Self::Html, Self::Json];

    /// Those that the desk copies at once.
    pub const COPIED: [Self; 3] = [Self::Text, Self::Markdown, Self::Json];

    /// What it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Markdown => "Markdown",
            Self::Html => "HTML",
            Self::Json => "JSON",
        }
    }

    /// For what it is good.
    pub fn about(self) -> &'static str {
        match self {
            Self::Text => "plain, for a ticket or a mail",
            Self::Markdown => "for an issue or a wiki",
            Self::Html => "one file to open or print, without a script",
            Self::Json => "for a program",
        }
    }

    /// The name and the media type of its file.
    pub fn file(self) -> (&'static str, &'static str) {
        match self {
            Self::Text => ("report.txt", "text/plain"),
            Self::Markdown => ("report.md", "text/markdown"),
            Self::Html => ("report.html", "text/html"),
            Self::Json => ("report.json", "application/json"),
        }
    }

    fn of(self, input: &[u8], size: u64, context: &Context, made: &Provenance) -> String {
        let (source, mut report) = open(input, None, context);
        only_beginning(&mut report, input.len(), size);
        match self {
            Self::Text => text_shared(&report, source.text(), made),
            Self::Markdown => markdown_shared(&report, source.text(), made),
            Self::Html => html(&report, source.text(), made),
            Self::Json => json::shared(&report, source.text(), made),
        }
    }
}

/// What is to be done.
#[derive(Debug, Clone, BorshSerialize, BorshDeserialize)]
pub enum Job {
    /// The input is read, to be shown; where it is a file, with its name.
    Read(Option<String>),
    /// One message among those in it is read, by its place; the name is that of the file it lies in.
    Nth(usize, String),
    /// Its names are replaced.
    Redact(Options),
    /// Its report is written in a form; of the redacted text, where options say how.
    Write(Export, Option<Options>, Provenance),
    /// It is compared with another input.
    Compare(String),
}

/// What came of it.
#[derive(BorshSerialize, BorshDeserialize)]
pub enum Answer {
    /// The input, read. Its text is handed over beside it.
    Reading(Box<Reading>),
    /// The input is a file that holds several messages, and was not read.
    Many,
    /// Rows of many messages.
    Chunk(Box<Chunk>),
    /// All messages were read.
    Done(Vec<HopPair>, Vec<ClockOffset>),
    /// The redacted text.
    Redacted(Box<Redacted>),
    /// The report in a form.
    Written(String),
    /// What differs, and what does not.
    Lines(Vec<Line>),
    /// It stopped, or could not get at the bytes.
    Failed,
}

impl Job {
    /// How many bytes it brings along beside the input.
    pub fn size(&self) -> usize {
        match self {
            Self::Compare(other) => other.len(),
            _ => 0,
        }
    }

    /// Does it with what was read of `size` bytes.
    pub fn of(&self, input: &[u8], size: u64, context: &Context) -> Answer {
        match self {
            Self::Read(Some(_)) if is_many(input) => Answer::Many,
            Self::Read(name) => {
                let mut reading = Reading::of_file(input, name.as_deref(), context);
                if let Some(sheet) = reading.sheets.first_mut() {
                    only_beginning(&mut sheet.report, input.len(), size);
                }
                Answer::Reading(Box::new(reading))
            }
            Self::Nth(nth, name) => Reading::of_message(input, name, *nth, context)
                .map_or(Answer::Failed, |reading| Answer::Reading(Box::new(reading))),
            Self::Redact(options) => {
                let mut redacted = redacted(input, options, context);
                let unread = size.saturating_sub(input.len() as u64);
                if unread > 0 {
                    let unread = usize::try_from(unread).unwrap_or(usize::MAX);
                    redacted.dropped.push(("bytes that were not read".to_owned(), unread));
                }
                Answer::Redacted(Box::new(redacted))
            }
            Self::Write(export, None, made) => Answer::Written(export.of(input, size, context, made)),
            Self::Write(export, Some(options), made) => {
                let redacted = redacted(input, options, context);
                // The user's own hosts have other names now.
                let context = Context { now: context.now, mine: redacted.mine(&context.mine) };
                // As much more was not read.
                let size = size.saturating_sub(input.len() as u64) + redacted.text.len() as u64;
                Answer::Written(export.of(redacted.text.as_bytes(), size, &context, made))
            }
            Self::Compare(other) => {
                Answer::Lines(compare(&analyze(input, context), &analyze(other.as_bytes(), context)))
            }
        }
    }
}

/// The text with its names replaced: of a file that holds messages, the text that is shown of it.
fn redacted(input: &[u8], options: &Options, context: &Context) -> Redacted {
    if is_text(Format::of(input)) {
        redact(input, options)
    } else {
        redact(open(input, None, context).0.text().as_bytes(), options)
    }
}

/// Whether a file of this kind is shown as it is.
pub fn is_text(format: Format) -> bool {
    matches!(format, Format::Text | Format::Message | Format::Utf16 | Format::Mbox | Format::Binary)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_huge_text_the_beginning_is_read_and_an_archive_whole() {
        assert_eq!(readable(b"Received: from a", 90_000_000), 50_000_000);
        assert_eq!(readable(b"Received: from a", 4_000), 4_000);
        assert_eq!(readable(b"PK\x03\x04 and so on", 90_000_000), 90_000_000);
    }

    #[test]
    fn a_reading_and_an_export_say_that_more_was_not_read() {
        let input = b"Received: from a.example by b.example; Fri, 13 Feb 2009 21:23:21 +0000\n";
        let of = |size: usize| match Job::Read(None).of(input, size as u64, &Context::default()) {
            Answer::Reading(reading) => reading.sheets[0].report.findings.first().map(|one| one.id.clone()),
            _ => panic!("an input is read"),
        };
        assert_eq!(of(90_000_000).as_deref(), Some("file.too-large"));
        assert_ne!(of(input.len()).as_deref(), Some("file.too-large"));
        let options = Options::default();
        let Answer::Redacted(redacted) = Job::Redact(options).of(input, 90_000_000, &Context::default()) else {
            panic!("an input is redacted")
        };
        assert_eq!(redacted.dropped, [("bytes that were not read".to_owned(), 90_000_000 - input.len())]);
    }
}
