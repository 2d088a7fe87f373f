//! Logs of mail servers and message traces: what became of each message, for each recipient.
//!
//! - `facts`: deliveries, counts, the steps of a message.
//! - `line`, `stamp`, `journal`, `csv`: lines and cells, and when they were written.
//! - `format`: how each program writes, a file each; `table`: one row for each queue id and recipient, the last state wins.
//! - `queue`: listings of queues, a file each.
//! - `findings`: what the table comes to; `export`: the table as CSV and Markdown.
//!
//! A recipient is who the program's own field for it names; lines about connections and warnings refuse nothing.
//!
//! In: a log, a trace or a queue. Out: a [`Delivery`] for each recipient of each message, and findings.
//!
//! ```
//! let line = b"Feb 13 21:23:21 mx postfix/smtp[9]: 4ABC1: to=<anna@example.org>, relay=mx.example.org[192.0.2.1]:25, \
//!     delay=1, dsn=5.1.1, status=bounced (host mx.example.org said: 550 5.1.1 unknown)\n";
//! let reading = backstamp::log::reading(line).unwrap();
//! assert_eq!(reading.deliveries[0].recipient.as_deref(), Some("anna@example.org"));
//! ```

mod csv;
mod export;
mod facts;
mod findings;
mod format;
mod journal;
mod line;
mod queue;
mod stamp;
mod table;

pub use export::{comma_separated, heads, markdown, row};
pub use facts::{Counts, Delivery, Event, Log, State, Story};
pub(crate) use findings::explain;

use crate::finding::{Finding, Span, Verdict};
use format::{FORMATS, Reader, SHEETS};
use line::Line;
use table::Table;

/// How much of an input is looked at to see whether it may be a log.
const HEAD: usize = 16 * 1024;

/// Everything there is to say of a log or a queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogReading {
    /// The log as a whole.
    pub log: Log,
    /// Its rows.
    pub deliveries: Vec<Delivery>,
    /// What follows from them.
    pub findings: Vec<Finding>,
    /// One sentence to read out.
    pub headline: String,
    /// What to show beside it.
    pub verdict: Verdict,
    /// Whether it is the listing of a queue.
    pub is_queue: bool,
    /// How many lines told of a delivery.
    pub told: usize,
    /// Whether it is a table of cells, such as a message trace.
    pub is_sheet: bool,
}

impl LogReading {
    /// Whether it is a log of dialogues, such as those of Exchange.
    #[must_use]
    pub fn is_protocol(&self) -> bool {
        self.log.form == format::PROTOCOL
    }
}

/// Whether the first lines of an input are those of a log or a queue: a quick look, before anything else is read.
#[must_use]
pub fn begins(clean: &[u8]) -> bool {
    let head = clean.get(..HEAD).unwrap_or(clean);
    let text = String::from_utf8_lossy(head);
    let mut lines = text.lines().filter(|line| !line.trim().is_empty());
    lines.by_ref().take(3).any(|line| {
        if journal::may_be(line) {
            return true;
        }
        let line = Line::read(line, Span::default());
        line.is_headed() && FORMATS.iter().any(|format| (format.wrote)(&line))
    })
}

/// Reads an input as a queue or a log; nothing where it is something else. Takes time linear in it.
#[must_use]
pub fn reading(clean: &[u8]) -> Option<LogReading> {
    let text = crate::session::text(clean);
    if let Some((form, table, lines, understood)) = queue::read(&text) {
        return Some(told(table, form, lines, understood, true, false));
    }
    for sheet in &SHEETS {
        let mut table = Table::default();
        if let Some(rows) = (sheet.read)(&text, &mut table) {
            return Some(told(table, sheet.name.to_owned(), rows, rows, false, true));
        }
    }
    lines(&text)
}

fn told(mut table: Table, form: String, lines: usize, understood: usize, is_queue: bool, is_sheet: bool) -> LogReading {
    let told = table.told;
    let doors = std::mem::take(&mut table.doors);
    let (deliveries, log) = table.finish(form, lines, understood);
    findings::of(log, deliveries, &doors, is_queue, is_sheet, told)
}

/// Reads a log line by line.
fn lines(text: &str) -> Option<LogReading> {
    let mut readers: [Option<Box<dyn Reader>>; FORMATS.len()] = std::array::from_fn(|_| None);
    let mut counts = [0_usize; FORMATS.len()];
    let mut table = Table::default();
    let (mut at, mut total, mut headed, mut understood) = (0, 0, 0, 0);
    let mut last = 0;
    for whole in text.split_inclusive('\n') {
        let span = Span::new(at, at + whole.trim_end().len());
        at += whole.len();
        if whole.trim().is_empty() {
            continue;
        }
        total += 1;
        let entry = journal::may_be(whole.trim_start()).then(|| journal::read(whole.trim())).flatten();
        let line = match &entry {
            Some(written) => Line {
                span,
                stamp: stamp::Stamp { text: &written.stamp, seconds: stamp::seconds(&written.stamp) },
                program: &written.program,
                said: &written.said,
            },
            None => Line::read(whole, span),
        };
        if !line.is_headed() && !FORMATS.iter().skip(4).any(|format| (format.wrote)(&line)) {
            continue;
        }
        headed += 1;
        // Lines of one program mostly stand together.
        let wrote = |at: &usize| FORMATS.get(*at).is_some_and(|format| (format.wrote)(&line));
        let Some(at) = Some(last).filter(wrote).or_else(|| (0..FORMATS.len()).find(wrote)) else { continue };
        last = at;
        let (Some(format), Some(slot), Some(count)) = (FORMATS.get(at), readers.get_mut(at), counts.get_mut(at)) else {
            continue;
        };
        let reader = slot.get_or_insert_with(|| (format.reader)());
        if reader.line(&line, &mut table) {
            understood += 1;
            *count += 1;
        }
    }
    // A letter that quotes a line of a log is a letter.
    if understood == 0 || headed * 2 < total {
        return None;
    }
    let mut names: Vec<(usize, &str)> = FORMATS
        .iter()
        .zip(counts)
        .filter(|(_, count)| *count > 0)
        .map(|(format, count)| (count, format.name))
        .collect();
    crate::order::sort_by_key(&mut names, |(count, _)| usize::MAX - count);
    let form = names.iter().map(|(_, name)| *name).collect::<Vec<_>>().join(", ");
    Some(told(table, form, total, understood, false, false))
}
