//! Many messages: reading them file by file, here or in a worker, and the table that the page holds of them.

use std::cell::{Ref, RefCell, RefMut};
use std::ops::ControlFlow;
use std::rc::Rc;

use backstamp::Context;
use backstamp::batch::{Batch, ClockOffset, Count, HopPair, Outcome, Row, Summary};
use backstamp::container::{self, Content, Format, Limits, mbox};
use backstamp::report::words;
use backstamp::smtp::Reason;
use borsh::{BorshDeserialize, BorshSerialize};
use web_sys::File;

use super::job::{Answer, readable};
use crate::page::browser::{clock, files, json};

/// How much of a mailbox is read at a time, in bytes: a mailbox of any size takes no more memory than this, its longest message aside.
pub const CHUNK: u64 = 8 << 20;
/// How many bytes a message has at most, for a mailbox to be read in chunks.
const LONGEST: usize = 64 << 20;
/// After how many milliseconds rows are sent, or shown. Later they are shown less and less often: the page counts all of them anew.
const OFTEN: f64 = 250.0;
/// How much of NDJSON is sent at a time, in bytes.
const PART: usize = 4 << 20;

/// What is to be done with many files.
#[derive(Debug, Clone, BorshSerialize, BorshDeserialize)]
pub struct BatchJob {
    /// What they are called. A worker is not given the paths of files.
    pub names: Vec<String>,
    /// The first file, by its place among them.
    pub first: usize,
    /// Whether the reports themselves are wanted, as NDJSON, and no rows.
    pub is_export: bool,
}

/// Rows of a stretch of a file.
#[derive(Debug, Clone, Default, BorshSerialize, BorshDeserialize)]
pub struct Chunk {
    /// The file, by its place.
    pub file: usize,
    /// The stretch of it, in bytes.
    pub stretch: (u64, u64),
    /// Which message of the stretch the first row is.
    pub nth: usize,
    pub rows: Vec<Row>,
    /// What could not be read, and why.
    pub failed: Vec<(String, String)>,
    /// Files that are no messages.
    pub others: Vec<String>,
    /// How many bytes of all files are done.
    pub done: u64,
    /// The first file that is not wholly read.
    pub next: usize,
}

/// Whether a file holds several messages. Looks no further than the second.
pub fn is_many(bytes: &[u8]) -> bool {
    let mut messages = 0;
    let _ = container::visit(bytes, "", Limits::default(), &mut |file| {
        messages += usize::from(matches!(file.content, Content::Message(_) | Content::Outlook(_)));
        if messages < 2 { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    });
    messages > 1
}

/// Whether this is the beginning of a mailbox that can be cut before any `From ` line.
pub fn can_be_cut(head: &[u8]) -> bool {
    Format::of(head) == Format::Mbox && mbox::messages(head).next().is_some_and(|first| !first.separator.is_empty())
}

/// Where the `From ` line of the last message begins, in a mailbox that can be cut there.
fn last_separator(bytes: &[u8]) -> Option<usize> {
    if !can_be_cut(bytes) {
        return None;
    }
    let last = mbox::messages(bytes).last()?;
    let line = bytes.get(..last.start)?.trim_ascii_end().len();
    line.checked_sub(last.separator.trim_ascii_end().len()).filter(|&at| at > 0)
}

/// Reads files one after the other, and posts what comes of them.
pub async fn run(inputs: &[File], errand: &BatchJob, context: &Context, post: &mut dyn FnMut(Answer)) {
    let mut batch = Batch::default();
    let mut before = 0;
    for (index, file) in inputs.iter().enumerate().skip(errand.first) {
        let (name, mut size) = (errand.names.get(index).cloned().unwrap_or_default(), file.size() as u64);
        let (mut from, mut at, mut held) = (0, 0, Vec::new());
        loop {
            let can_wait = at == 0 || held.len() < LONGEST && can_be_cut(&held);
            if at > 0 && !can_be_cut(&held) && readable(&held, size) < size {
                size = readable(&held, size).max(at);
                batch.failed.push((name.clone(), "Only its first 50 MB were read: the page has no memory for more."));
            }
            let until = if can_wait { size.min(at + CHUNK) } else { size };
            let Some(mut piece) = files::slice(file, at, until).await else {
                batch.failed.push((name.clone(), "The browser could not read it. It may have been moved or changed."));
                let chunk = Chunk { file: index, done: before + size, next: index + 1, ..Chunk::default() };
                send(&mut batch, chunk, post);
                break;
            };
            at = until;
            held.append(&mut piece);
            let is_last = at >= size;
            let end = if is_last { Some(held.len()) } else { last_separator(&held) };
            let Some(end) = end else { continue };
            let stretch = (from, from + end as u64);
            let mut chunk = Chunk { file: index, stretch, done: before + from, next: index, ..Chunk::default() };
            let mut sent = clock::milliseconds();
            let mut lines = String::new();
            let text = held.get(..end).unwrap_or_default();
            let _ = batch.read(text, &name, context, &mut |batch, report| {
                if errand.is_export {
                    batch.rows.clear();
                    lines += &json::line(report);
                    if lines.len() > PART {
                        post(Answer::Written(std::mem::take(&mut lines)));
                    }
                } else if clock::milliseconds() - sent > OFTEN {
                    sent = clock::milliseconds();
                    chunk.nth += send(batch, chunk.clone(), post);
                }
                ControlFlow::Continue(())
            });
            if errand.is_export {
                post(Answer::Written(lines));
            } else {
                chunk.done = before + stretch.1;
                chunk.next = if is_last { index + 1 } else { index };
                send(&mut batch, chunk, post);
            }
            held.drain(..end);
            from = stretch.1;
            if is_last {
                break;
            }
        }
        before += size;
    }
    let summary = batch.summary();
    post(Answer::Done(summary.hops, summary.clocks));
}

/// Sends what a batch holds, and returns how many rows that was.
fn send(batch: &mut Batch, mut chunk: Chunk, post: &mut dyn FnMut(Answer)) -> usize {
    chunk.rows = std::mem::take(&mut batch.rows);
    chunk.failed = batch.failed.drain(..).map(|(name, why)| (name, why.to_owned())).collect();
    chunk.others = std::mem::take(&mut batch.others);
    let rows = chunk.rows.len();
    post(Answer::Chunk(Box::new(chunk)));
    rows
}

/// By what messages are counted, and chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    Reason,
    Side,
    Domain,
    Day,
}

impl By {
    pub const ALL: [Self; 4] = [Self::Reason, Self::Side, Self::Domain, Self::Day];

    pub fn title(self) -> &'static str {
        match self {
            Self::Reason => "Reasons",
            Self::Side => "Whose side",
            Self::Domain => "Recipient domains",
            Self::Day => "Days (UTC)",
        }
    }

    pub fn counts(self, summary: &Summary) -> &[Count] {
        match self {
            Self::Reason => &summary.reasons,
            Self::Side => &summary.sides,
            Self::Domain => &summary.domains,
            Self::Day => &summary.days,
        }
    }

    /// Whether a row is among those that a count counts: as [`Summary`] has it.
    fn holds(self, row: &Row, key: &str) -> bool {
        let any =
            |of: &dyn Fn(&Outcome) -> bool| row.outcomes.iter().any(|outcome| outcome.is_failure() && of(outcome));
        match self {
            Self::Reason => any(&|outcome| reason(outcome) == key),
            Self::Side => any(&|outcome| side(outcome) == key),
            Self::Domain => any(&|outcome| outcome.domain().is_some_and(|domain| domain == key)),
            Self::Day => row.when.is_some_and(|when| when.format("%Y-%m-%d").to_string() == key),
        }
    }
}

pub fn reason(outcome: &Outcome) -> &'static str {
    outcome.reason.map_or("unknown", Reason::word)
}

pub fn side(outcome: &Outcome) -> &'static str {
    outcome.party.and_then(words::party).unwrap_or("unknown")
}

/// A column of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    When,
    From,
    To,
    Kind,
    Reason,
    Side,
    Status,
    Host,
}

impl Column {
    pub const ALL: [Self; 8] =
        [Self::When, Self::From, Self::To, Self::Kind, Self::Reason, Self::Side, Self::Status, Self::Host];

    pub fn title(self) -> &'static str {
        match self {
            Self::When => "When (UTC)",
            Self::From => "From",
            Self::To => "To",
            Self::Kind => "Kind",
            Self::Reason => "Reason",
            Self::Side => "Side",
            Self::Status => "Status",
            Self::Host => "Remote host",
        }
    }

    /// What stands in a row's cell. A notice is for whoever the message did not reach.
    pub fn cell(self, row: &Row) -> String {
        let shown = row.shown();
        let failure = shown.filter(|outcome| outcome.is_failure());
        let text = |value: Option<&String>| value.cloned().unwrap_or_default();
        match self {
            Self::When => row.when.map(|when| when.format("%Y-%m-%d %H:%M").to_string()).unwrap_or_default(),
            Self::From => text(row.from.as_ref()),
            Self::To => text(shown.and_then(|outcome| outcome.address.as_ref()).or(row.to.as_ref())),
            Self::Kind => words::kind(row.kind).to_owned(),
            Self::Reason => failure.map(reason).or(row.complaint.as_deref()).unwrap_or_default().to_owned(),
            Self::Side => failure.map(side).unwrap_or_default().to_owned(),
            Self::Status => text(shown.and_then(|outcome| outcome.status.as_ref().or(outcome.reply_code.as_ref()))),
            Self::Host => text(shown.and_then(|outcome| outcome.remote_mta.as_ref())),
        }
    }
}

/// Which rows are shown, and in which order. It stays while another page is open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct View {
    pub chosen: Vec<(By, String)>,
    pub search: String,
    /// A column, and whether the last comes first. Without one, the order in which they were read.
    pub sorted: Option<(Column, bool)>,
    pub page: usize,
    /// The row whose report was opened last.
    pub opened: Option<usize>,
}

impl View {
    fn lets(&self, row: &Row) -> bool {
        let search = self.search.trim().to_lowercase();
        let text = |value: &Option<String>| value.as_ref().is_some_and(|value| value.to_lowercase().contains(&search));
        self.chosen.iter().all(|(by, key)| by.holds(row, key))
            && (search.is_empty()
                || row.name.to_lowercase().contains(&search)
                || [&row.from, &row.to, &row.subject, &row.message_id].into_iter().any(text)
                || Column::ALL.iter().any(|column| column.cell(row).to_lowercase().contains(&search))
                || row.outcomes.iter().any(|outcome| text(&outcome.address) || text(&outcome.diagnostic)))
    }

    /// The rows that are shown, in order, by their places.
    pub fn of(&self, rows: &[Row]) -> Vec<usize> {
        let mut found: Vec<usize> =
            rows.iter().enumerate().filter(|(_, row)| self.lets(row)).map(|(index, _)| index).collect();
        if let Some((column, is_down)) = self.sorted {
            let mut keyed: Vec<(String, usize)> =
                found.into_iter().filter_map(|at| Some((column.cell(rows.get(at)?).to_lowercase(), at))).collect();
            backstamp::order::sort_by(&mut keyed, Ord::cmp);
            found = keyed.into_iter().map(|(_, at)| at).collect();
            if is_down {
                found.reverse();
            }
        }
        found
    }
}

/// How far the reading has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Progress {
    #[default]
    Running,
    Stopped,
    Done,
}

/// Where a row's message lies.
#[derive(Debug, Clone, Copy)]
struct Place {
    file: usize,
    stretch: (u64, u64),
    nth: usize,
}

/// What is known of many messages. It is kept here and nowhere else.
#[derive(Default)]
pub struct Messages {
    pub files: Vec<File>,
    pub batch: Batch,
    places: Vec<Place>,
    pub failed: Vec<(String, String)>,
    pub others: usize,
    hops: Vec<HopPair>,
    clocks: Vec<ClockOffset>,
    pub progress: Progress,
    /// How many bytes there are, and how many are read.
    pub total: u64,
    pub done: u64,
    /// When it began, and when the last rows came, in milliseconds.
    pub since: f64,
    pub last: f64,
    /// The file that is being read.
    pub next: usize,
    shown: f64,
    pub view: View,
}

impl Messages {
    pub fn of(files: Vec<File>) -> Self {
        let total = files.iter().map(|file| file.size() as u64).sum();
        let now = clock::milliseconds();
        Self { files, total, since: now, last: now, shown: now, ..Self::default() }
    }

    /// Takes rows in. Whether it is time to show them.
    pub fn add(&mut self, chunk: Chunk) -> bool {
        let (file, stretch) = (chunk.file, chunk.stretch);
        self.places.extend((0..chunk.rows.len()).map(|row| Place { file, stretch, nth: chunk.nth + row }));
        self.batch.rows.extend(chunk.rows);
        self.failed.extend(chunk.failed);
        self.others += chunk.others.len();
        self.done = self.done.max(chunk.done);
        self.next = chunk.next;
        self.last = clock::milliseconds();
        let is_time = self.last - self.shown > OFTEN.max((self.last - self.since) / 8.0);
        if is_time {
            self.shown = self.last;
        }
        is_time
    }

    /// The reading came to its end.
    pub fn end(&mut self, hops: Vec<HopPair>, clocks: Vec<ClockOffset>) {
        (self.hops, self.clocks) = (hops, clocks);
        self.progress = Progress::Done;
        self.done = self.total;
        self.last = clock::milliseconds();
    }

    /// The file that a row's message lies in, which stretch of it, which message there, and what the file is called.
    pub fn place(&self, row: usize) -> Option<(&File, (u64, u64), usize, &str)> {
        let place = self.places.get(row)?;
        Some((self.files.get(place.file)?, place.stretch, place.nth, &self.batch.rows.get(row)?.name))
    }

    /// What all of them come to, or those that a view shows. Hops and clocks are known for all of them alone.
    pub fn summary(&self, rows: Option<&[usize]>) -> Summary {
        let Some(rows) = rows else {
            return Summary { hops: self.hops.clone(), clocks: self.clocks.clone(), ..self.batch.summary() };
        };
        let mut batch = Batch::default();
        batch.rows = self.some(rows);
        batch.summary()
    }

    /// Some of the rows.
    pub fn some(&self, rows: &[usize]) -> Vec<Row> {
        rows.iter().filter_map(|&at| self.batch.rows.get(at).cloned()).collect()
    }

    /// How many messages a second were read, and how many seconds are left, as far as bytes say.
    pub fn rate(&self) -> (usize, Option<usize>) {
        let seconds = (self.last - self.since) / 1_000.0;
        if seconds < 0.2 {
            return (0, None);
        }
        let left = self.total.saturating_sub(self.done) as f64;
        let rate = self.batch.rows.len() as f64 / seconds;
        (rate as usize, (self.done > 0).then(|| (left / (self.done as f64 / seconds)).ceil() as usize))
    }
}

/// Messages that are passed around; equal while nothing was added.
#[derive(Clone)]
pub struct Table {
    messages: Rc<RefCell<Messages>>,
    revision: u32,
}

impl PartialEq for Table {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.messages, &other.messages) && self.revision == other.revision
    }
}

impl Table {
    pub fn of(files: Vec<File>) -> Self {
        Self { messages: Rc::new(RefCell::new(Messages::of(files))), revision: 0 }
    }

    pub fn borrow(&self) -> Ref<'_, Messages> {
        self.messages.borrow()
    }

    pub fn borrow_mut(&self) -> RefMut<'_, Messages> {
        self.messages.borrow_mut()
    }

    /// Whether these are the same messages, changed or not.
    pub fn is_same(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.messages, &other.messages)
    }

    /// What tells these messages from others.
    pub fn id(&self) -> String {
        format!("{:p}", Rc::as_ptr(&self.messages))
    }

    /// The same messages, changed.
    pub fn changed(&mut self) -> Self {
        self.revision = self.revision.wrapping_add(1);
        self.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn notice(address: &str, words: &str, status: &str) -> String {
        format!(
            "From MAILER-DAEMON Fri Feb 13 21:23:21 2009\nFrom: MAILER-DAEMON@out.example.com\nTo: list@example.com\nSubject: Undelivered\n\
             Date: Fri, 13 Feb 2009 21:23:21 +0000\nMIME-Version: 1.0\n\
             Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nFailed.\n\n--b\n\
             Content-Type: message/delivery-status\n\nReporting-MTA: dns; out.example.com\n\n\
             Final-Recipient: rfc822; {address}\nAction: failed\nStatus: {status}\nDiagnostic-Code: smtp; {words}\n\n--b--\n\n"
        )
    }

    fn rows() -> Vec<Row> {
        let mailbox = notice("gone@example.net", "550 5.1.1 no such user", "5.1.1")
            + &notice("full@example.org", "552 5.2.2 mailbox full", "5.2.2");
        let mut batch = Batch::default();
        let _ = batch.read(mailbox.as_bytes(), "m", &Context::default(), &mut |_, _| ControlFlow::Continue(()));
        batch.rows
    }

    #[test]
    fn each_count_chooses_as_many_rows_as_it_says() {
        let mut batch = Batch::default();
        batch.rows = rows();
        let summary = batch.summary();
        for by in By::ALL {
            assert!(!by.counts(&summary).is_empty(), "{}", by.title());
            for count in by.counts(&summary) {
                let view = View { chosen: vec![(by, count.key.clone())], ..View::default() };
                assert_eq!(view.of(&batch.rows).len(), count.count, "{}: {}", by.title(), count.key);
            }
        }
    }

    #[test]
    fn a_search_finds_words_of_the_refusal_and_a_sort_turns_round() {
        let search = |words: &str| View { search: words.to_owned(), ..View::default() }.of(&rows());
        assert_eq!(search("NO SUCH"), [0]);
        assert_eq!(search("example.org"), [1]);
        assert_eq!(search("nowhere"), [0_usize; 0]);
        let sorted = |is_down| View { sorted: Some((Column::To, is_down)), ..View::default() }.of(&rows());
        assert_eq!(sorted(false), [1, 0]);
        assert_eq!(sorted(true), [0, 1]);
    }

    #[test]
    fn a_mailbox_is_cut_before_its_last_message() {
        let (one, two) = (notice("a@example.net", "550 no", "5.1.1"), notice("b@example.net", "550 no", "5.1.1"));
        assert_eq!(last_separator((one.clone() + &two).as_bytes()), Some(one.len()));
        let crlf = (one.clone() + &two).replace('\n', "\r\n");
        assert_eq!(last_separator(crlf.as_bytes()), Some(one.replace('\n', "\r\n").len()));
        // One message alone is not whole yet.
        assert_eq!(last_separator(one.as_bytes()), None);
        assert_eq!(last_separator(b"Subject: x\n\nFrom here on\n"), None);
    }

    #[test]
    fn one_message_is_not_many() {
        assert!(!is_many(notice("a@example.net", "550 no", "5.1.1").as_bytes()));
        assert!(is_many((notice("a@example.net", "550 no", "5.1.1").repeat(2)).as_bytes()));
        assert!(!is_many(b"From: a@example.com\nSubject: x\n\nHello\n"));
    }
}
