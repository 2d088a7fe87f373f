//! Many messages: one row a message, and what they come to together.
//!
//! A list owner has thousands of bounces, a mail team a folder of messages. [`Batch`] takes reports, one after the other, keeps a
//! [`Row`] of each, and [`Summary`] counts them: reasons, sides, domains, providers, days; addresses to remove; who blocks; slow hops
//! and clocks. Exports: [`csv`], [`ndjson`], [`markdown`], [`html`].
//!
//! In: reports, or files with messages. Out: a row each, and counts.
//!
//! ```
//! use backstamp::{Context, analyze, batch::Batch};
//!
//! let mut batch = Batch::default();
//! for line in ["550 5.1.1 No such user", "452 4.2.2 Mailbox full"] {
//!     batch.add(&analyze(line.as_bytes(), &Context::default()), "answers.txt");
//! }
//! assert_eq!(batch.summary().messages, 2);
//! ```

mod clocks;
mod export;
mod hops;
mod row;
mod summary;

pub use clocks::ClockOffset;
pub use export::{csv, html, markdown, ndjson};
pub use hops::HopPair;
pub use row::{Outcome, Row};
pub use summary::{Address, Block, Count, Group, Summary};

use std::ops::ControlFlow;

use crate::container::{self, Content, Limits};
use crate::report::Report;
use crate::source::Source;
use crate::{Context, analyze_source};
use clocks::Clocks;
use hops::Hops;

/// Messages, counted as they come.
#[derive(Debug, Clone, Default)]
pub struct Batch {
    /// A row for each message, in the order in which they came.
    pub rows: Vec<Row>,
    /// Files that could not be read, or not to their end: their names, and why.
    pub failed: Vec<(String, &'static str)>,
    /// Files that are no messages, by their names.
    pub others: Vec<String>,
    hops: Hops,
    clocks: Clocks,
}

impl Batch {
    /// Reads every message in a file and adds it; `each` sees each report before it is let go, may take the rows that are there, and may
    /// stop the reading. What was read until then is kept.
    pub fn read(
        &mut self,
        input: &[u8],
        name: &str,
        context: &Context,
        each: &mut dyn FnMut(&mut Self, &Report) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        container::visit(input, name, Limits::default(), &mut |file| {
            let text = match &file.content {
                Content::Message(bytes) => bytes.as_ref(),
                Content::Outlook(outlook) => outlook.text.as_slice(),
                Content::Other(_) => {
                    self.others.push(file.name.to_owned());
                    return ControlFlow::Continue(());
                }
                Content::Unreadable(trouble) => {
                    self.failed.push((file.name.to_owned(), trouble.words()));
                    return ControlFlow::Continue(());
                }
            };
            let report = analyze_source(&Source::read(text), context);
            self.add(&report, file.name);
            each(self, &report)
        })
    }

    /// Adds a message by its report; `name` is that of the file it lay in.
    pub fn add(&mut self, report: &Report, name: &str) {
        self.rows.push(Row::of(report, name));
        if let Some(route) = &report.route {
            self.hops.add(route);
            self.clocks.add(route);
        }
    }

    /// What they come to together.
    #[must_use]
    pub fn summary(&self) -> Summary {
        Summary::of(&self.rows, self.hops.pairs(), self.clocks.offsets())
    }
}
