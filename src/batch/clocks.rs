//! Clocks that are wrong, over many messages: an offset that one message leaves in doubt, many may settle.

use std::collections::BTreeMap;

use serde::Serialize;

use super::hops::percentile;
use crate::finding::Confidence;
use crate::order;
use crate::trace::Route;

/// From how many messages on an offset that holds is likely, and certain.
const LIKELY: usize = 5;
const CERTAIN: usize = 20;
/// Within how many seconds the offsets must lie: mail is held up, and then a clock seems further off than it is.
const SPREAD: i64 = 120;
/// How many hosts are kept.
const MAX_HOSTS: usize = 50_000;

/// A host whose clock seems to be wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
pub struct ClockOffset {
    /// The host.
    pub host: String,
    /// In how many messages it stamped.
    pub stamped: usize,
    /// In how many of them its clock was doubted.
    pub doubted: usize,
    /// By how much it must be off at least, in seconds: the median over the messages; positive = fast.
    pub off_by: i64,
    /// How sure it is that this clock is the wrong one.
    pub confidence: Confidence,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Clocks(BTreeMap<String, Host>);

#[derive(Debug, Clone, Default)]
struct Host {
    stamped: usize,
    offsets: Vec<i64>,
    /// How often each other host was doubted in the same message: where it is always the same, it may be that one.
    beside: BTreeMap<String, usize>,
}

impl Clocks {
    pub(super) fn add(&mut self, route: &Route) {
        let is_doubted = |host: &&crate::trace::Host| host.clock.as_ref().is_some_and(|clock| clock.doubted);
        let doubted: Vec<String> =
            route.hosts.iter().filter(is_doubted).take(20).map(|host| host.name.to_ascii_lowercase()).collect();
        for host in route.hosts.iter().filter(|host| host.clock.is_some()) {
            let name = host.name.to_ascii_lowercase();
            if self.0.len() >= MAX_HOSTS && !self.0.contains_key(&name) {
                continue;
            }
            let seen = self.0.entry(name.clone()).or_default();
            seen.stamped += 1;
            let off_by = host.clock.as_ref().filter(|clock| clock.doubted).and_then(|clock| clock.off_by);
            if let Some(off_by) = off_by {
                seen.offsets.push(off_by);
                for other in doubted.iter().filter(|&other| *other != name) {
                    *seen.beside.entry(other.clone()).or_default() += 1;
                }
            }
        }
    }

    /// The hosts whose clocks were doubted, the most often doubted first.
    pub(super) fn offsets(&self) -> Vec<ClockOffset> {
        let offset = |(name, host): (&String, &Host)| {
            let mut offsets = host.offsets.clone();
            order::sort_by(&mut offsets, i64::cmp);
            let off_by = percentile(&offsets, 50)?;
            let times = offsets.len();
            // A tenth at each end may be held up, or repaired meanwhile.
            let spread = percentile(&offsets, 90)?.saturating_sub(percentile(&offsets, 10)?);
            let is_steady = spread.abs() <= SPREAD && times * 10 >= host.stamped * 9;
            let is_alone = host.beside.values().all(|&beside| beside * 2 <= times);
            let confidence = match times {
                CERTAIN.. if is_steady && is_alone => Confidence::Certain,
                LIKELY.. if is_steady && is_alone => Confidence::Likely,
                _ => Confidence::Possible,
            };
            Some(ClockOffset { host: name.clone(), stamped: host.stamped, doubted: times, off_by, confidence })
        };
        let mut offsets: Vec<ClockOffset> = self.0.iter().filter_map(offset).collect();
        order::sort_by_key(&mut offsets, |offset| std::cmp::Reverse(offset.doubted));
        offsets
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::{Clock, Host as RouteHost, Side};

    fn host(name: &str, off_by: Option<i64>) -> RouteHost {
        let clock = Clock { doubted: off_by.is_some(), off_by, zone_mistake: None };
        RouteHost { name: name.to_owned(), domain: None, side: Side::Unknown, mine: false, clock: Some(clock) }
    }

    fn confidence(messages: impl Iterator<Item = Vec<RouteHost>>) -> Confidence {
        let mut clocks = Clocks::default();
        for hosts in messages {
            clocks.add(&Route { hosts, ..Route::default() });
        }
        clocks.offsets().into_iter().find(|offset| offset.host == "a.example").unwrap().confidence
    }

    #[test]
    fn an_offset_that_holds_beside_ever_other_hosts_is_certain() {
        let beside =
            |message: usize| vec![host("A.example", Some(600)), host(&format!("b{message}.example"), Some(-600))];
        assert_eq!(confidence((0..30).map(beside)), Confidence::Certain);
        assert_eq!(confidence((0..7).map(beside)), Confidence::Likely);
        assert_eq!(confidence((0..2).map(beside)), Confidence::Possible);
    }

    #[test]
    fn two_hosts_that_are_always_doubted_together_stay_in_doubt() {
        let both = |_| vec![host("a.example", Some(600)), host("b.example", Some(-600))];
        assert_eq!(confidence((0..100).map(both)), Confidence::Possible);
    }

    #[test]
    fn an_offset_that_comes_and_goes_stays_in_doubt() {
        let sometimes = |message: usize| vec![host("a.example", message.is_multiple_of(2).then_some(600))];
        assert_eq!(confidence((0..100).map(sometimes)), Confidence::Possible);
        let elsewhere = |message: i64| vec![host("a.example", Some(600 * message))];
        assert_eq!(confidence((1..100).map(elsewhere)), Confidence::Possible);
    }
}
