//! Where the message waited.

use super::{Case, MOST_EVIDENCE};
use crate::finding::{Confidence, Finding, Party, Severity, Standard};
use crate::order;
use crate::trace::names;
use crate::trace::route::{Gap, UNNAMED, is_pickup};
use crate::trace::{Side, words};

/// A wait of so many seconds is worth a problem.
pub(in crate::trace) const HELD_UP: i64 = 300;
/// Reaching the first server so many seconds after the `Date` field is worth a word.
const LATE: i64 = 900;
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
    /// Between two servers of which it is not known whose they are.
    Elsewhere,
    /// In a mailbox, until a program fetched it.
    Mailbox,
}

/// The longest wait on a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::trace) struct Hold {
    pub gap: Gap,
    /// The least and the most seconds that it lasted.
    pub range: (i64, i64),
    pub place: Place,
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

    /// Whether it is almost exactly a number of hours, as a wrong zone would make it.
    fn whole_hours(&self) -> bool {
        let by_stamps = self.gap.by_stamps;
        (3_600..=14 * 3_600).contains(&by_stamps) && by_stamps % 3_600 <= 30
    }
}

/// Finds the longest wait: the one whose least length is the greatest, then whose greatest is.
///
/// A server that held the message up comes before a mailbox in which it lay, however long.
pub(in crate::trace) fn longest(case: &Case<'_>) -> Option<Hold> {
    let by_a_server = longest_of(holds(case).filter(|hold| hold.place != Place::Mailbox));
    by_a_server.filter(Hold::is_held_up).or_else(|| longest_of(holds(case)))
}

/// The first of equals: it is where the others began.
fn longest_of(holds: impl Iterator<Item = Hold>) -> Option<Hold> {
    holds.fold(None, |longest, hold| match longest {
        Some(longest) if longest.range >= hold.range => Some(longest),
        _ => Some(hold),
    })
}

/// Every wait whose bounds are known.
fn holds<'a>(case: &'a Case<'_>) -> impl Iterator<Item = Hold> + 'a {
    case.gaps.iter().filter_map(|gap| Some(Hold { gap: *gap, range: gap.range?, place: place(case, gap) }))
}

fn place(case: &Case<'_>, gap: &Gap) -> Place {
    let (Some(from), Some(to)) = (case.hop(gap.from), case.hop(gap.to)) else { return Place::Elsewhere };
    if to.with.as_deref().is_some_and(is_pickup) || to.dialect.as_deref() == Some("fetchmail") {
        return Place::Mailbox;
    }
    if gap.to == gap.from + 1 && from.by_host == to.by_host {
        return Place::WithinHost;
    }
    let domain = |at| case.taker(at).and_then(|host| host.domain.as_deref());
    match (case.side(gap.from), case.side(gap.to)) {
        (Side::Sender, Side::Sender) => Place::SenderSide,
        (Side::Recipient, Side::Recipient) => Place::RecipientSide,
        (one, other) if one != other => Place::Path,
        _ if domain(gap.from).is_some() && domain(gap.to).is_some() && domain(gap.from) != domain(gap.to) => {
            Place::Path
        }
        _ => Place::Elsewhere,
    }
}

/// The two ends of a wait, by name.
pub(in crate::trace) fn ends<'a>(case: &Case<'a>, hold: &Hold) -> (&'a str, &'a str) {
    let name = |at| case.taker(at).map_or(UNNAMED, |host| host.name.as_str());
    let kept = match hold.place {
        // The mailbox is where the program fetched it from.
        Place::Mailbox => case
            .hop(hold.gap.to)
            .filter(|hop| hop.from_host != hop.by_host)
            .and_then(|hop| case.host(hop.from_host))
            .map(|host| host.name.as_str()),
        _ => None,
    };
    (kept.unwrap_or_else(|| name(hold.gap.from)), name(hold.gap.to))
}

/// Where to look in which log: the hosts' own clocks count there.
pub(in crate::trace) fn log_window(case: &Case<'_>, hold: &Hold) -> Option<String> {
    Some(words::window(case.time(hold.gap.from)?, case.time(hold.gap.to)?))
}

/// Whether the user named the holder's side, but not the other, as theirs.
fn ours_held(case: &Case<'_>, hold: &Hold) -> bool {
    let mine = |at| case.taker(at).is_some_and(|host| host.mine);
    mine(hold.gap.from) && !mine(hold.gap.to)
}

/// The host whose log is to be read first.
pub(in crate::trace) fn ask_first<'a>(case: &Case<'a>, hold: &Hold) -> &'a str {
    let (from, to) = ends(case, hold);
    match hold.place {
        _ if from == UNNAMED || names::is_local(from) => to,
        Place::Path if ours_held(case, hold) => from,
        Place::Path | Place::Mailbox | Place::WithinHost => to,
        Place::SenderSide | Place::RecipientSide | Place::Elsewhere => from,
    }
}

pub(in crate::trace) fn party(hold: &Hold, side: Side) -> Party {
    match hold.place {
        Place::SenderSide => Party::Sender,
        Place::RecipientSide => Party::Recipient,
        Place::Path => Party::Network,
        Place::Elsewhere => Party::Unknown,
        Place::Mailbox => Party::Nobody,
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
    if hold.corrected() {
        Confidence::Possible
    } else if hold.doubtful() || hold.whole_hours() || hold.gap.to > hold.gap.from + 1 {
        Confidence::Likely
    } else {
        Confidence::Certain
    }
}

/// A wait worth naming, with where to look for its cause.
pub(super) fn held_up(case: &Case<'_>) -> Option<Finding> {
    let hold = case.hold.filter(|hold| hold.is_slow() && !hold.is_implausible() && hold.place != Place::Mailbox)?;
    let (from, to) = ends(case, &hold);
    let severity = if hold.is_held_up() { Severity::Problem } else { Severity::Note };
    let between = words::between(hold.said());
    let what = if hold.is_held_up() { "Held up" } else { "A short wait" };
    let title = match hold.place {
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
        Place::RecipientSide => format!(
            "{from} had the message at {had}, and {to} took it at {took}. Both are on the recipient's side, so the message had \
             arrived: the wait was in a queue or filter there."
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
    if hold.whole_hours() && !hold.doubtful() && !hold.corrected() {
        why.push_str(" It is almost exactly a number of hours: a clock with a wrong zone would look the same.");
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
    if matches!(hold.place, Place::Path | Place::SenderSide | Place::Elsewhere) {
        finding = finding.by(Standard::Smtp, "4.5.4.1");
    }
    // A short wait needs no more than a look.
    let most = if hold.is_held_up() { usize::MAX } else { 1 };
    for step in steps(case, &hold).into_iter().take(most) {
        finding = finding.next(step);
    }
    Some(finding)
}

/// Waits besides the longest.
pub(super) fn other_waits(case: &Case<'_>) -> Option<Finding> {
    const MOST_NAMED: usize = 3;
    let longest =
        case.hold.filter(|hold| hold.is_held_up() && !hold.is_implausible() && hold.place != Place::Mailbox)?;
    let mut others: Vec<Hold> = holds(case)
        .filter(|hold| hold.gap != longest.gap && hold.is_held_up() && hold.place != Place::Mailbox)
        .collect();
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
    let window = log_window(case, hold).unwrap_or_default();
    let held = case.hop(hold.gap.from).and_then(|hop| hop.id.as_deref());
    let taken = case.hop(hold.gap.to);
    let token = |id: Option<&str>| id.map_or_else(|| "this message".to_owned(), |id| format!("queue ID {id}"));
    let client = taken.and_then(|hop| hop.from.ip.as_deref()).unwrap_or(from);
    let takers_log = format!(
        "Look in {to}'s log for {client}, {window} by its own clock: earlier connections with a 4xx answer mean it deferred the \
         message, and say why."
    );
    let holders_log = format!(
        "Look in {from}'s log for {}, {window} by its own clock: each attempt has a line there that says why it failed.",
        token(held)
    );
    match hold.place {
        Place::WithinHost => {
            let id = taken.and_then(|hop| hop.id.as_deref()).or(held);
            vec![format!(
                "Look in {to}'s log for {}, {window} by its own clock: queue, filter and lookup times.",
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
        Place::SenderSide | Place::RecipientSide => {
            vec![holders_log, format!("Then in {to}'s, to see whether it refused or deferred.")]
        }
        Place::Elsewhere => vec![holders_log, takers_log],
        Place::Mailbox => Vec::new(),
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

/// A message that lay in a mailbox until it was fetched.
pub(super) fn fetched(case: &Case<'_>) -> Option<Finding> {
    let hold = longest_of(holds(case).filter(|hold| hold.place == Place::Mailbox && hold.is_slow()))?;
    let (from, to) = ends(case, &hold);
    Some(
        Finding::new(
            "route.fetched",
            Severity::Note,
            Party::Nobody,
            Confidence::Certain,
            format!("Waited in a mailbox at {from} until {to} fetched it: {}", words::between(hold.said())),
        )
        .why("The last stamp is of the program that fetched the mail, not of a server that received it. How often it asks decides this wait.")
        .next("If it matters, let the program fetch more often, or let the mail be forwarded.")
        .shown_by([hold.gap.from, hold.gap.to].iter().filter_map(|&at| case.stamp_span(at))),
    )
}

/// How long before the first stamp the message was written, by its own `Date`.
pub(in crate::trace) fn late_start(case: &Case<'_>) -> Option<i64> {
    let date = case.date()?;
    let first = case
        .gaps
        .first()
        .map_or_else(|| case.route.hops.iter().position(|hop| hop.time.is_some()), |gap| Some(gap.from))?;
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
    // What ran in a circle arrived nowhere.
    if case.route.mail_loop.as_ref().is_some_and(|found| found.delivered_again.is_none()) {
        return None;
    }
    let hold = case.hold?;
    if hold.is_slow() || case.solution.fewest() > 0 {
        return None;
    }
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
