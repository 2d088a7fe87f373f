//! Clocks that cannot all be right.

use std::collections::HashSet;

use super::{Case, MOST_EVIDENCE, listed};
use crate::finding::{Confidence, Finding, Party, Severity, Standard};
use crate::trace::clock::DRIFT;
use crate::trace::evidence::{Refuted, Witness};
use crate::trace::{DatedBy, Side, words};

/// How far a clock is off at least, in words, with the zone mistake where one fits.
pub(in crate::trace) fn off_by(seconds: i64) -> String {
    format!("{} {}", words::exact(seconds), if seconds > 0 { "fast" } else { "slow" })
}

impl Refuted {
    /// Whose stamp is wrong, and what says so, in a sentence without its full stop.
    pub(in crate::trace) fn sentence(&self, case: &Case<'_>) -> String {
        let name = case.taker(self.hop).map_or("a host", |host| host.name.as_str());
        let off = off_by(self.off_by);
        let moment = words::moment(self.moment);
        let what = if self.is_zone { "is likely in the wrong zone" } else { "is likely wrong" };
        match &self.witness {
            Witness::QueueId => {
                format!("the stamp of {name} {what}, {off}: the queue ID beside it holds {moment}")
            }
            Witness::ZoneName(zone) => {
                format!(
                    "the stamp of {name} {what}, {off}: it names the zone {zone} beside another zone's offset, and {zone} makes it {moment}"
                )
            }
            Witness::Date => format!(
                "the stamp of {name} {what}, {off}: the Date field says {moment}, and no message is stamped before it is written"
            ),
            Witness::Seal => {
                format!(
                    "the stamp of {name} {what}, {off}: its own organisation's ARC seal was made at {moment}, by a clock that knows no zones"
                )
            }
            Witness::Signature => {
                format!(
                    "the stamp of {name} {what}, {off}: the DKIM signature was made at {moment}, by a clock that knows no zones"
                )
            }
        }
    }
}

/// A gap between stamps that another moment in the header closes.
pub(super) fn zone_and_no_wait(case: &Case<'_>) -> Option<Finding> {
    let one = case.refuted.iter().max_by_key(|one| one.gap.by_stamps)?;
    let name = case.taker(one.hop).map_or("a host", |host| host.name.as_str());
    let sentence = one.sentence(case);
    let side = case.side(one.hop);
    Some(
        Finding::new(
            "route.zone-mistake",
            Severity::Warning,
            match side {
                Side::Sender => Party::Sender,
                Side::Recipient => Party::Recipient,
                Side::Between => Party::Forwarder,
                Side::Unknown => Party::Unknown,
            },
            Confidence::Likely,
            format!(
                "{} by the stamps are likely {} of {name} and no wait",
                words::rounded(one.gap.by_stamps),
                if one.is_zone { "a wrong zone" } else { "a wrong clock" }
            ),
        )
        .why(format!(
            "Most likely {sentence}. With that put right, the message went on within {}.",
            words::exact((one.gap.by_stamps - one.off_by.abs()).abs().max(1))
        ))
        .next(format!("Check the zone and the summer-time rule of {name}, in the system and in the mail program."))
        .next(format!("If that clock is right, the wait is real: look in {name}'s log for this message."))
        .shown_by([Some(one.span), case.stamp_span(one.hop)].into_iter().flatten())
        .by(Standard::Smtp, "4.4"),
    )
}

/// Stamps that stand in the wrong order.
pub(super) fn disagree(case: &Case<'_>) -> Option<Finding> {
    let explanations = &case.solution.explanations;
    let fewest = case.solution.fewest();
    if fewest == 0 {
        return None;
    }
    let mut seen = HashSet::new();
    let suspects: Vec<usize> = explanations
        .iter()
        .flat_map(|explanation| explanation.wrong.iter().map(|wrong| wrong.host))
        .filter(|host| seen.insert(*host))
        .collect();
    let names: Vec<&str> =
        suspects.iter().filter_map(|&host| case.host(Some(host))).map(|host| host.name.as_str()).collect();
    let least =
        explanations.iter().flat_map(|one| &one.wrong).filter_map(|wrong| wrong.least).map(i64::unsigned_abs).max();
    let least = least.map(|seconds| i64::try_from(seconds).unwrap_or(i64::MAX));
    let zone = explanations.iter().flat_map(|one| &one.wrong).find_map(|wrong| wrong.zone);
    let one_wrong = match explanations.as_slice() {
        [only] if !case.solution.beyond_search => match only.wrong.as_slice() {
            [wrong] => Some(wrong),
            _ => None,
        },
        _ => None,
    };

    let title = match (one_wrong, least) {
        (Some(wrong), _) if !wrong.steady => {
            format!("The stamps of {} contradict each other", listed(&names))
        }
        (Some(wrong), _) => match wrong.least {
            Some(least) => format!("The clock of {} is at least {}", listed(&names), off_by(least)),
            None => format!("The clock of {} is wrong", listed(&names)),
        },
        (None, Some(least)) if fewest == 1 && suspects.len() == 2 => {
            format!("The clocks of {} disagree by at least {}", listed(&names), words::exact(least))
        }
        _ if case.solution.beyond_search => format!("At least {fewest} clocks are wrong"),
        _ if fewest == 1 => format!("One of the clocks of {} is wrong", listed(&names)),
        _ => format!("At least {fewest} of the clocks of {} are wrong", listed(&names)),
    };

    let mut why = "Mail cannot arrive before it was sent, yet by these stamps it did.".to_owned();
    match (one_wrong, zone) {
        (Some(_), Some(zone)) => why.push_str(&format!(
            " {} is the one that contradicts the others. About {}: a wrong zone or summer-time setting is likelier than a drifting clock.",
            listed(&names),
            off_by(zone)
        )),
        (Some(wrong), None) if !wrong.steady => {
            why.push_str(" They are by one host, so two of its programs use different zones, its clock was set meanwhile, or fields were edited or moved.");
        }
        (Some(_), None) => why.push_str(&format!(" {} is the one that contradicts the others.", listed(&names))),
        (None, Some(zone)) => why.push_str(&format!(
            " About {}, so a wrong zone or summer-time setting is likelier than a drifting clock. Which of them is wrong, the stamps \
             alone do not tell.",
            words::exact(zone)
        )),
        (None, None) => why.push_str(" Which of them is wrong, the stamps alone do not tell."),
    }
    if zone.is_some() {
        why.push_str(" If it is not the zone, the waits beside it are known only in sum.");
    }

    let witness = witness(case, &seen);
    if let Some((said, _)) = &witness {
        why.push(' ');
        why.push_str(said);
    }

    let drift = least.is_some_and(|least| least <= DRIFT);
    let severity = if drift { Severity::Note } else { Severity::Warning };
    let confidence = match (one_wrong, witness) {
        (Some(_), Some((_, Speaks::Against))) => Confidence::Possible,
        (Some(_), _) => Confidence::Likely,
        (None, _) => Confidence::Certain,
    };
    let mut sides: Vec<Side> =
        suspects.iter().filter_map(|&host| case.host(Some(host))).map(|host| host.side).collect();
    sides.dedup();
    let party = match sides.as_slice() {
        [Side::Sender] => Party::Sender,
        [Side::Recipient] => Party::Recipient,
        [Side::Between] => Party::Forwarder,
        _ => Party::Unknown,
    };
    let spans = case.route.hops.iter().enumerate().filter(|(_, hop)| hop.time.is_some());
    let spans = spans.filter(|(_, hop)| hop.by_host.is_some_and(|host| seen.contains(&host)));
    let finding = Finding::new("route.clock-skew", severity, party, confidence, title)
        .why(why)
        .next(if drift {
            "Nothing breaks by this much; if the hosts are yours, see that all of them follow NTP.".to_owned()
        } else {
            format!(
                "Compare the clock, the zone and the summer-time rule of {} with a clock that is right.",
                listed(&names)
            )
        })
        .shown_by(spans.filter_map(|(at, _)| case.stamp_span(at)).take(MOST_EVIDENCE))
        .by(Standard::Smtp, "4.4");
    Some(finding)
}

/// Whether a mark fits a clock being wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Speaks {
    For,
    Against,
}

/// What the `Date` field says for or against the first clock being wrong, where that one is in doubt.
fn witness(case: &Case<'_>, suspects: &HashSet<usize>) -> Option<(String, Speaks)> {
    const NEAR: i64 = 120;
    let first = case.route.hops.first()?;
    let host = first.by_host.filter(|host| suspects.contains(host))?;
    let name = case.host(Some(host))?.name.as_str();
    let date = case.date()?;
    let after = (first.time? - date.time).num_seconds();
    let zone = case.solution.wrong(host).and_then(|wrong| wrong.zone);
    if (0..=NEAR).contains(&after) {
        let said = format!(
            "The Date field agrees with the stamp of {name}: it is less likely to be the wrong one, unless the same computer wrote both."
        );
        Some((said, Speaks::Against))
    } else if zone.is_some_and(|zone| (0..=NEAR).contains(&(after - zone))) {
        Some((format!("The Date field fits {name} being the wrong one."), Speaks::For))
    } else {
        None
    }
}

/// A `Date` later than the first stamp.
pub(super) fn date_ahead(case: &Case<'_>) -> Option<Finding> {
    let mark = case.date()?;
    let first = (0..case.route.hops.len()).find(|&at| case.measured(at).is_some())?;
    let ahead = (mark.time - case.time(first)?).num_seconds();
    // Said already where it shows a wrong clock, or a message that was written anew.
    let explained =
        case.refuted.iter().any(|one| one.hop == first) || case.pauses.iter().any(|one| one.span == Some(mark.span));
    if ahead < super::hold::HELD_UP || case.clock_doubted(first) || explained {
        return None;
    }
    let remainder = ahead % 3_600;
    let zone = ahead <= 14 * 3_600 + 120 && (remainder <= 120 || remainder >= 3_300);
    Some(
        Finding::new(
            "route.date-ahead",
            Severity::Note,
            Party::Sender,
            Confidence::Possible,
            format!("The Date field is {} later than the first stamp", words::rounded(ahead)),
        )
        .why(format!(
            "A message is written before it is sent, so the author's clock{} fast, or that of {} is slow. Mail programs sort by this \
             field, and filters count it against a message.",
            if zone { " or zone is about a whole number of hours" } else { " is" },
            case.taker(first).map_or("the first server", |host| host.name.as_str())
        ))
        .next("Let the sender check the date, time and zone of the computer or program that wrote it.")
        .shown_by([Some(mark.span), case.stamp_span(first)].into_iter().flatten())
        .by(Standard::MessageFormat, "3.6.1"),
    )
}

/// A queue id that holds another moment than the stamp beside it.
pub(super) fn queue_id_contradicts(case: &Case<'_>) -> Option<Finding> {
    const FAR: i64 = 600;
    let (mark, hop) = case.route.marks.iter().filter(|mark| mark.by == DatedBy::QueueId).find_map(|mark| {
        let hop = case.route.hops.iter().find(|hop| hop.span == mark.span)?;
        ((hop.time? - mark.time).num_seconds().saturating_abs() >= FAR).then_some((mark, hop))
    })?;
    if case.refuted.iter().any(|one| one.witness == Witness::QueueId) {
        return None;
    }
    let apart = (hop.time? - mark.time).num_seconds();
    let name = case.host(hop.by_host).map_or("the host", |host| host.name.as_str());
    Some(
        Finding::new(
            "route.queue-id-time",
            Severity::Note,
            Party::Unknown,
            Confidence::Possible,
            format!(
                "The queue ID of {name} holds a time {} {} than its stamp",
                words::exact(apart),
                if apart > 0 { "earlier" } else { "later" }
            ),
        )
        .why(format!(
            "Queue ID {} holds {}, if the program that wrote it does what it usually does. Both are by the same clock: the session \
             lasted that long, the clock was set meanwhile, or the field was edited.",
            hop.id.as_deref().unwrap_or_default(),
            words::moment(mark.time)
        ))
        .next(format!("Look in {name}'s log for this queue ID: its first line tells when the message came in."))
        .shown_by([hop.span]),
    )
}
