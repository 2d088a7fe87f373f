//! The clock solver: what the true delays can have been, and whose clock must be wrong.
//!
//! # The model
//!
//! The dated stamps in transit order are `s1 … sn`; `h(i)` is the host that wrote the i-th. Each host has one unknown offset
//! `o`, positive where its clock is fast, and the true times are `t(i) = s(i) − o(h(i))`. A message cannot arrive before it was
//! sent, so `t(1) ≤ t(2) ≤ … ≤ t(n)`. A host that stamped twice ties its stamps together: it has the same offset at both.
//!
//! A host whose clock is **right** has an offset of at most a second either way; two right clocks so differ by up to
//! [`TOLERANCE`]. That is how well clocks kept by NTP agree, with the second that stamps are cut to.
//!
//! 1. Two stamps in the wrong order by more than the tolerance cannot both be by right clocks. An **explanation** is a
//!    smallest set of hosts such that the stamps of all others stand in order: a minimum vertex cover of these conflicts. It is
//!    found by a search tree of bounded depth: the first conflict names two hosts, and one of them must be wrong.
//!    With up to [`MOST_WRONG`] wrong hosts the search is exact and takes at most 2^5 walks over the stamps. Beyond it, one
//!    explanation is read off the longest run of stamps in order, and the number of wrong clocks is only a lower bound.
//! 2. Within an explanation the right stamps bracket those of a wrong host, and all its stamps together give the interval in
//!    which its offset lies. Where that interval is empty its clock was set meanwhile, and only the brackets count. Wrong
//!    hosts beside each other do not bracket each other: the bounds are then wider than need be, never too narrow.
//! 3. A whole number of hours close to the least offset that would do, up to [`SLACK`] beyond it or [`SHORT`] below (then the
//!    clock drifted as well), and no further than the interval reaches, is a likely **zone mistake**; half and quarter hours count only where a stamp's own offset has such a part. Likely, never certain.
//! 4. A clock that must be off by a little, up to [`DRIFT`], is taken to be off by no more than twice that: clocks drift by seconds far oftener than they are set wrong.
//! 5. The range of a delay is the hull over all explanations; over those by a zone mistake alone where there are any. A delay
//!    that some explanation does not bound has no range.

use crate::order;
use std::ops::RangeInclusive;

/// How many seconds two clocks that are right may differ.
pub const TOLERANCE: i64 = 2;
/// How many wrong hosts the exact search looks for.
pub const MOST_WRONG: usize = 4;
/// How many seconds a zone mistake may leave between stamps beyond the least that is needed.
pub const SLACK: i64 = 300;

/// How many seconds a clock may have drifted on top of a zone mistake.
pub const SHORT: i64 = 120;
/// How many seconds a clock may be off by drift alone.
pub const DRIFT: i64 = 60;

const HOUR: i64 = 3_600;
/// The widest that a wrong zone can be off: −12:00 taken for +14:00.
const ZONES: RangeInclusive<i64> = -26 * HOUR..=26 * HOUR;

/// A dated stamp.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Dated {
    /// Which host's clock it is.
    pub host: usize,
    /// Seconds since 1970.
    pub time: i64,
    /// How many seconds later the true stamp may be: 59 where it gives hours and minutes only.
    pub within: i64,
    /// The stamp's own offset from UTC in minutes.
    pub utc_offset: Option<i32>,
}

impl Dated {
    /// The latest second that the stamp can mean.
    fn latest(&self) -> i64 {
        self.time.saturating_add(self.within)
    }
}

/// A host whose clock is wrong, within one explanation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wrong {
    /// The host.
    pub host: usize,
    /// The offset nearest to none that would do, in seconds: positive = fast. Absent where no single offset does.
    pub least: Option<i64>,
    /// The zone mistake that would do.
    pub zone: Option<i64>,
    /// Whether one offset explains all its stamps; if not, the clock was set meanwhile.
    pub steady: bool,
    /// The least and the most that the offset can be; absent where nothing bounds it.
    bounds: (Option<i64>, Option<i64>),
    /// Its latest stamp, to see it run backwards.
    latest: i64,
}

/// A smallest set of wrong clocks that leaves the rest in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The wrong ones, sorted by host.
    pub wrong: Vec<Wrong>,
}

/// What the stamps allow.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Solution {
    /// The explanations; empty where all stamps are in order.
    pub explanations: Vec<Explanation>,
    /// Whether more clocks may be wrong than the explanations name, and others than these.
    pub beyond_search: bool,
    /// For each stamp but the first, what the delay since the one before can have been.
    pub delays: Vec<Option<(i64, i64)>>,
    /// What the time from first to last can have been.
    pub total: Option<(i64, i64)>,
}

impl Solution {
    /// How many clocks are wrong at least.
    #[must_use]
    pub fn fewest(&self) -> usize {
        if self.beyond_search { MOST_WRONG + 1 } else { self.explanations.first().map_or(0, |first| first.wrong.len()) }
    }

    /// What is known of a host's clock: the first explanation that names it.
    #[must_use]
    pub fn wrong(&self, host: usize) -> Option<&Wrong> {
        self.explanations.iter().find_map(|explanation| explanation.wrong(host))
    }

    /// Whether the explanations are zone mistakes.
    #[must_use]
    pub fn by_zone(&self) -> bool {
        self.explanations.iter().any(Explanation::by_zone)
    }
}

impl Explanation {
    fn by_zone(&self) -> bool {
        self.wrong.iter().all(|wrong| wrong.zone.is_some())
    }

    fn wrong(&self, host: usize) -> Option<&Wrong> {
        self.wrong.binary_search_by_key(&host, |wrong| wrong.host).ok().and_then(|at| self.wrong.get(at))
    }
}

/// Solves the stamps of a route, given in transit order.
#[must_use]
pub fn solve(stamps: &[Dated]) -> Solution {
    let (covers, beyond_search) = covers(stamps);
    let mut explanations: Vec<Explanation> = covers.iter().map(|cover| explain(stamps, cover)).collect();
    if explanations.iter().any(|one| one.wrong.iter().all(|wrong| wrong.steady)) {
        explanations.retain(|one| one.wrong.iter().all(|wrong| wrong.steady));
    }
    let by_zone = explanations.iter().any(Explanation::by_zone);
    let told: Vec<Told> = explanations
        .iter()
        .filter(|explanation| !by_zone || explanation.by_zone())
        .map(|explanation| Told::new(stamps, explanation))
        .collect();
    let delays = stamps.windows(2).enumerate().map(|(at, pair)| {
        let same = matches!(pair, [one, other] if one.host == other.host);
        hull(told.iter().map(|told| told.delay(at, at + 1, same)))
    });
    let delays = delays.collect();
    let total = match stamps {
        [first, .., last] => {
            let same = first.host == last.host;
            hull(told.iter().map(|told| told.delay(0, stamps.len() - 1, same)))
        }
        [_] => Some((0, 0)),
        [] => None,
    };
    explanations.retain(|explanation| !explanation.wrong.is_empty());
    Solution { explanations, beyond_search, delays, total }
}

/// Spans all ranges; nothing where one of them is unbounded.
fn hull(ranges: impl Iterator<Item = Option<(i64, i64)>>) -> Option<(i64, i64)> {
    ranges.reduce(|one, other| Some((one?.0.min(other?.0), one?.1.max(other?.1)))).flatten()
}

/// The smallest sets of hosts without whose stamps the rest is in order, and whether the search gave up.
fn covers(stamps: &[Dated]) -> (Vec<Vec<usize>>, bool) {
    for size in 0..=MOST_WRONG {
        let mut found = Vec::new();
        cover(stamps, &mut Vec::with_capacity(size), size, &mut found);
        if !found.is_empty() {
            order::sort_and_dedup(&mut found);
            return (found, false);
        }
    }
    (vec![outside_longest_run(stamps)], true)
}

/// Adds to `found` every cover that has `left` hosts more than `wrong` has.
fn cover(stamps: &[Dated], wrong: &mut Vec<usize>, left: usize, found: &mut Vec<Vec<usize>>) {
    let Some((one, other)) = first_conflict(stamps, wrong) else {
        let mut cover = wrong.clone();
        cover.sort_unstable();
        found.push(cover);
        return;
    };
    if left == 0 {
        return;
    }
    for host in if one == other { vec![one] } else { vec![one, other] } {
        wrong.push(host);
        cover(stamps, wrong, left - 1, found);
        wrong.pop();
    }
}

/// The hosts of the first two stamps that stand in the wrong order, leaving out those of `wrong` hosts.
fn first_conflict(stamps: &[Dated], wrong: &[usize]) -> Option<(usize, usize)> {
    let mut latest: Option<&Dated> = None;
    for stamp in stamps.iter().filter(|stamp| !wrong.contains(&stamp.host)) {
        match latest {
            Some(before) if stamp.latest() < before.time.saturating_sub(TOLERANCE) => {
                return Some((before.host, stamp.host));
            }
            Some(before) if stamp.time < before.time => {}
            _ => latest = Some(stamp),
        }
    }
    None
}

/// The hosts that have a stamp outside the longest run of stamps in order (patience sorting, n log n).
fn outside_longest_run(stamps: &[Dated]) -> Vec<usize> {
    // `ends[k]` is the stamp that ends the run of k + 1 stamps whose last is earliest.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(stamps.len());
    let time = |at: usize| stamps.get(at).map_or(i64::MIN, |stamp| stamp.time);
    for (at, stamp) in stamps.iter().enumerate() {
        let place = ends.partition_point(|&end| time(end) <= stamp.time);
        before.push(place.checked_sub(1).and_then(|place| ends.get(place)).copied());
        match ends.get_mut(place) {
            Some(end) => *end = at,
            None => ends.push(at),
        }
    }
    let mut inside = vec![false; stamps.len()];
    let mut at = ends.last().copied();
    while let Some(stamp) = at {
        if let Some(inside) = inside.get_mut(stamp) {
            *inside = true;
        }
        at = before.get(stamp).copied().flatten();
    }
    let mut hosts: Vec<usize> =
        stamps.iter().zip(inside).filter(|(_, inside)| !inside).map(|(stamp, _)| stamp.host).collect();
    hosts.sort_unstable();
    hosts.dedup();
    hosts
}

/// For each stamp, the latest right one before it and the earliest right one after it (its own time where it is right).
fn brackets(stamps: &[Dated], cover: &[usize]) -> Vec<(Option<i64>, Option<i64>)> {
    let is_right = |stamp: &Dated| cover.binary_search(&stamp.host).is_err();
    let right = |stamp: &Dated| is_right(stamp).then_some(stamp.time);
    let at_most = |stamp: &Dated| is_right(stamp).then(|| stamp.latest());
    let mut brackets: Vec<(Option<i64>, Option<i64>)> = Vec::with_capacity(stamps.len());
    let mut latest = None;
    for stamp in stamps {
        latest = latest.max(right(stamp));
        brackets.push((latest, None));
    }
    let mut earliest: Option<i64> = None;
    for (stamp, bracket) in stamps.iter().zip(&mut brackets).rev() {
        earliest = [earliest, at_most(stamp)].into_iter().flatten().min();
        bracket.1 = earliest;
    }
    brackets
}

/// Works out the offsets of the hosts in `cover`, which is sorted.
fn explain(stamps: &[Dated], cover: &[usize]) -> Explanation {
    let mut wrong: Vec<Wrong> = cover
        .iter()
        .map(|&host| Wrong { host, least: None, zone: None, steady: true, bounds: (None, None), latest: i64::MIN })
        .collect();
    // The parts of an hour that a zone mistake may have, as the stamps' own offsets show them, in seconds.
    let mut step = HOUR;
    for (stamp, (before, after)) in stamps.iter().zip(brackets(stamps, cover)) {
        step = match stamp.utc_offset.map_or(0, |offset| offset.rem_euclid(60)) {
            30 => step.min(HOUR / 2),
            15 | 45 => step.min(HOUR / 4),
            _ => step,
        };
        let Some(wrong) = cover.binary_search(&stamp.host).ok().and_then(|at| wrong.get_mut(at)) else { continue };
        wrong.steady &= stamp.time >= wrong.latest.saturating_sub(TOLERANCE);
        wrong.latest = wrong.latest.max(stamp.time);
        let (low, high) = &mut wrong.bounds;
        *low = (*low).max(after.map(|after| stamp.time.saturating_sub(after)));
        *high = [*high, before.map(|before| stamp.time.saturating_sub(before))].into_iter().flatten().min();
    }
    for wrong in &mut wrong {
        let (low, high) = wrong.bounds;
        wrong.steady &= !matches!((low, high), (Some(low), Some(high)) if low.saturating_sub(high) > TOLERANCE);
        if !wrong.steady {
            continue;
        }
        wrong.least = match (low, high) {
            (Some(low), _) if low > 0 => Some(low),
            (_, Some(high)) if high < 0 => Some(high),
            _ => None,
        };
        wrong.zone = wrong.least.and_then(|least| zone_mistake(least, wrong.bounds, step));
    }
    Explanation { wrong }
}

/// The smallest multiple of `step` that `bounds` allow, if it is close to the least offset that would do.
fn zone_mistake(least: i64, (low, high): (Option<i64>, Option<i64>), step: i64) -> Option<i64> {
    if !ZONES.contains(&least) {
        return None;
    }
    let size = least.abs();
    let hours = (size - SHORT + step - 1).div_euclid(step) * step;
    let zone = hours * least.signum();
    let allowed = low.is_none_or(|low| low.saturating_sub(SHORT) <= zone)
        && high.is_none_or(|high| zone <= high.saturating_add(SHORT));
    (hours > 0 && allowed && ZONES.contains(&zone) && hours - size <= SLACK).then_some(zone)
}

/// The true times that one explanation allows.
struct Told {
    /// For each stamp the least and the most that its true time can be; absent where nothing bounds it.
    times: Vec<(Option<i64>, Option<i64>)>,
    /// For each stamp the time by its clock and how much later it may be, where the clock is steady.
    steady: Vec<Option<(i64, i64)>>,
}

impl Told {
    fn new(stamps: &[Dated], explanation: &Explanation) -> Self {
        let cover: Vec<usize> = explanation.wrong.iter().map(|wrong| wrong.host).collect();
        let by_zone = explanation.by_zone();
        let times = stamps.iter().zip(brackets(stamps, &cover)).map(|(stamp, bracket)| {
            let Some(wrong) = explanation.wrong(stamp.host) else { return (Some(stamp.time), Some(stamp.latest())) };
            match wrong.zone.filter(|_| by_zone) {
                Some(zone) => {
                    // What the zone falls short of the least offset is drift, and there may be twice as much of it.
                    let (low, high) = wrong.bounds;
                    let near =
                        zone.clamp(low.unwrap_or(i64::MIN), high.unwrap_or(i64::MAX).max(low.unwrap_or(i64::MIN)));
                    let far = near.saturating_add(near.saturating_sub(zone));
                    let (one, other) = (stamp.time.saturating_sub(near), stamp.time.saturating_sub(far));
                    (Some(one.min(other)), Some(one.max(other)))
                }
                None if wrong.steady => {
                    let (low, high) = wrong.bounds;
                    let (low, high) = match wrong.least {
                        Some(least) if (1..=DRIFT).contains(&least) => {
                            (low, Some(high.unwrap_or(2 * least).min(2 * least)))
                        }
                        Some(least) if (-DRIFT..0).contains(&least) => {
                            (Some(low.unwrap_or(2 * least).max(2 * least)), high)
                        }
                        _ => (low, high),
                    };
                    (high.map(|high| stamp.time.saturating_sub(high)), low.map(|low| stamp.time.saturating_sub(low)))
                }
                None => bracket,
            }
        });
        let steady = stamps.iter().map(|stamp| match explanation.wrong(stamp.host) {
            Some(wrong) if !wrong.steady => None,
            _ => Some((stamp.time, stamp.within)),
        });
        Self { times: times.collect(), steady: steady.collect() }
    }

    /// What the delay from one stamp to another can have been; absent where nothing bounds it.
    fn delay(&self, from: usize, to: usize, same_host: bool) -> Option<(i64, i64)> {
        let clock = |at: usize| self.steady.get(at).copied().flatten();
        if same_host && let (Some((from, sooner)), Some((to, later))) = (clock(from), clock(to)) {
            let delay = to.saturating_sub(from);
            let least = delay.saturating_sub(sooner).max(0);
            return Some((least, delay.saturating_add(later).max(least)));
        }
        let (from, to) = (self.times.get(from)?, self.times.get(to)?);
        let least = match (from.1, to.0) {
            (Some(from), Some(to)) => to.saturating_sub(from).saturating_sub(TOLERANCE).max(0),
            _ => 0,
        };
        let most = to.1?.saturating_sub(from.0?).saturating_add(TOLERANCE).max(0);
        Some((least, most.max(least)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamps(pairs: &[(usize, i64)]) -> Vec<Dated> {
        pairs.iter().map(|&(host, time)| Dated { host, time, within: 0, utc_offset: Some(0) }).collect()
    }

    fn suspects(solution: &Solution) -> Vec<Vec<usize>> {
        solution.explanations.iter().map(|one| one.wrong.iter().map(|wrong| wrong.host).collect()).collect()
    }

    #[test]
    fn stamps_in_order_leave_no_clock_in_doubt() {
        let solution = solve(&stamps(&[(0, 100), (1, 105), (2, 105), (3, 110)]));
        assert_eq!(solution.fewest(), 0);
        assert_eq!(solution.delays, [Some((3, 7)), Some((0, 2)), Some((3, 7))]);
        assert_eq!(solution.total, Some((8, 12)));
    }

    #[test]
    fn two_seconds_backwards_are_no_contradiction_but_three_are() {
        assert_eq!(solve(&stamps(&[(0, 100), (1, 98)])).fewest(), 0);
        assert_eq!(solve(&stamps(&[(0, 100), (1, 97)])).fewest(), 1);
        // Each step is within the tolerance, the two together are not.
        assert_eq!(solve(&stamps(&[(0, 100), (1, 98), (2, 96)])).fewest(), 1);
    }

    #[test]
    fn a_stamp_an_hour_back_gives_both_readings_of_the_wait() {
        // Sent at 0, taken at 9000 by the stamps, and stored at 5460 by the next clock.
        let solution = solve(&stamps(&[(0, 0), (1, 9_000), (2, 5_460)]));
        assert_eq!(suspects(&solution), [vec![1], vec![2]]);
        assert_eq!(solution.wrong(1).map(|wrong| (wrong.least, wrong.zone)), Some((Some(3_540), Some(3_600))));
        assert_eq!(solution.wrong(2).map(|wrong| (wrong.least, wrong.zone)), Some((Some(-3_540), Some(-3_600))));
        // 5400 if the middle clock is an hour fast, 9000 if the last is an hour slow; then 60 either way.
        assert_eq!(solution.delays, [Some((5_398, 9_002)), Some((58, 62))]);
    }

    #[test]
    fn a_stamp_back_by_no_whole_hour_leaves_the_last_delay_unbounded() {
        let solution = solve(&stamps(&[(0, 0), (1, 1_000), (2, 400)]));
        assert_eq!(suspects(&solution), [vec![1], vec![2]]);
        assert!(!solution.by_zone());
        // The middle clock fast: anything from 0 to 400. The last slow: 1000.
        assert_eq!(solution.delays, [Some((0, 1_002)), None]);
    }

    #[test]
    fn a_clock_that_drifted_a_little_is_not_taken_for_one_that_is_far_off() {
        let solution = solve(&stamps(&[(0, 100), (1, 95)]));
        // Either the first is 5 to 10 s fast, or the last 5 to 10 s slow.
        assert_eq!(solution.delays, [Some((0, 7))]);
    }

    #[test]
    fn a_zone_mistake_may_come_with_a_little_drift() {
        let solution = solve(&stamps(&[(0, 3_700), (1, 0), (2, 100), (1, 105)]));
        assert_eq!(suspects(&solution), [vec![0]]);
        assert_eq!(solution.wrong(0).and_then(|wrong| wrong.zone), Some(3_600));
        // 100 s of drift at least, 200 at most.
        assert_eq!(solution.delays.first(), Some(&Some((0, 102))));
    }

    #[test]
    fn a_host_between_others_that_agree_is_the_one_in_doubt() {
        let solution = solve(&stamps(&[(0, 0), (1, 10), (2, 7_000), (3, 20), (4, 30)]));
        assert_eq!(suspects(&solution), [vec![2]]);
        assert_eq!(solution.wrong(2).map(|wrong| wrong.least), Some(Some(6_980)));
        // 1 h 56 min is no zone mistake.
        assert_eq!(solution.wrong(2).and_then(|wrong| wrong.zone), None);
        assert_eq!(solution.delays, [Some((8, 12)), Some((0, 12)), Some((0, 12)), Some((8, 12))]);
    }

    #[test]
    fn a_host_seen_twice_measures_the_time_between_exactly() {
        let solution = solve(&stamps(&[(0, 0), (1, 28_805), (0, 10)]));
        assert_eq!(suspects(&solution), [vec![0], vec![1]]);
        assert!(solution.by_zone());
        assert_eq!(solution.total, Some((10, 10)));
        assert_eq!(solution.delays, [Some((3, 7)), Some((3, 7))]);
    }

    #[test]
    fn two_clocks_may_be_wrong_independently() {
        let solution = solve(&stamps(&[(0, 0), (1, 5_000), (2, 5), (3, 9), (4, -4_000), (5, 12), (6, 15)]));
        assert_eq!(suspects(&solution), [vec![1, 4]]);
        assert_eq!(solution.wrong(4).map(|wrong| wrong.least), Some(Some(-4_009)));
    }

    #[test]
    fn a_clock_that_contradicts_itself_has_no_single_offset() {
        let solution = solve(&stamps(&[(0, 0), (1, 500), (1, 100), (2, 600)]));
        assert_eq!(suspects(&solution), [vec![1]]);
        assert_eq!(solution.wrong(1).map(|wrong| (wrong.least, wrong.steady)), Some((None, false)));
        // Only the right stamps around it bound what happened.
        assert_eq!(solution.delays, [Some((0, 602)), Some((0, 602)), Some((0, 602))]);
    }

    #[test]
    fn half_an_hour_counts_only_where_a_zone_has_half_hours() {
        let mut route = stamps(&[(0, 0), (1, 1_810), (2, 30)]);
        assert!(!solve(&route).by_zone());
        route[1].utc_offset = Some(330);
        assert!(solve(&route).by_zone());
    }

    #[test]
    fn hostile_stamps_are_answered() {
        for extreme in [i64::MIN, i64::MAX] {
            let solution = solve(&stamps(&[(0, extreme), (1, 0), (2, i64::MAX), (3, i64::MIN), (1, extreme)]));
            assert_eq!(solution.delays.len(), 4);
        }
        assert_eq!(solve(&[]).total, None);
        let scattered: Vec<(usize, i64)> = (0..10_000).map(|at| (at, (at as i64 * 7_919) % 10_007)).collect();
        let solution = solve(&stamps(&scattered));
        assert!(solution.beyond_search);
        assert_eq!(solution.fewest(), MOST_WRONG + 1);
    }
}
