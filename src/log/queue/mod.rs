//! Listings of queues: what waits, since when, and why. A file a program.

mod exchange;
mod exim;
mod opensmtpd;
mod postfix;
mod postfix_json;
mod qmail;
mod sendmail;

use super::line::Line;
use super::stamp::{self, Stamp};
use super::table::{Said, Table};
use crate::finding::Span;

/// The listing of one program.
struct Listing {
    name: &'static str,
    /// Whether the first lines are its own.
    begins: fn(&str) -> bool,
    /// Reads it; how many of its lines were understood.
    read: fn(&str, &mut Table) -> usize,
}

const LISTINGS: [Listing; 8] = [
    postfix_json::LISTING,
    // Its lines have the form of Postfix's below another head.
    sendmail::LISTING,
    postfix::LISTING,
    exim::LISTING,
    qmail::LISTING,
    opensmtpd::LISTING,
    exchange::QUEUES,
    exchange::MESSAGES,
];

/// How many of the first lines tell what it is.
const HEAD_LINES: usize = 6;

/// Reads a listing: what wrote it, its rows, its lines and how many were understood; nothing where it is something else.
pub(super) fn read(text: &str) -> Option<(String, Table, usize, usize)> {
    let head_end = text.split_inclusive('\n').take(HEAD_LINES).map(str::len).sum::<usize>();
    let head = text.get(..head_end)?;
    if head.len() > 16 * 1024 {
        return None;
    }
    let listing = LISTINGS.iter().find(|listing| (listing.begins)(head))?;
    let mut table = Table::default();
    let understood = (listing.read)(text, &mut table);
    let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
    Some((listing.name.to_owned(), table, lines, understood))
}

/// The lines of a listing, with their places.
fn lines(text: &str) -> impl Iterator<Item = (&str, Span)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        let shown = line.trim_end();
        (shown, Span::new(start, start + shown.len()))
    })
}

/// A message of a listing.
#[derive(Default)]
struct Entry<'a> {
    id: &'a str,
    sender: Option<&'a str>,
    arrival: &'a str,
    /// What the listing says of it: `active`, `hold`, `frozen`.
    queue: &'a str,
    reason: String,
    span: Span,
}

impl Entry<'_> {
    /// Puts one recipient of it into the table; its place reaches from the message's line to its own.
    fn recipient(&self, recipient: &str, at: Span, table: &mut Table) {
        let line =
            Line { span: at, stamp: Stamp { text: "", seconds: stamp::seconds(self.arrival) }, ..Line::default() };
        let (code, enhanced) = codes(&self.reason);
        table.delivery(
            &line,
            Said {
                queue_id: Some(self.id).filter(|id| !id.is_empty()),
                recipient: Some(recipient).filter(|recipient| !recipient.is_empty()),
                sender: self.sender,
                state: if self.reason.is_empty() { super::State::Queued } else { super::State::Deferred },
                code,
                enhanced,
                words: self.reason.as_str().into(),
                since: Some(self.arrival),
                queue: Some(self.queue),
                ..Said::default()
            },
        );
    }
}

/// The codes in a reason: behind `said: `, or at its beginning.
fn codes(reason: &str) -> (Option<&str>, Option<&str>) {
    let said =
        super::line::behind(reason, " said: ").or_else(|| super::line::behind(reason, "refused to talk to me: "));
    super::format::leading_codes(said.unwrap_or(reason))
}
