//! The slowest passages between servers, over many messages.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::order;
use crate::trace::Route;

/// How many delays of a pair are kept: enough for its percentiles.
const MAX_DELAYS: usize = 10_000;
/// How many pairs are kept.
const MAX_PAIRS: usize = 50_000;

/// The passage from one server to the next, over many messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
pub struct HopPair {
    /// The server that handed over.
    pub from: String,
    /// The server that took.
    pub by: String,
    /// In how many messages.
    pub count: usize,
    /// The median of the difference of their stamps, in seconds. Where a clock is wrong, it is in there.
    pub median: i64,
    /// The 95th percentile (nearest rank).
    pub p95: i64,
    /// The longest.
    pub longest: i64,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Hops(BTreeMap<(String, String), Delays>);

#[derive(Debug, Clone, Default)]
struct Delays {
    count: usize,
    seconds: Vec<i64>,
}

impl Hops {
    pub(super) fn add(&mut self, route: &Route) {
        for (before, hop) in route.hops.iter().zip(route.hops.iter().skip(1)) {
            let (Some(delay), Some(from), Some(by)) = (hop.delay_seconds, &before.by, &hop.by) else { continue };
            let pair = (from.to_ascii_lowercase(), by.to_ascii_lowercase());
            if self.0.len() >= MAX_PAIRS && !self.0.contains_key(&pair) {
                continue;
            }
            let delays = self.0.entry(pair).or_default();
            delays.count += 1;
            if delays.seconds.len() < MAX_DELAYS {
                delays.seconds.push(delay);
            }
        }
    }

    /// The pairs, the slowest first.
    pub(super) fn pairs(&self) -> Vec<HopPair> {
        let pair = |((from, by), delays): (&(String, String), &Delays)| {
            let mut seconds = delays.seconds.clone();
            order::sort_by(&mut seconds, i64::cmp);
            Some(HopPair {
                from: from.clone(),
                by: by.clone(),
                count: delays.count,
                median: percentile(&seconds, 50)?,
                p95: percentile(&seconds, 95)?,
                longest: *seconds.last()?,
            })
        };
        let mut pairs: Vec<HopPair> = self.0.iter().filter_map(pair).collect();
        order::sort_by_key(&mut pairs, |pair| std::cmp::Reverse((pair.p95, pair.median)));
        pairs
    }
}

/// A percentile of sorted numbers, by nearest rank.
pub(super) fn percentile(sorted: &[i64], percent: usize) -> Option<i64> {
    let rank = (sorted.len() * percent).div_ceil(100).max(1);
    sorted.get(rank - 1).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_by_nearest_rank() {
        let numbers: Vec<i64> = (1..=20).collect();
        assert_eq!(percentile(&numbers, 50), Some(10));
        assert_eq!(percentile(&numbers, 95), Some(19));
        assert_eq!(percentile(&[7], 95), Some(7));
        assert_eq!(percentile(&[], 50), None);
    }
}
