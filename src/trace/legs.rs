//! What every form of a route shows alike: where a leg begins, one round of a loop for all of them, which clocks are doubted.

use std::ops::Range;

use super::budget::HopBudget;
use super::facts::{Hop, Route};
use super::forwarding::{Forwarding, ForwardingMethod};
use super::words::count;

impl Route {
    /// How many more servers it may pass.
    #[must_use]
    pub fn hop_budget(&self) -> HopBudget {
        HopBudget::of(self.received)
    }

    /// The hops that say again what the first round of a loop says: a picture shows one round. Exports list them all. Empty where
    /// there are none.
    #[must_use]
    pub fn folded(&self) -> Range<usize> {
        let found = self.mail_loop.as_ref().filter(|found| found.round_end < found.end);
        found.map_or(0..0, |found| found.round_end..found.end)
    }

    /// What stands for them.
    #[must_use]
    pub fn fold_words(&self) -> String {
        let Some(found) = &self.mail_loop else { return String::new() };
        let more = count(found.rounds.saturating_sub(1), "more time", "more times");
        format!("Hops {} to {}: the same round again, {more}", found.round_end + 1, found.end)
    }

    /// The forwarding whose leg begins at a hop. In a loop the legs are the rounds.
    #[must_use]
    pub fn leg_at(&self, hop: usize) -> Option<&Forwarding> {
        let trail = self.forwarding.as_ref().filter(|_| self.mail_loop.is_none())?;
        trail.forwardings.iter().find(|one| one.hop == Some(hop))
    }

    /// What is said where a leg begins: `Second leg, for lena@home.example: forwarded from lena@school.example`.
    #[must_use]
    pub fn leg_words(&self, one: &Forwarding) -> String {
        let legs = self.forwarding.iter().flat_map(|trail| &trail.forwardings);
        let place = legs.take_while(|other| *other != one).count();
        let ordinal = ["Second", "Third", "Fourth"].get(place).copied().unwrap_or("Next");
        let to = one.to.as_deref().map(|to| format!(", for {to}")).unwrap_or_default();
        let passed = if one.how == ForwardingMethod::List { "passed on by the list" } else { "forwarded from" };
        let from = one.from.as_deref().or(one.by.as_deref()).unwrap_or("an address that is not told");
        format!("{ordinal} leg{to}: {passed} {from}")
    }

    /// Whether the clock that stamped a hop is doubted.
    #[must_use]
    pub fn clock_doubted(&self, hop: &Hop) -> bool {
        let host = hop.by_host.and_then(|host| self.hosts.get(host));
        host.and_then(|host| host.clock.as_ref()).is_some_and(|clock| clock.doubted)
    }
}

#[cfg(test)]
mod tests {
    use super::super::Loop;
    use super::*;
    use crate::finding::Confidence;

    #[test]
    fn the_rounds_after_the_first_are_folded() {
        let mail_loop = Loop {
            systems: Vec::new(),
            addresses: Vec::new(),
            rounds: 13,
            start: 0,
            round_end: 2,
            end: 26,
            delivered_again: None,
            confidence: Confidence::Certain,
        };
        let route = Route { mail_loop: Some(mail_loop), ..Route::default() };
        assert_eq!(route.folded(), 2..26);
        assert_eq!(route.fold_words(), "Hops 3 to 26: the same round again, 12 more times");
        assert!(Route::default().folded().is_empty());
    }

    #[test]
    fn the_budget_counts_the_fields_that_are_not_listed_too() {
        let route = Route { received: 26, ..Route::default() };
        assert_eq!(route.hop_budget().limits.first().map(|lowest| lowest.left), Some(0));
    }
}
