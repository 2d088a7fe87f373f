//! Gaps that are no delivery delay: the message lay in a mailbox, was sent again, was meant to wait, was let through by
//! somebody, or was written anew by a program.

use chrono::{DateTime, Utc};

use super::chain::Link;
use super::route::{Gap, is_pickup};
use super::{DatedBy, Hop, Host, Side, Timestamp};
use crate::finding::Span;
use crate::message::{Field, Message, date};

/// Why a message rested without any server holding it up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cause {
    /// In a mailbox, until a program fetched it by POP3 or the like.
    Fetched,
    /// In a mailbox, from which IMAP copied or moved it: an import, a migration.
    Moved,
    /// Until somebody sent it again (`Resent-*`, RFC 5322 section 3.6.6).
    Resent,
    /// Until the time that its sender asked for.
    Scheduled,
    /// Until a list's moderator let it through.
    Moderated,
    /// In a quarantine, most likely, until it was released.
    Quarantined,
    /// It was journaled: an archive's copy of its own.
    Journaled,
    /// A program wrote a new message of it.
    Rewritten,
    /// A local program handed it over, and no server: collected from a mailbox, written anew, or queued.
    Program,
}

/// A gap with its cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Pause {
    pub gap: Gap,
    pub cause: Cause,
    /// The field that shows it.
    pub span: Option<Span>,
}

/// Gaps of so many seconds are looked at.
const WORTH: i64 = 60;
/// So many seconds before the later stamp the message went on.
const SOON: i64 = 300;

/// Fields in which a sender, or the sender's program, asks for a later time: Exchange, Thunderbird's Send Later.
const WANTED: [&str; 4] = ["Deferred-Delivery", "X-Send-Later-At", "X-Deferred-Delivery", "X-Delayed-Delivery"];
/// Fields in which a list says when its moderator let a message through.
const APPROVED: [&str; 2] = ["X-Mailman-Approved-At", "X-Approved-At"];

/// What the fields and the chain tell of a gap.
pub(super) struct Reader<'a> {
    pub message: &'a Message<'a>,
    pub hops: &'a [Hop],
    pub hosts: &'a [Host],
    pub links: &'a [Link],
    pub marks: &'a [Timestamp],
}

impl Reader<'_> {
    /// Finds the gaps that are no delivery delay.
    pub(super) fn pauses(&self, gaps: &[Gap]) -> Vec<Pause> {
        let found = gaps.iter().filter(|gap| gap.by_stamps >= WORTH).filter_map(|gap| {
            let (cause, span) = self.cause(gap)?;
            Some(Pause { gap: *gap, cause, span })
        });
        found.collect()
    }

    fn cause(&self, gap: &Gap) -> Option<(Cause, Option<Span>)> {
        let to = self.hops.get(gap.to)?;
        let with = to.with.as_deref().unwrap_or_default();
        if is_pickup(with) || to.dialect.as_deref() == Some("fetchmail") {
            let cause = if with.trim_start().to_ascii_uppercase().starts_with("IMAP")
                && to.dialect.as_deref() != Some("fetchmail")
            {
                Cause::Moved
            } else {
                Cause::Fetched
            };
            return Some((cause, Some(to.span)));
        }
        if gap.by_stamps < SOON {
            return None;
        }
        let (from_time, to_time) = (self.hops.get(gap.from)?.time?, to.time?);
        let within = |time: DateTime<Utc>| {
            (time - from_time).num_seconds() >= WORTH && (-SOON..SOON).contains(&(to_time - time).num_seconds())
        };
        let resent = self.marks.iter().find(|mark| mark.field.eq_ignore_ascii_case("Resent-Date") && within(mark.time));
        if let Some(mark) = resent {
            return Some((Cause::Resent, Some(mark.span)));
        }
        let dated = |names: &[&str]| {
            let fields = self.message.fields.iter().filter(|field| names.iter().any(|name| field.is(name)));
            fields.filter_map(|field| Some((date_of(field)?, field.span()))).find(|(time, _)| within(*time))
        };
        if let Some((_, span)) = dated(&WANTED) {
            return Some((Cause::Scheduled, Some(span)));
        }
        if let Some((_, span)) = dated(&APPROVED) {
            return Some((Cause::Moderated, Some(span)));
        }
        let named = |what: &str| {
            self.message.fields.iter().find(|field| field.name.to_ascii_lowercase().contains(what)).map(Field::span)
        };
        let side = |at: usize| {
            self.hops.get(at).and_then(|hop| self.hosts.get(hop.by_host?)).map_or(Side::Unknown, |host| host.side)
        };
        let broken = (gap.from + 1..=gap.to).any(|at| self.links.get(at) == Some(&Link::Broken));
        if let Some(span) = named("quarantine").filter(|_| side(gap.to) == Side::Recipient && !broken) {
            return Some((Cause::Quarantined, Some(span)));
        }
        if let Some(span) = named("x-validation-by").filter(|_| side(gap.from) != Side::Recipient) {
            return Some((Cause::Moderated, Some(span)));
        }
        if let Some(span) = named("journal-report").filter(|_| !broken) {
            return Some((Cause::Journaled, Some(span)));
        }
        let date = self.marks.iter().find(|mark| mark.by == DatedBy::Date && mark.field.eq_ignore_ascii_case("Date"));
        // Several hosts that agree on an earlier time stamped another message.
        let several = self
            .hops
            .get(..=gap.from)
            .is_some_and(|lower| lower.iter().any(|hop| hop.by_host != lower.first().and_then(|first| first.by_host)));
        let program = self.links.get(gap.from + 1..=gap.to).unwrap_or_default().contains(&Link::Program);
        match date.filter(|mark| within(mark.time) && (several || program)) {
            Some(mark) => Some((Cause::Rewritten, Some(mark.span))),
            None => program.then_some((Cause::Program, Some(to.span))),
        }
    }
}

fn date_of(field: &Field<'_>) -> Option<DateTime<Utc>> {
    date::read(field.value).time
}
