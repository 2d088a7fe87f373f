//! The clock solver against routes whose true times are known: whatever it says must hold.

// Helpers outside the test functions may panic as the tests do.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::panic)]

use backstamp::trace::clock::{self, Dated, Solution};

/// A small generator of numbers, the same at every run (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }

    fn between(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low + 1) as u64) as i64
    }
}

/// True times of a route, and the hosts that stamped them; a host may come back.
fn walk(dice: &mut Dice) -> Vec<(usize, i64)> {
    let hops = dice.between(2, 9);
    let mut time = 1_678_000_000;
    (0..hops)
        .map(|at| {
            time += if dice.below(4) == 0 { dice.between(0, 9_000) } else { dice.between(0, 20) };
            let host = if at > 1 && dice.below(4) == 0 { dice.below(at as u64) as usize } else { at as usize };
            (host, time)
        })
        .collect()
}

fn stamps(walk: &[(usize, i64)], offsets: &[i64]) -> Vec<Dated> {
    walk.iter()
        .map(|&(host, time)| Dated { host, time: time + offsets[host], within: 0, utc_offset: Some(0) })
        .collect()
}

fn assert_holds(walk: &[(usize, i64)], solution: &Solution, what: &str) {
    for (at, (pair, range)) in walk.windows(2).zip(&solution.delays).enumerate() {
        let truth = pair[1].1 - pair[0].1;
        if let Some((least, most)) = range {
            assert!(
                *least <= truth && truth <= *most,
                "{what}: hop {at} took {truth}, said {least} to {most}\n{walk:?}\n{solution:#?}"
            );
        }
    }
}

#[test]
fn clocks_that_agree_within_a_second_are_never_doubted_and_every_range_holds() {
    let mut dice = Dice(7);
    for _ in 0..2_000 {
        let walk = walk(&mut dice);
        let offsets: Vec<i64> = (0..walk.len()).map(|_| dice.between(-1, 1)).collect();
        let solution = clock::solve(&stamps(&walk, &offsets));
        assert_eq!(solution.fewest(), 0);
        assert_holds(&walk, &solution, "agreeing clocks");
    }
}

#[test]
fn where_one_clock_has_a_wrong_zone_and_shows_it_the_ranges_hold_the_truth() {
    let mut dice = Dice(11);
    let mut shown = 0;
    for _ in 0..5_000 {
        let walk = walk(&mut dice);
        let wrong = walk[dice.below(walk.len() as u64) as usize].0;
        let zone = dice.between(-12, 12) * 3_600;
        let mut offsets = vec![0; walk.len()];
        offsets[wrong] = zone;
        let solution = clock::solve(&stamps(&walk, &offsets));
        // A wrong clock that contradicts nobody cannot be seen; one whose hour another zone explains is only likely.
        let blamed = solution.explanations.iter().any(|one| one.wrong.len() == 1 && one.wrong[0].host == wrong);
        let right_zone = solution.wrong(wrong).is_some_and(|wrong| wrong.zone == Some(zone));
        let like_drift = solution
            .explanations
            .iter()
            .flat_map(|one| &one.wrong)
            .any(|wrong| wrong.least.is_some_and(|least| least.abs() <= clock::DRIFT));
        if blamed && (right_zone || !solution.by_zone() && !like_drift) {
            shown += 1;
            assert_holds(&walk, &solution, "one wrong zone");
        }
    }
    assert!(shown > 1_000, "{shown}");
}

#[test]
fn the_least_that_a_clock_must_be_off_is_never_more_than_it_is() {
    let mut dice = Dice(13);
    for _ in 0..5_000 {
        let walk = walk(&mut dice);
        let wrong = walk[dice.below(walk.len() as u64) as usize].0;
        let off = dice.between(-50_000, 50_000);
        let mut offsets = vec![0; walk.len()];
        offsets[wrong] = off;
        let solution = clock::solve(&stamps(&walk, &offsets));
        assert!(solution.fewest() <= 1);
        if let Some(least) = solution.wrong(wrong).and_then(|wrong| wrong.least) {
            assert!(least.abs() <= off.abs() && least.signum() == off.signum(), "off by {off}, said at least {least}");
        }
    }
}

#[test]
fn no_more_clocks_are_called_wrong_than_are() {
    let mut dice = Dice(17);
    for _ in 0..3_000 {
        let walk = walk(&mut dice);
        let mut offsets = vec![0; walk.len()];
        let wrong = dice.below(4) as usize;
        for _ in 0..wrong {
            let host = dice.below(walk.len() as u64) as usize;
            offsets[host] = dice.between(-20_000, 20_000);
        }
        assert!(clock::solve(&stamps(&walk, &offsets)).fewest() <= wrong);
    }
}

#[test]
fn a_host_seen_twice_gives_the_time_between_whatever_its_clock() {
    for off in [-90_000, -3_600, 0, 86_400] {
        let walk = [(0, 1_000), (1, 1_010), (0, 1_400), (2, 1_405)];
        let solution = clock::solve(&stamps(&walk, &[off, 0, 0]));
        assert_holds(&walk, &solution, "a host seen twice");
    }
}
