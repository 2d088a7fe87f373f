//! What speaks against a wait that the stamps show: a clock whose zone is wrong makes the same gap.
//!
//! A queue id, `t=` of a signature (RFC 6376 section 3.5) and `Date` hold a moment of their own, and a zone's name behind
//! an offset may contradict it. Where one of them closes the gap, there was no wait to speak of.

use chrono::{DateTime, Utc};

use super::clock::TOLERANCE;
use super::route::Gap;
use super::{DatedBy, Hop, Host, Timestamp, chain, providers};
use crate::finding::Span;
use crate::message::date;

/// Gaps of so many seconds are looked at.
const WORTH: i64 = 300;
/// What is left of a gap whose clock is put right may be this many seconds.
const LEFT: i64 = 120;
/// The widest that a wrong zone can be off.
const WIDEST: i64 = 26 * 3_600;

/// What shows that a clock is wrong and no wait long.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Witness {
    /// A time within the stamp's own queue id.
    QueueId,
    /// The name of a zone beside another zone's offset.
    ZoneName(String),
    /// `Date`, which is later than the stamp that it should come before.
    Date,
    /// `t=` of a signature, later than the stamp.
    Signature,
    /// `t=` of the ARC seal that the stamp's own organisation made.
    Seal,
}

/// A gap that is likely no wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Refuted {
    pub gap: Gap,
    /// The hop whose stamp is wrong.
    pub hop: usize,
    /// By how many seconds that stamp's clock is off: positive = fast.
    pub off_by: i64,
    pub witness: Witness,
    /// The moment that the witness gives.
    pub moment: DateTime<Utc>,
    pub span: Span,
    /// Whether the clock is off by about a number of quarter hours, as a wrong zone is.
    pub is_zone: bool,
}

/// Whether a length is a whole, half or quarter hour, give or take five minutes: the part that it is a multiple of, in seconds.
pub(super) fn zone_step(seconds: i64) -> Option<i64> {
    let near = |step: i64| {
        let rest = seconds.rem_euclid(step);
        (rest <= WORTH || step - rest <= WORTH) && seconds > step / 2
    };
    let fits = (600..=WIDEST + WORTH).contains(&seconds);
    [3_600, 1_800, 900].into_iter().find(|&step| fits && near(step))
}

/// Finds the gaps that other moments in the header close.
pub(super) fn refuted(
    hops: &[Hop],
    hosts: &[Host],
    gaps: &[Gap],
    marks: &[Timestamp],
    seals: &[(String, DateTime<Utc>)],
) -> Vec<Refuted> {
    let witnesses = Witnesses { hops, hosts, marks, seals };
    gaps.iter().filter(|gap| gap.by_stamps >= WORTH).filter_map(|gap| witnesses.against(*gap)).collect()
}

struct Witnesses<'a> {
    hops: &'a [Hop],
    hosts: &'a [Host],
    marks: &'a [Timestamp],
    seals: &'a [(String, DateTime<Utc>)],
}

impl Witnesses<'_> {
    fn against(&self, gap: Gap) -> Option<Refuted> {
        self.by_queue_id(gap)
            .or_else(|| self.by_zone_name(gap))
            .or_else(|| self.by_seal(gap))
            .or_else(|| self.by_date(gap))
    }

    fn time(&self, hop: usize) -> Option<DateTime<Utc>> {
        self.hops.get(hop)?.time
    }

    /// A queue id is written from seconds since 1970, which know no zone.
    fn by_queue_id(&self, gap: Gap) -> Option<Refuted> {
        [gap.to, gap.from].into_iter().find_map(|hop| {
            let stamp = self.hops.get(hop)?;
            let mark = self.marks.iter().find(|mark| mark.by == DatedBy::QueueId && mark.span == stamp.span)?;
            let off_by = (stamp.time? - mark.time).num_seconds();
            let exact = off_by.rem_euclid(900);
            let left = if hop == gap.to { gap.by_stamps - off_by } else { gap.by_stamps + off_by };
            let fits = off_by.abs() >= 900 - LEFT && (exact <= 30 || exact >= 870) && (-LEFT..WORTH).contains(&left);
            fits.then_some(Refuted {
                gap,
                hop,
                off_by,
                witness: Witness::QueueId,
                moment: mark.time,
                span: stamp.span,
                is_zone: true,
            })
        })
    }

    /// A server seals a message when it takes it, in seconds since 1970 (RFC 8617 section 4.1.3): its own stamp is the same moment.
    fn by_seal(&self, gap: Gap) -> Option<Refuted> {
        let stamp = self.hops.get(gap.to)?;
        let own = chain::organisation(self.hosts, stamp.by_host)?;
        let from = chain::organisation(self.hosts, stamp.from_host);
        // Handed on within the organisation the seal may be of the server before.
        if from == Some(own) {
            return None;
        }
        self.seals.iter().filter(|(domain, _)| providers::organisation(domain) == own).find_map(|(_, time)| {
            let off_by = (stamp.time? - *time).num_seconds();
            let exact = off_by.rem_euclid(900);
            let fits = off_by >= 900 - LEFT
                && (exact <= 30 || exact >= 870)
                && (-LEFT..WORTH).contains(&(gap.by_stamps - off_by));
            fits.then(|| Refuted {
                gap,
                hop: gap.to,
                off_by,
                witness: Witness::Seal,
                moment: *time,
                span: stamp.stamp_span.unwrap_or(stamp.span),
                is_zone: true,
            })
        })
    }

    fn by_zone_name(&self, gap: Gap) -> Option<Refuted> {
        [gap.from, gap.to].into_iter().find_map(|hop| {
            let stamp = self.hops.get(hop)?;
            let (name, minutes) = named_zone(stamp.stamp.as_deref()?)?;
            let off_by = i64::from(minutes - stamp.utc_offset_minutes.unwrap_or(0)) * 60;
            let left = if hop == gap.to { gap.by_stamps - off_by } else { gap.by_stamps + off_by };
            let moment = stamp.time?.checked_sub_signed(chrono::TimeDelta::seconds(off_by))?;
            (off_by != 0 && (-LEFT..WORTH).contains(&left)).then(|| Refuted {
                gap,
                hop,
                off_by,
                witness: Witness::ZoneName(name.to_owned()),
                moment,
                span: stamp.stamp_span.unwrap_or(stamp.span),
                is_zone: true,
            })
        })
    }

    /// A message is dated and signed before it is stamped. One host that stamped it long before has a slow clock, or the
    /// wrong zone; several hosts that agree stamped another message, of which this one was made.
    fn by_date(&self, gap: Gap) -> Option<Refuted> {
        let lower = self.hops.get(..=gap.from)?;
        let host = lower.last()?.by_host;
        if lower.iter().any(|hop| hop.by_host != host) {
            return None;
        }
        let (from, to) = (self.time(gap.from)?, self.time(gap.to)?);
        let within = |mark: &&Timestamp| {
            let late = (mark.time - from).num_seconds();
            let before = (to - mark.time).num_seconds();
            late >= WORTH - LEFT && (-LEFT..=LEFT).contains(&before)
        };
        let date = self.marks.iter().find(|mark| mark.by == DatedBy::Date && mark.field.eq_ignore_ascii_case("Date"));
        let signed = self.marks.iter().filter(|mark| mark.by == DatedBy::DkimSignature).find(within);
        let agrees = date.is_some_and(|date| (-TOLERANCE..=LEFT).contains(&(from - date.time).num_seconds()));
        let (mark, witness) = match (date.filter(within), signed) {
            (Some(date), _) => (date, Witness::Date),
            // A signature alone may be made when a message leaves a queue.
            (None, Some(signed)) if !agrees && zone_step(gap.by_stamps).is_some() => (signed, Witness::Signature),
            _ => return None,
        };
        let off_by = (from - mark.time).num_seconds();
        let rest = (-off_by).rem_euclid(900);
        Some(Refuted {
            gap,
            hop: gap.from,
            off_by,
            witness,
            moment: mark.time,
            span: mark.span,
            is_zone: (rest <= LEFT || rest >= 900 - LEFT) && -off_by <= WIDEST && -off_by > 600,
        })
    }
}

/// The zone that a stamp names in a comment or behind its offset, and its minutes from UTC.
fn named_zone(stamp: &str) -> Option<(&str, i32)> {
    let name = match stamp.rsplit_once('(') {
        Some((_, comment)) => comment.trim_end().strip_suffix(')')?.trim(),
        None => stamp.rsplit(' ').next()?,
    };
    // A date with this name for a zone: its offset is what the name means.
    let is_name = name.len() <= 5 && !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic());
    let dated = date::read(format!("1 Jan 2000 00:00:00 {name}").as_bytes());
    dated.utc_offset_minutes.filter(|_| is_name).map(|minutes| (name, minutes))
}

/// The local time of a stamp without a sure zone, read as if it were UTC.
pub(super) fn local_time(hop: &Hop) -> Option<DateTime<Utc>> {
    let stamp = hop.stamp.as_deref()?;
    let bare = stamp.split('(').next().unwrap_or(stamp).trim_end();
    let without = bare.trim_end_matches(|letter: char| letter.is_ascii_uppercase()).trim_end();
    let with_zone = |text: &str| date::read(format!("{text} +0000").as_bytes());
    [bare, without].into_iter().find_map(|text| with_zone(text).time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_step_is_the_largest_part_of_an_hour_that_fits() {
        assert_eq!(zone_step(3_600), Some(3_600));
        assert_eq!(zone_step(12 * 3_600 + 299), Some(3_600));
        assert_eq!(zone_step(3_600 - 299), Some(3_600));
        assert_eq!(zone_step(1_800 + 200), Some(1_800));
        assert_eq!(zone_step(2_700), Some(900));
        assert_eq!(zone_step(53 * 60), None);
        assert_eq!(zone_step(22 * 60), None);
        assert_eq!(zone_step(300), None);
        assert_eq!(zone_step(28 * 3_600), None);
    }

    #[test]
    fn a_zones_name_is_read_with_and_without_parentheses() {
        assert_eq!(named_zone("Tue, 3 Mar 2026 10:00:02 +0000 (EST)"), Some(("EST", -300)));
        assert_eq!(named_zone("Tue, 3 Mar 2026 10:00:02 +0100 CEST"), Some(("CEST", 120)));
        assert_eq!(named_zone("Tue, 3 Mar 2026 10:00:02 +0000"), None);
        assert_eq!(named_zone("Tue, 3 Mar 2026 10:00:02 +0000 (IST)"), None);
        assert_eq!(named_zone("Tue, 3 Mar 2026 10:00:02 +0200 (Mitteleuropäische Sommerzeit)"), None);
    }
}
