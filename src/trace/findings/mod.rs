//! What the rules make of a route: one small file a subject, one function a rule.

mod clocks;
mod forwarding;
mod hold;
mod hops;
mod loops;
mod stamps;
mod transport;

pub(super) use hold::{
    HELD_UP, Hold, Place, ask_first, confidence, ends as wait_ends, late_start, log_window, longest, party,
};
pub(super) use hops::none as no_hops;

use chrono::{DateTime, Utc};

use super::clock::Solution;
use super::route::Gap;
use super::{DatedBy, Hop, Host, Route, Side, TimeMark};
use crate::Context;
use crate::finding::{Finding, Span, weightiest_first};
use crate::message::date::Doubt;

/// Everything that a rule may look at.
pub(super) struct Case<'a> {
    pub route: &'a Route,
    pub gaps: &'a [Gap],
    pub solution: &'a Solution,
    /// What is odd about each hop's stamp.
    pub doubts: &'a [Vec<Doubt>],
    pub context: &'a Context,
    /// The longest hold-up.
    pub hold: Option<Hold>,
}

/// Every rule about a route, in the order in which findings of one weight stand.
const RULES: [fn(&Case<'_>) -> Option<Finding>; 20] = [
    loops::circle,
    hold::held_up,
    hold::other_waits,
    hold::too_far_apart,
    hold::fetched,
    hold::before_the_first_server,
    clocks::disagree,
    clocks::date_ahead,
    clocks::queue_id_contradicts,
    stamps::in_the_future,
    stamps::without_a_moment,
    stamps::weekday,
    hops::many,
    hops::passed_again,
    forwarding::authentication,
    forwarding::leaves_mine,
    forwarding::forwarded,
    transport::without_tls,
    transport::name_contradicted,
    hold::on_time,
];

/// Asks every rule; the weightiest findings come first.
pub(super) fn all(case: &Case<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = RULES.iter().filter_map(|rule| rule(case)).collect();
    weightiest_first(&mut findings);
    findings
}

/// At most this many places are shown for one finding.
const MOST_EVIDENCE: usize = 20;

impl<'a> Case<'a> {
    fn hop(&self, at: usize) -> Option<&'a Hop> {
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

    /// The moment that the message's own `Date` field tells.
    fn date(&self) -> Option<&'a TimeMark> {
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
