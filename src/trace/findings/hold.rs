//! Where the message waited.

use super::{Case, MOST_EVIDENCE, custody};
use crate::finding::{Confidence, Finding, Party, Severity, Standard};
use crate::message::date::Doubt;
use crate::order;
use crate::trace::chain::Link;
use crate::trace::evidence::{local_time, zone_step};
use crate::trace::route::{Gap, UNNAMED};
use crate::trace::{DatedBy, Side, names, words};

/// A wait of so many seconds is worth a problem.
pub(in crate::trace) const HELD_UP: i64 = 300;
/// Reaching the first server so many seconds after the `Date` field is worth a word.
const LATE: i64 = HELD_UP;
/// A wait of so many seconds is worth a note.
const SLOW: i64 = 60;
/// No queue keeps a message so long: the longest lifetime known is 30 days.
const IMPLAUSIBLE: i64 = 30 * 86_400;

/// Where on the way a wait was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::trace) enum Place {
    /// In one host, between two of its own stamps.
    WithinHost,
    /// Between two servers of the sender's side.
    SenderSide,
    /// Between two organisations.
    Path,
    /// Between two servers of the recipient's side.
    RecipientSide,
    /// Between two servers of one organisation that stands at both ends.
    OneOrganisation,
    /// Across or below a place where the fields do not join.
    Unproven,
    /// Between two servers of which it is not known whose they are.
    Elsewhere,
}

/// The longest wait on a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::trace) struct Hold {
    pub gap: Gap,
    /// The least and the most seconds that it lasted.
    pub range: (i64, i64),
    pub place: Place,
    /// Whether the server that held it is the one that handed it over, by address or reverse name.
    pub joined: bool,
    /// The part of an hour that it is a multiple of, where a clock with a wrong zone would look the same.
    pub zone: Option<i64>,
    /// Whether clocks of other hosts agree with those on both sides.
    pub supported: bool,
}

impl Hold {
    /// Whether it lasted long enough to say so, whatever the clocks.
    fn lasted(&self, seconds: i64) -> bool {
        self.range.0.saturating_add(crate::trace::clock::TOLERANCE) >= seconds
    }

    /// Whether it is worth a note.
    pub(in crate::trace) fn is_slow(&self) -> bool {
        self.lasted(if self.corrected() { HELD_UP } else { SLOW })
    }

    /// Whether the stamps as they stand do not give it, so that it rests on a clock being put right.
    pub(in crate::trace) fn corrected(&self) -> bool {
        self.gap.by_stamps < self.range.0 || self.gap.by_stamps > self.range.1
    }

    /// The range to say: the stamps' own difference where no clock on either side is in doubt.
    pub(in crate::trace) fn said(&self) -> (i64, i64) {
        if self.doubtful() || self.corrected() {
            self.range
        } else {
            (self.gap.by_stamps.max(0), self.gap.by_stamps.max(0))
        }
    }

    /// Whether it is worth a problem.
    pub(in crate::trace) fn is_held_up(&self) -> bool {
        self.lasted(HELD_UP)
    }

    /// Whether no queue keeps a message so long.
    pub(in crate::trace) fn is_implausible(&self) -> bool {
        self.range.0 >= IMPLAUSIBLE
    }

    /// Whether its length is in doubt by more than clocks that agree are.
    pub(in crate::trace) fn doubtful(&self) -> bool {
        self.range.1.saturating_sub(self.range.0) > 2 * crate::trace::clock::TOLERANCE
    }

    /// Whether a clock with a wrong zone is as likely as a wait: whole hours that no other clock bears out.
    pub(in crate::trace) fn may_be_zone(&self) -> bool {
        self.zone == Some(3_600) && !self.supported && !self.doubtful() && !self.corrected()
    }

    /// Whether its length rests on the stamps of a chain that is not broken.
    pub(in crate::trace) fn is_proven(&self) -> bool {
        self.place != Place::Unproven
    }
}

/// Finds the longest wait: the one whose least length is the greatest, then whose greatest is.
pub(in crate::trace) fn longest(case: &Case<'_>) -> Option<Hold> {
    longest_of(holds(case))
}

/// The first of equals: it is where the others began.
fn longest_of(holds: impl Iterator<Item = Hold>) -> Option<Hold> {
    holds.fold(None, |longest, hold| match longest {
        Some(longest) if longest.range >= hold.range => Some(longest),
        _ => Some(hold),
    })
}

/// Every wait whose bounds are known, and that may be one.
fn holds<'a>(case: &'a Case<'_>) -> impl Iterator<Item = Hold> + 'a {
    let is_pause = |gap: &Gap| case.pauses.iter().any(|pause| (pause.gap.from, pause.gap.to) == (gap.from, gap.to));
    let is_refuted = |gap: &Gap| case.refuted.iter().any(|one| one.gap == *gap);
    case.gaps.iter().filter(move |gap| !is_pause(gap) && !is_refuted(gap)).filter_map(|gap| {
        let place = place(case, gap);
        let one_clock = case.hop(gap.from)?.by_host == case.hop(gap.to)?.by_host;
        Some(Hold {
            gap: *gap,
            range: gap.range?,
            place,
            joined: gap.to == gap.from + 1
                && (place == Place::WithinHost || case.links.get(gap.to) == Some(&Link::Same)),
            zone: zone_step(gap.by_stamps)
                .filter(|_| !one_clock && !(zone_proven(case, gap.from) && zone_proven(case, gap.to))),
            supported: borne_out(case, gap),
        })
    })
}

/// Whether a moment that knows no zone agrees with a hop's stamp: the queue id beside it.
fn zone_proven(case: &Case<'_>, at: usize) -> bool {
    let Some(hop) = case.hop(at) else { return false };
    let near =
        |time: chrono::DateTime<chrono::Utc>| hop.time.is_some_and(|stamp| (stamp - time).num_seconds().abs() <= 60);
    case.route.marks.iter().any(|mark| mark.by == DatedBy::QueueId && mark.span == hop.span && near(mark.time))
}

/// Whether clocks of other hosts agree with those on both sides of a gap, within two minutes.
fn borne_out(case: &Case<'_>, gap: &Gap) -> bool {
    const NEAR: i64 = 120;
    let (Some(from), Some(to)) = (case.measured(gap.from), case.measured(gap.to)) else { return false };
    let host = |at: usize| case.hop(at).and_then(|hop| hop.by_host);
    let near = |one: chrono::DateTime<chrono::Utc>, other: chrono::DateTime<chrono::Utc>| {
        (one - other).num_seconds().abs() <= NEAR
    };
    let before = (0..gap.from)
        .rev()
        .take(3)
        .any(|at| host(at) != host(gap.from) && case.measured(at).is_some_and(|time| near(time, from)));
    let dated = case.date().is_some_and(|date| near(date.time, from));
    let after = (gap.to + 1..case.route.hops.len())
        .take(3)
        .any(|at| host(at) != host(gap.to) && case.measured(at).is_some_and(|time| near(time, to)));
    (before || dated || zone_proven(case, gap.from)) && (after || zone_proven(case, gap.to))
}

fn place(case: &Case<'_>, gap: &Gap) -> Place {
    let (Some(from), Some(to)) = (case.hop(gap.from), case.hop(gap.to)) else { return Place::Elsewhere };
    if case.broken(gap.from, case.route.hops.len().saturating_sub(1)).is_some() {
        return Place::Unproven;
    }
    let adjacent = gap.to == gap.from + 1;
    let link = case.links.get(gap.to).copied().unwrap_or(Link::Silent);
    let (one, other) = (case.side(gap.from), case.side(gap.to));
    if adjacent && from.by_host == to.by_host && link == Link::Same {
        return Place::WithinHost;
    }
    if link == Link::Unstamped && one != other {
        // A seal of the recipient's domain shows that it had come in before.
        let own = case.organisation(gap.to);
        let sealed = case.seals.iter().any(|(domain, time)| {
            Some(crate::trace::providers::organisation(domain)) == own
                && from.time.is_some_and(|from| (-2..=120).contains(&(*time - from).num_seconds()))
        });
        return if sealed && other == Side::Recipient { Place::RecipientSide } else { Place::Elsewhere };
    }
    let (had, has) = (case.organisation(gap.from), case.organisation(gap.to));
    match (one, other) {
        (Side::Sender, Side::Sender) => Place::SenderSide,
        (Side::Recipient, Side::Recipient) => Place::RecipientSide,
        _ if case.sides.one_organisation && had.is_some() && had == has => Place::OneOrganisation,
        (Side::Unknown, _) | (_, Side::Unknown) if had == has => Place::Elsewhere,
        (Side::Unknown, _) => Place::Elsewhere,
        (one, other) if one != other => Place::Path,
        _ if had.is_some() && has.is_some() && had != has => Place::Path,
        _ => Place::Elsewhere,
    }
}

/// The two ends of a wait, by name.
pub(in crate::trace) fn ends<'a>(case: &Case<'a>, hold: &Hold) -> (&'a str, &'a str) {
    let name = |at| case.taker(at).map_or(UNNAMED, |host| host.name.as_str());
    (name(hold.gap.from), name(hold.gap.to))
}

/// What to look for in the log of the host that wrote a hop's field: in that log's own offset, since its clock counts there.
pub(in crate::trace) fn log_window(case: &Case<'_>, hold: &Hold, log: usize) -> Option<String> {
    let offset = case.hop(log).and_then(|hop| hop.utc_offset_minutes);
    Some(words::window(case.time(hold.gap.from)?, case.time(hold.gap.to)?, offset.unwrap_or_default()))
}

/// Whether the user named the holder's side, but not the other, as theirs.
fn ours_held(case: &Case<'_>, hold: &Hold) -> bool {
    let mine = |at| case.taker(at).is_some_and(|host| host.mine);
    mine(hold.gap.from) && !mine(hold.gap.to)
}

/// The hop whose server's log is to be read first.
pub(in crate::trace) fn ask_first(case: &Case<'_>, hold: &Hold) -> usize {
    let (from, _) = ends(case, hold);
    match hold.place {
        _ if from == UNNAMED || names::is_local(from) => hold.gap.to,
        Place::Path if ours_held(case, hold) => hold.gap.from,
        Place::Path | Place::WithinHost | Place::Unproven => hold.gap.to,
        Place::SenderSide | Place::RecipientSide | Place::Elsewhere | Place::OneOrganisation => hold.gap.from,
    }
}

pub(in crate::trace) fn party(hold: &Hold, side: Side) -> Party {
    match hold.place {
        Place::SenderSide => Party::Sender,
        Place::RecipientSide => Party::Recipient,
        Place::Path => Party::Network,
        // Before the border of the organisation that stands at both ends it is the sender's.
        Place::OneOrganisation if side == Side::Recipient => Party::Sender,
        Place::Elsewhere | Place::Unproven | Place::OneOrganisation => Party::Unknown,
        Place::WithinHost => match side {
            Side::Sender => Party::Sender,
            Side::Recipient => Party::Recipient,
            Side::Between => Party::Forwarder,
            Side::Unknown => Party::Unknown,
        },
    }
}

/// How sure it is that the wait was where the stamps show it.
pub(in crate::trace) fn confidence(hold: &Hold) -> Confidence {
    if hold.corrected() || !hold.is_proven() || hold.may_be_zone() {
        Confidence::Possible
    } else if hold.doubtful() || hold.zone.is_some() || !hold.joined {
        Confidence::Likely
    } else {
        Confidence::Certain
    }
}

/// A wait worth naming, with where to look for its cause.
pub(super) fn held_up(case: &Case<'_>) -> Option<Finding> {
    let hold = case.hold.filter(|hold| hold.is_slow() && !hold.is_implausible())?;
    let (from, to) = ends(case, &hold);
    let severity = match hold.is_held_up() {
        true if hold.may_be_zone() || !hold.is_proven() => Severity::Warning,
        true => Severity::Problem,
        false => Severity::Note,
    };
    let between = words::between(hold.said());
    let what = if hold.is_held_up() { "Held up" } else { "A short wait" };
    let title = match hold.place {
        Place::Unproven => format!("{between} between the stamps of {from} and {to}, whose fields do not join"),
        _ if hold.may_be_zone() => {
            format!("Held up between {from} and {to} for {between}, or the zone of one clock is wrong by that much")
        }
        Place::WithinHost => format!("{what} inside {to}: {between}"),
        _ => format!("{what} between {from} and {to}: {between}"),
    };
    let had = case.time(hold.gap.from).map(words::moment).unwrap_or_default();
    let took = case.time(hold.gap.to).map(words::moment).unwrap_or_default();
    let mut why = match hold.place {
        Place::WithinHost => format!(
            "{to} stamped the message at {had} and again at {took}. Within one host the time goes into its queue, a content filter, \
             a lookup that waits for DNS, or a slow disk."
        ),
        Place::SenderSide => format!(
            "{from} had the message at {had}, and {to} took it at {took}. Both are on the sender's side: the wait was in a queue \
             there, or for the next server, its DNS or its network."
        ),
        Place::RecipientSide if case.links.get(hold.gap.to) == Some(&Link::Unstamped) => format!(
            "{from} had the message at {had}, and {to} took it at {took} from {}, which is of its own organisation, left no Received field and \
             sealed it right at the start: the wait was on the recipient's side.",
            case.hop(hold.gap.to).map(custody::handed_over).unwrap_or_default()
        ),
        Place::RecipientSide => format!(
            "{from} had the message at {had}, and {to} took it at {took}. Both are on the recipient's side, so the message had \
             arrived: the wait was in a queue or filter there."
        ),
        Place::OneOrganisation => format!(
            "{from} had the message at {had}, and {to} took it at {took}. Both are of {}, which stands at both ends of the way: nobody else \
             can say what the wait was for. Before {to} had taken it, it was with those who sent it.",
            case.organisation(hold.gap.to).unwrap_or("one organisation")
        ),
        Place::Unproven => format!(
            "{from} stamped the message at {had} by the lower field, and {to} at {took}. The chain is broken at or above them, so the lower \
             stamp is only a claim: no wait is proven, and none of the hosts below the break is to blame by it."
        ),
        Place::Elsewhere if case.links.get(hold.gap.to) == Some(&Link::Unstamped) => format!(
            "{from} had the message at {had}, and {to} took it at {took} from {}, which is of its own organisation and left no Received field: \
             the wait was before that server, in it, or behind it.",
            case.hop(hold.gap.to).map(custody::handed_over).unwrap_or_default()
        ),
        Place::Elsewhere if hold.joined => format!(
            "{from} had the message at {had}, and {to} took it at {took}. Whether {from} works for the sender (a filter for outgoing mail, a \
             relay) or for the recipient (a gateway), the header does not say. A server keeps a message that long when the next one is down, \
             refuses for now, or cannot be reached; or when its own queue is slow."
        ),
        _ => format!(
            "{from} had the message at {had}, and {to} took it at {took}. A server keeps a message that long when the next one is \
             down, refuses for now (greylisting, a rate limit), or cannot be found or reached; or when its own queue is slow."
        ),
    };
    if hold.gap.to > hold.gap.from + 1 {
        why.push_str(" The stamps between the two give no time, so it may have been at any of those hops.");
    }
    if hold.corrected() {
        why.push_str(" The length counts with a clock's likely zone mistake put right, so it is only as sure as that.");
    }
    if let Some(step) = hold.zone.filter(|_| !hold.doubtful() && !hold.corrected() && hold.is_held_up()) {
        why.push_str(&format!(
            " It is close to a number of {}: a clock with a wrong zone would look the same{}.",
            words::part_of_hours(step),
            if hold.supported { ", though clocks beside both agree with them" } else { "" }
        ));
    }
    if !hold.joined && hold.is_proven() && case.links.get(hold.gap.to) == Some(&Link::Organisation) {
        why.push_str(&format!(
            " {to} took it from {}, another server of the same organisation.",
            case.hop(hold.gap.to).map(custody::handed_over).unwrap_or_default()
        ));
    }
    if let Some(said) = clock_witness(case, &hold) {
        why.push(' ');
        why.push_str(&said);
    }
    if let Some(retry) = retry_hint(case, &hold) {
        why.push(' ');
        why.push_str(&retry);
    }
    // The stamps show the wait; whose it is between two hosts is the usual reading of it.
    let sure = match hold.place {
        Place::WithinHost => confidence(&hold),
        _ => confidence(&hold).max(Confidence::Likely),
    };
    let side = case.side(hold.gap.to);
    let mut finding = Finding::new("route.delay", severity, party(&hold, side), sure, title)
        .why(why)
        .shown_by([hold.gap.from, hold.gap.to].iter().filter_map(|&at| case.stamp_span(at)))
        .by(Standard::Smtp, "4.4");
    if matches!(hold.place, Place::Path | Place::SenderSide | Place::Elsewhere | Place::OneOrganisation) {
        finding = finding.by(Standard::Smtp, "4.5.4.1");
    }
    // A short wait needs no more than a look.
    let most = if hold.is_held_up() { usize::MAX } else { 1 };
    for step in steps(case, &hold).into_iter().take(most) {
        finding = finding.next(step);
    }
    if hold.is_held_up() {
        finding = finding.next(
            "Ask first whether all mail is late or only mail from this sender or to this recipient, and since when: one header is one message.",
        );
    }
    if hold.is_held_up() && matches!(hold.place, Place::Path | Place::Elsewhere) {
        finding = finding.next(
            "If it came twice, the answer to the first attempt was lost: the message was taken, and the sending server tried again (RFC 1047).",
        );
    }
    Some(finding)
}

/// What `Date` or a signature says of the clock before a wait.
fn clock_witness(case: &Case<'_>, hold: &Hold) -> Option<String> {
    let from = case.measured(hold.gap.from)?;
    let to = case.measured(hold.gap.to)?;
    let late = |mark: &&crate::trace::Timestamp| {
        matches!(mark.by, DatedBy::DkimSignature | DatedBy::Date)
            && (mark.time - from).num_seconds() >= HELD_UP
            && (to - mark.time).num_seconds() >= -HELD_UP
    };
    let mark = case.route.marks.iter().find(late)?;
    let (name, at) = (ends(case, hold).0, words::moment(mark.time));
    Some(match mark.by {
        DatedBy::Date => format!(
            "But the Date field says {at}, after the stamp of {name}: its clock may be slow, or a program wrote the message anew."
        ),
        _ => format!(
            "The DKIM signature was made at {at}, after the stamp of {name}: the message waited before it was signed, or that clock is slow."
        ),
    })
}

/// A wait that a stamp without a zone proves whatever its zone: the least it can have been, and the two hops.
pub(in crate::trace) fn undated_wait(case: &Case<'_>) -> Option<(i64, usize, usize)> {
    // No place is further from UTC than 14 hours ahead or 12 behind.
    const AHEAD: i64 = 14 * 3_600;
    const BEHIND: i64 = 12 * 3_600;
    let count = case.route.hops.len();
    let zoneless = |at: usize| {
        let open = case.doubts.get(at)?.iter().any(|doubt| matches!(doubt, Doubt::NoZone | Doubt::UnknownZone));
        case.hop(at).filter(|hop| open && hop.time.is_none()).and_then(local_time)
    };
    let mut latest: Option<(usize, i64)> = None;
    let mut found: Option<(i64, usize, usize)> = None;
    for at in 0..count {
        let (least, most) = match (case.measured(at), zoneless(at)) {
            (Some(time), _) => (time.timestamp(), time.timestamp()),
            (None, Some(local)) => (local.timestamp() - AHEAD, local.timestamp() + BEHIND),
            (None, None) => continue,
        };
        if let Some((from, before)) = latest
            && (case.measured(at).is_none() || case.measured(from).is_none())
            && least - before >= HELD_UP
            && found.is_none_or(|(longest, ..)| longest < least - before)
        {
            found = Some((least - before, from, at));
        }
        latest = Some((at, most));
    }
    found.filter(|(wait, ..)| *wait < IMPLAUSIBLE)
}

/// Waits besides the longest.
pub(super) fn other_waits(case: &Case<'_>) -> Option<Finding> {
    const MOST_NAMED: usize = 3;
    let longest = case.hold.filter(|hold| hold.is_held_up() && !hold.is_implausible())?;
    let mut others: Vec<Hold> =
        holds(case).filter(|hold| hold.gap != longest.gap && hold.is_held_up() && hold.is_proven()).collect();
    order::sort_by_key(&mut others, |hold| std::cmp::Reverse(hold.range));
    if others.is_empty() {
        return None;
    }
    let named: Vec<String> = others
        .iter()
        .take(MOST_NAMED)
        .map(|hold| match (hold.place, ends(case, hold)) {
            (Place::WithinHost, (_, to)) => format!("inside {to}: {}", words::between(hold.said())),
            (_, (from, to)) => format!("between {from} and {to}: {}", words::between(hold.said())),
        })
        .collect();
    let more = match others.len().saturating_sub(MOST_NAMED) {
        0 => String::new(),
        more => format!(" There are {more} more."),
    };
    Some(
        Finding::new(
            "route.more-delays",
            Severity::Warning,
            Party::Unknown,
            Confidence::Likely,
            format!("It waited {} more", words::count(others.len(), "time", "times")),
        )
        .why(format!("It waited {}.{more}", named.join("; ")))
        .next("Clear up the longest wait first; the same fault may explain the others.")
        .shown_by(others.iter().filter_map(|hold| case.stamp_span(hold.gap.to)).take(MOST_EVIDENCE))
        .by(Standard::Smtp, "4.5.4.1"),
    )
}

fn steps(case: &Case<'_>, hold: &Hold) -> Vec<String> {
    let (from, to) = ends(case, hold);
    let window = |log: usize| log_window(case, hold, log).unwrap_or_default();
    let (earlier, later) = (window(hold.gap.from), window(hold.gap.to));
    let held = case.hop(hold.gap.from).and_then(|hop| hop.id.as_deref());
    let taken = case.hop(hold.gap.to);
    let token = |id: Option<&str>| id.map_or_else(|| "this message".to_owned(), |id| format!("queue ID {id}"));
    let client = taken.and_then(|hop| hop.from.ip.as_deref()).unwrap_or(from);
    let takers_log = format!(
        "Look in {to}'s log for {client}, {later} by its own clock: earlier connections with a 4xx answer mean it deferred the \
         message, and say why."
    );
    let holders_log = format!(
        "Look in {from}'s log for {}, {earlier} by its own clock: each attempt has a line there that says why it failed.",
        token(held)
    );
    match hold.place {
        Place::WithinHost => {
            let id = taken.and_then(|hop| hop.id.as_deref()).or(held);
            vec![format!(
                "Look in {to}'s log for {}, {later} by its own clock: queue, filter and lookup times.",
                token(id)
            )]
        }
        Place::Path if ours_held(case, hold) => {
            vec![holders_log, format!("If the answers were 4xx, ask the postmaster of {to} what they mean.")]
        }
        Place::Path => vec![
            takers_log,
            format!(
                "No trace of {client} there: the sender's DNS, its queue or the network between. Ask the postmaster of {from} for the \
                 log lines of {}.",
                token(held)
            ),
        ],
        Place::SenderSide | Place::RecipientSide | Place::OneOrganisation => {
            vec![holders_log, format!("Then in {to}'s, to see whether it refused or deferred.")]
        }
        Place::Elsewhere => vec![holders_log, takers_log],
        Place::Unproven => vec![takers_log],
    }
}

/// What the length of a wait says where it fits the first retry of the program that held the message.
fn retry_hint(case: &Case<'_>, hold: &Hold) -> Option<String> {
    if !matches!(hold.place, Place::Path | Place::Elsewhere | Place::SenderSide) || hold.doubtful() {
        return None;
    }
    let holder = case.hop(hold.gap.from)?.dialect.as_deref();
    let seconds = hold.gap.by_stamps;
    // First retries by default: Postfix 5 min and up to one queue run (5 min) more, Exim and Exchange 15 min; RFC 5321 section 4.5.4.1 asks for 30 or more.
    let habit = match (holder, seconds) {
        (Some("postfix"), 290..=660) => {
            "Postfix, which held the message, retries 5 to 10 min after a first refusal by default"
        }
        (Some("exim"), 890..=1_080) => "Exim, which held the message, retries every 15 min at first by default",
        (Some("exchange"), 890..=1_080) => "Exchange, which held the message, retries after 15 min by default",
        (Some("postfix" | "exim" | "exchange"), _) => return None,
        (_, 290..=420) => "Five minutes are what greylisting often asks for, and Postfix's first retry by default",
        (_, 890..=1_020) => "Fifteen minutes are the first retry of Exim and Exchange by default",
        (_, 1_790..=1_980) => "Thirty minutes are the shortest retry time that the standard recommends",
        _ => return None,
    };
    Some(format!("{habit}: one temporary refusal, such as greylisting, would fit."))
}

/// Two stamps further apart than any queue keeps a message.
pub(super) fn too_far_apart(case: &Case<'_>) -> Option<Finding> {
    let hold = case.hold.filter(Hold::is_implausible)?;
    let (from, to) = ends(case, &hold);
    Some(
        Finding::new(
            "route.gap-implausible",
            Severity::Warning,
            Party::Unknown,
            Confidence::Certain,
            format!("{} between two stamps are no ordinary wait", words::rounded(hold.range.0)),
        )
        .why(format!(
            "Mail servers give up after some days; none is known to keep a message in its queue for more than 30 by default. Between {from} and \
             {to} the message was sent again, moved or restored from a mailbox, edited, or one of the two clocks is far off."
        ))
        .next(format!("Ask whether the message was sent again by hand or by a program before {to} took it."))
        .shown_by([hold.gap.from, hold.gap.to].iter().filter_map(|&at| case.stamp_span(at)))
        .by(Standard::Smtp, "4.5.4.1"),
    )
}

/// How long before the first stamp the message was written, by its own `Date`.
pub(in crate::trace) fn late_start(case: &Case<'_>) -> Option<i64> {
    let date = case.date()?;
    let first = case
        .gaps
        .first()
        .map_or_else(|| (0..case.route.hops.len()).find(|&at| case.measured(at).is_some()), |gap| Some(gap.from))?;
    // Where the lowest stamps give no time, the wait may have been at them; and a clock in doubt measures nothing.
    if first > 0 || case.clock_doubted(first) {
        return None;
    }
    let wait = (case.time(first)? - date.time).num_seconds();
    (LATE..IMPLAUSIBLE).contains(&wait).then_some(wait)
}

/// A message that left its author late, or whose author's clock is slow.
pub(super) fn before_the_first_server(case: &Case<'_>) -> Option<Finding> {
    let wait = late_start(case)?;
    let mark = case.date()?;
    let first = case.taker(0)?.name.as_str();
    let zone = if wait % 3_600 <= 120 && wait <= 14 * 3_600 {
        " It is close to a whole number of hours, so a computer with a wrong zone is as likely."
    } else {
        ""
    };
    Some(
        Finding::new(
            "route.late-start",
            Severity::Warning,
            Party::Sender,
            Confidence::Possible,
            format!("It reached the first server {} after the time in its Date field", words::rounded(wait)),
        )
        .why(format!(
            "The message says it was written at {}. It may have lain in an outbox, been scheduled, or waited in a queue that leaves no \
             Received field; or the author's clock is slow.{zone} No server on the way can tell; only the sender's side can.",
            words::moment(mark.time)
        ))
        .next(format!("Ask the sender when it was sent, and look in {first}'s log for when it was submitted."))
        .shown_by([Some(mark.span), case.stamp_span(0)].into_iter().flatten())
        .by(Standard::MessageFormat, "3.6.1"),
    )
}

/// A message that nothing held up.
pub(super) fn on_time(case: &Case<'_>) -> Option<Finding> {
    let hold = case.hold.filter(|_| is_good(case))?;
    let undated = case.route.hops.iter().filter(|hop| hop.time.is_none()).count();
    let (confidence, rest) = match undated {
        0 => (Confidence::Certain, String::new()),
        _ => (Confidence::Likely, format!(" {} no time.", words::count(undated, "stamp gives", "stamps give"))),
    };
    Some(
        Finding::new(
            "route.on-time",
            Severity::Good,
            Party::Nobody,
            confidence,
            "Every server passed the message on at once",
        )
        .why(format!(
            "The longest step from one stamp to the next took {}, and the clocks of all servers agree.{rest}",
            words::between((hold.gap.by_stamps.max(0), hold.gap.by_stamps.max(0)))
        ))
        .shown_by((0..case.route.hops.len()).filter_map(|at| case.stamp_span(at)).take(MOST_EVIDENCE))
        .by(Standard::Smtp, "4.4"),
    )
}

/// Whether nothing in the header speaks against a message that came on time: every stamp, `Date`, the order of the fields, who
/// handed it to whom.
pub(in crate::trace) fn is_good(case: &Case<'_>) -> bool {
    let hops = case.route.hops.len();
    let total = case.route.total_range.map_or(i64::MAX, |range| range.1);
    // Stamps without a time between others are bounded by those.
    let bounded = case.measured(0).is_some() && hops.checked_sub(1).is_some_and(|last| case.measured(last).is_some());
    let date_fits = case.date().is_none_or(|date| {
        case.measured(0).is_none_or(|first| (-HELD_UP..HELD_UP).contains(&(first - date.time).num_seconds()))
    });
    let drifted = case
        .solution
        .explanations
        .iter()
        .flat_map(|one| &one.wrong)
        .all(|wrong| wrong.least.is_some_and(|least| least.abs() <= crate::trace::clock::DRIFT));
    case.route.mail_loop.is_none()
        && case.hold.is_some_and(|hold| !hold.is_slow())
        && hops < super::MANY
        && total < HELD_UP
        && bounded
        && date_fits
        && drifted
        && !case.is_list
        && case.refuted.is_empty()
        && case.pauses.is_empty()
        && case.route.arrangement.is_none()
        && case.broken(0, hops.saturating_sub(1)).is_none()
}
