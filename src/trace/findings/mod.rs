//! What the rules make of a route: one small file a subject, one function a rule.

mod clocks;
mod custody;
mod forwarding;
mod hold;
mod hops;
mod loops;
mod pauses;
mod stamps;
mod transport;

pub(super) use custody::taken_from;
pub(super) use hold::{
    HELD_UP, Hold, Place, ask_first, confidence, ends as wait_ends, is_good, late_start, log_window, longest, party,
    undated_wait,
};
pub(super) use hops::none as no_hops;
pub(super) use hops::{LOWEST_LIMIT, MANY};
pub(super) use pauses::longest as longest_pause;

use chrono::{DateTime, Utc};

use super::chain::{self, Link};
use super::clock::Solution;
use super::evidence::Refuted;
use super::pause::Pause;
use super::route::Gap;
use super::side::Sides;
use super::{DatedBy, Hop, Host, Route, Side, Timestamp};
use crate::Context;
use crate::finding::rule::{self, Explain, Rule};
use crate::finding::{Finding, Span, weightiest_first};
use crate::message::date::Doubt;

/// Everything that a rule may look at.
pub(super) struct Case<'a> {
    pub route: &'a Route,
    pub gaps: &'a [Gap],
    pub solution: &'a Solution,
    /// What is odd about each hop's stamp.
    pub doubts: &'a [Vec<Doubt>],
    /// Which hops' stamps delays are measured from.
    pub measured: &'a [bool],
    pub context: &'a Context,
    /// How each hop joins the one before it.
    pub links: &'a [Link],
    pub sides: &'a Sides,
    /// The gaps that are likely a wrong clock and no wait.
    pub refuted: &'a [Refuted],
    /// The gaps that are no delivery delay.
    pub pauses: &'a [Pause],
    /// The domains that sealed the message, and when.
    pub seals: &'a [(String, DateTime<Utc>)],
    /// Whether a mailing list passed it on.
    pub is_list: bool,
    /// The longest hold-up.
    pub hold: Option<Hold>,
}

type Run = fn(&Case<'_>) -> Option<Finding>;

/// Every rule about a route, in the order in which findings of one weight stand.
static RULES: &[Rule<Run>] = &[
    Rule::new("route.loop", "forwarding", loops::circle),
    Rule::new("route.delay", "received", hold::held_up),
    Rule::new("route.more-delays", "received", hold::other_waits),
    Rule::new("route.gap-implausible", "received", hold::too_far_apart),
    Rule::new("route.fetched", "", pauses::no_delay),
    Rule::also("route.no-delay", "received"),
    Rule::new("route.late-start", "received", hold::before_the_first_server),
    Rule::new("route.zone-mistake", "received", clocks::zone_and_no_wait),
    Rule::new("route.clock-skew", "received", clocks::disagree),
    Rule::new("route.chain-broken", "received", custody::broken),
    Rule::also("route.chain-claimed", "received"),
    Rule::new("route.field-order", "received", custody::arranged),
    Rule::new("route.date-ahead", "received", clocks::date_ahead),
    Rule::new("route.queue-id-time", "received", clocks::queue_id_contradicts),
    Rule::new("route.future-stamp", "received", stamps::in_the_future),
    Rule::new("route.no-time", "received", stamps::without_a_moment),
    Rule::new("route.weekday", "received", stamps::weekday),
    Rule::new("route.many-hops", "forwarding", hops::many),
    Rule::new("route.passed-again", "forwarding", hops::passed_again),
    Rule::new("route.forwarded-authentication", "forwarding", forwarding::authentication),
    Rule::new("route.forwarded-outside", "forwarding", forwarding::leaves_mine),
    Rule::new("route.forwarded", "forwarding", forwarding::forwarded),
    Rule::new("route.no-tls", "border", transport::without_tls),
    Rule::new("route.helo-mismatch", "border", transport::name_contradicted),
    Rule::new("route.on-time", "triage", hold::on_time),
    Rule::also("route.no-received", "received"),
];

/// Asks every rule; the weightiest findings come first.
pub(super) fn all(case: &Case<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = RULES.iter().filter_map(|rule| rule.run?(case)).collect();
    weightiest_first(&mut findings);
    findings
}

/// The ids of the rules, with the chapters that explain them.
pub(crate) fn explain(each: Explain<'_>) {
    rule::explain(RULES, each);
}

/// At most this many places are shown for one finding.
const MOST_EVIDENCE: usize = 20;

impl<'a> Case<'a> {
    pub(super) fn hop(&self, at: usize) -> Option<&'a Hop> {
        self.route.hops.get(at)
    }

    fn host(&self, at: Option<usize>) -> Option<&'a Host> {
        self.route.hosts.get(at?)
    }

    /// The host that wrote a hop's field.
    pub(super) fn taker(&self, at: usize) -> Option<&'a Host> {
        self.host(self.hop(at)?.by_host)
    }

    fn side(&self, at: usize) -> Side {
        self.taker(at).map_or(Side::Unknown, |host| host.side)
    }

    fn time(&self, at: usize) -> Option<DateTime<Utc>> {
        self.hop(at)?.time
    }

    /// The moment of a hop's stamp, where delays are measured from it.
    pub(super) fn measured(&self, at: usize) -> Option<DateTime<Utc>> {
        self.time(at).filter(|_| self.measured.get(at) == Some(&true))
    }

    /// The organisation of the host that wrote a hop's field.
    pub(super) fn organisation(&self, at: usize) -> Option<&'a str> {
        chain::organisation(&self.route.hosts, self.hop(at)?.by_host)
    }

    /// The first hop from `from` on, up to `to`, whose client is not the host that wrote the field before.
    pub(super) fn broken(&self, from: usize, to: usize) -> Option<usize> {
        (from + 1..=to).find(|&at| self.links.get(at) == Some(&Link::Broken))
    }

    /// The moment that the message's own `Date` field tells.
    fn date(&self) -> Option<&'a Timestamp> {
        self.route.marks.iter().find(|mark| mark.by == DatedBy::Date && mark.field.eq_ignore_ascii_case("Date"))
    }

    /// Whether the clock of the host that wrote a hop's field may be wrong.
    fn clock_doubted(&self, at: usize) -> bool {
        self.taker(at).and_then(|host| host.clock.as_ref()).is_some_and(|clock| clock.doubted)
    }

    /// Where a hop's stamp stands; the whole field where that is not known.
    fn stamp_span(&self, at: usize) -> Option<Span> {
        let hop = self.hop(at)?;
        Some(hop.stamp_span.unwrap_or(hop.span))
    }
}

/// Names joined as in speech: `a`, `a and b`, `a, b and 3 more`.
pub(super) fn listed(names: &[&str]) -> String {
    match names {
        [] => String::new(),
        [one] => (*one).to_owned(),
        [one, other] => format!("{one} and {other}"),
        [one, other, third] => format!("{one}, {other} and {third}"),
        [one, other, rest @ ..] => format!("{one}, {other} and {} more", rest.len()),
    }
}
