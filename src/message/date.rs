//! Dates and times as mail programs write them (RFC 5322 section 3.3, the obsolete forms of section 4.3, and the rest).

use chrono::{DateTime, Utc};

use crate::finding::Span;

/// What a date says, as far as it says it for sure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stamp {
    /// The moment; absent where the text has no zone, names no real day, or is no date.
    pub time: Option<DateTime<Utc>>,
    /// The offset from UTC in minutes that the text states.
    pub utc_offset_minutes: Option<i32>,
    /// What is odd or missing, for a note.
    pub doubts: Vec<Doubt>,
    /// Which bytes of the text the date takes.
    pub span: Span,
}

/// What is odd about a date, or why it gives no moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Doubt {
    /// It has no zone, so its moment is unknown.
    NoZone,
    /// It names a day or an hour that does not exist.
    NoSuchDay,
    /// Its weekday is not that of its date.
    Weekday,
    /// It is not readable as a date.
    Unreadable,
}

/// Reads a date out of `text`, which may have rubbish after it.
#[must_use]
pub fn read(_text: &[u8]) -> Stamp {
    Stamp::default()
}
