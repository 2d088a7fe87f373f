//! What is done with an input as a whole: it is read, redacted, compared with another, or its report is written to be taken
//! away. Small inputs here, large ones in a worker, which is told and answers in borsh.

use backstamp::redact::{Options, Redacted, redact};
use backstamp::report::{Line, Made, compare, html, markdown_shared, text_shared};
use backstamp::source::Source;
use backstamp::{Context, analyze, analyze_source};
use borsh::{BorshDeserialize, BorshSerialize};

use super::reading::Reading;
use crate::page::browser::json;

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

    fn of(self, input: &[u8], context: &Context, made: &Made) -> String {
        let source = Source::read(input);
        let report = analyze_source(&source, context);
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
    /// The input is read, to be shown.
    Read,
    /// Its names are replaced.
    Redact(Options),
    /// Its report is written in a form; of the redacted text, where options say how.
    Write(Export, Option<Options>, Made),
    /// It is compared with another input.
    Compare(String),
}

/// What came of it.
#[derive(BorshSerialize, BorshDeserialize)]
pub enum Answer {
    /// The input, read. Its text is handed over beside it.
    Reading(Box<Reading>),
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

    /// Does it.
    pub fn of(&self, input: &[u8], context: &Context) -> Answer {
        match self {
            Self::Read => Answer::Reading(Box::new(Reading::of(input, context))),
            Self::Redact(options) => Answer::Redacted(Box::new(redact(input, options))),
            Self::Write(export, None, made) => Answer::Written(export.of(input, context, made)),
            Self::Write(export, Some(options), made) => {
                let redacted = redact(input, options);
                // The user's own hosts have other names now.
                let context = Context { now: context.now, mine: redacted.mine(&context.mine) };
                Answer::Written(export.of(redacted.text.as_bytes(), &context, made))
            }
            Self::Compare(other) => {
                Answer::Lines(compare(&analyze(input, context), &analyze(other.as_bytes(), context)))
            }
        }
    }
}
