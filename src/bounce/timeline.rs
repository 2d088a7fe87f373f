//! What surrounds a refusal: when the message was taken, when it was given up, and how long the server tries.

use std::borrow::Cow;

use chrono::{DateTime, TimeDelta, Utc};

use super::dialect::{Dialect, QueueLifetime};
use super::facts::Action;
use super::listing;
use super::notice::NoticeParts;
use super::per_recipient;
use crate::finding::Span;
use crate::message::{Field, Message, date};
use crate::trace::words;

/// The times and habits that a notice tells, or that its program is known for.
#[derive(Debug, Clone, Default)]
pub(super) struct Timeline {
    /// When the reporting server took the message.
    pub taken: Option<DateTime<Utc>>,
    /// When the notice was written.
    pub noticed: Option<DateTime<Utc>>,
    /// What the notice promises of further tries, in its own words, and where.
    pub promise: Option<(String, Span)>,
    /// How long the program tries by default.
    pub patience: Option<QueueLifetime>,
    /// What the program is called.
    pub program: Option<&'static str>,
    /// The subject of the returned message.
    pub subject: Option<String>,
    /// When the returned message was sent, as its header says.
    pub sent: Option<DateTime<Utc>>,
}

/// Phrases that promise further tries, or say for how long.
const PROMISES: &[&str] = &[
    "will keep trying until message is",
    "will keep trying to deliver this message for",
    "it will be retried until it is",
    "message will be retried for",
    "kept in the queue for up to",
    "will continue trying for",
    "delivery attempts will continue",
];

/// How many bytes of a promise are quoted.
const MOST_PROMISE: usize = 500;

impl Timeline {
    pub fn of(notice: &NoticeParts<'_>, dialect: Option<&'static Dialect>) -> Self {
        let header = notice.returned.first().map(|returned| header_of(&returned.bytes));
        let sent_field = header.as_ref().and_then(|header| header.first("Date")).map(Field::unfolded);
        let taken = notice.status.arrival_date.as_deref().and_then(moment).or_else(|| {
            // The stamp at the top is the one of the server that returns the message.
            header.as_ref().and_then(|header| header.first("Received")).and_then(received_time)
        });
        Self {
            taken,
            noticed: notice.field("Date").as_deref().and_then(moment),
            promise: promise(notice),
            patience: dialect.and_then(|dialect| dialect.patience),
            program: dialect.map(|dialect| dialect.name),
            subject: header
                .as_ref()
                .and_then(|header| header.first("Subject"))
                .map(Field::decoded)
                .filter(|subject| !subject.is_empty()),
            sent: sent_field.as_deref().and_then(moment),
        }
    }

    /// How long the message was under way before the notice.
    pub fn waited(&self) -> Option<TimeDelta> {
        let waited = self.noticed? - self.taken?;
        (waited >= TimeDelta::zero()).then_some(waited)
    }

    /// When the reporting server gives up, and how that is known.
    pub fn gives_up(&self, will_retry_until: Option<&str>) -> Option<String> {
        if let Some(until) = will_retry_until {
            let said = moment(until).map_or_else(|| until.to_owned(), words::moment);
            return Some(format!("{said}, as the notice itself says (Will-Retry-Until)"));
        }
        if let Some((promise, _)) = &self.promise {
            return Some(format!("as the notice says: \"{promise}\""));
        }
        let (patience, program) = (self.patience?, self.program?);
        let days = if patience.hours.is_multiple_of(24) {
            words::count(patience.hours as usize / 24, "day", "days")
        } else {
            words::count(patience.hours as usize, "hour", "hours")
        };
        let end = self.taken.and_then(|taken| taken.checked_add_signed(TimeDelta::hours(i64::from(patience.hours))));
        let end = end.map(|end| format!(", which would be {}", words::moment(end))).unwrap_or_default();
        Some(format!(
            "after {days}{end}: the default of {program} ({}), which its administrator may have changed",
            patience.setting
        ))
    }
}

/// The header of a message alone: what follows it may be long.
fn header_of(bytes: &[u8]) -> Message<'_> {
    Message::read(bytes, 0)
}

fn moment(text: &str) -> Option<DateTime<Utc>> {
    date::read(text.as_bytes()).time
}

fn received_time(field: &Field<'_>) -> Option<DateTime<Utc>> {
    let value = field.unfolded();
    value.rsplit_once(';').and_then(|(_, stamp)| moment(stamp.trim()))
}

fn promise(notice: &NoticeParts<'_>) -> Option<(String, Span)> {
    notice.scan.says_delayed?;
    let at = PROMISES.iter().find_map(|phrase| listing::find(&notice.text, phrase))?;
    let start = notice.text.get(..at)?.rfind('\n').map_or(0, |end| end + 1);
    let line = listing::line(notice.text.get(start..)?);
    let mut promise = line.trim_end_matches('.').to_owned();
    per_recipient::cut(&mut promise, MOST_PROMISE);
    Some((promise, notice.place_of(line)))
}

/// Whether what became of a message means that it was not delivered, for good or for now.
pub(super) fn is_trouble(action: Option<Action>) -> bool {
    !matches!(action, Some(Action::Delivered | Action::Relayed | Action::Expanded))
}

/// A server in a sentence: its name, or what it is.
pub(super) fn server(name: Option<&str>, otherwise: &'static str) -> Cow<'static, str> {
    name.map_or(Cow::Borrowed(otherwise), |name| Cow::Owned(name.to_owned()))
}
