//! What servers' words mean: one sheet a reason, with the phrases that give it away and the sentence that explains it.
//!
//! A phrase is written in lower case, with single spaces, and matches whole words. `@` stands for any address, ` * ` for up
//! to eighty characters of anything. Adding a phrase touches its sheet and nothing else.

mod authfailure;
mod badreputation;
mod blocked;
mod contenterror;
mod delivered;
mod exceedlimit;
mod expired;
mod failedstarttls;
mod feedback;
mod filtered;
mod hasmoved;
mod hostunknown;
mod mailboxfull;
mod mailererror;
mod mesgtoobig;
mod networkerror;
mod norelaying;
mod notaccept;
mod notcompliantrfc;
mod onhold;
mod policyviolation;
mod rejected;
mod requireptr;
mod securityerror;
mod spamdetected;
mod speeding;
mod suspend;
mod syntaxerror;
mod systemerror;
mod systemfull;
mod toomanyconn;
mod undefined;
mod userunknown;
mod vacation;
mod virusdetected;

use super::{Reason, Step};
use crate::finding::Party;

/// How much a phrase says by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    /// It fits several reasons; a code that says more is believed before it.
    Hint = 20,
    /// It usually means this.
    Fair = 45,
    /// It says this, and no code says it better.
    Plain = 70,
    /// It can mean nothing else.
    Sure = 90,
}

/// Phrases that give a reason away.
#[derive(Debug)]
pub struct Rule {
    /// The rule, as `reason.rule`: `mailboxfull.over-quota`.
    pub id: &'static str,
    /// How much its phrases say.
    pub weight: Weight,
    /// The steps at which they say it; empty for any.
    pub at: &'static [Step],
    /// Any of these gives the reason away.
    pub phrases: &'static [&'static str],
}

impl Rule {
    /// A rule that holds at any step.
    const fn new(id: &'static str, weight: Weight, phrases: &'static [&'static str]) -> Self {
        Self { id, weight, at: &[], phrases }
    }

    /// A rule that holds at these steps alone.
    const fn at(id: &'static str, weight: Weight, at: &'static [Step], phrases: &'static [&'static str]) -> Self {
        Self { id, weight, at, phrases }
    }
}

/// Everything that is known of one reason.
#[derive(Debug)]
pub struct Sheet {
    /// The reason.
    pub reason: Reason,
    /// Whose side must act, as a rule.
    pub party: Party,
    /// What it is, as a short clause without a full stop.
    pub title: &'static str,
    /// What it means, in plain sentences.
    pub sentence: &'static str,
    /// What to do next, the first first.
    pub next: &'static [&'static str],
    /// The phrases that give it away.
    pub rules: &'static [Rule],
}

/// Every sheet, in the order in which they win where two phrases say equally much.
pub static SHEETS: &[&Sheet] = &[
    &authfailure::SHEET,
    &requireptr::SHEET,
    &badreputation::SHEET,
    &virusdetected::SHEET,
    &spamdetected::SHEET,
    &blocked::SHEET,
    &speeding::SHEET,
    &toomanyconn::SHEET,
    &mailboxfull::SHEET,
    &exceedlimit::SHEET,
    &mesgtoobig::SHEET,
    &systemfull::SHEET,
    &hasmoved::SHEET,
    &suspend::SHEET,
    &notaccept::SHEET,
    &hostunknown::SHEET,
    &filtered::SHEET,
    &norelaying::SHEET,
    &rejected::SHEET,
    &failedstarttls::SHEET,
    &notcompliantrfc::SHEET,
    &contenterror::SHEET,
    &policyviolation::SHEET,
    &userunknown::SHEET,
    &mailererror::SHEET,
    &securityerror::SHEET,
    &networkerror::SHEET,
    &expired::SHEET,
    &systemerror::SHEET,
    &syntaxerror::SHEET,
    &onhold::SHEET,
    &undefined::SHEET,
    &delivered::SHEET,
    &feedback::SHEET,
    &vacation::SHEET,
];

/// Words of notices and of gateways that hold a reason's phrase and do not mean it. A phrase inside one is not counted.
pub static BOILERPLATE: &[&str] = &[
    "other mail system problem",
    "unknown address error",
    "invalid address, error_code",
    "mailbox unavailable or access denied",
    "if you continue to receive",
    "authenticated sender",
    "without notice of spam",
    "temporary failure in name resolution",
];

/// The sheet of a reason.
#[must_use]
pub fn sheet(reason: Reason) -> &'static Sheet {
    SHEETS.iter().find(|sheet| sheet.reason == reason).copied().unwrap_or(&undefined::SHEET)
}
