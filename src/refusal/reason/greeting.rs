//! Refused at the greeting or at HELO, in words that do not say why.

use super::{ReasonEntry, Rule, Weight};
use crate::finding::Party;
use crate::smtp::Reason;
use crate::smtp::Step;

pub(super) static SHEET: ReasonEntry = ReasonEntry {
    reason: Reason::Blocked,
    party: Party::Unknown,
    title: "the server would not talk to the client at all",
    sentence: "The server refused the client before it named a sender or a recipient, and its words do not say why: it may be \
        closed or busy for everybody, or refuse this client alone.",
    next: &[
        "Connect to the same server from another network: if it answers there, it refuses this client.",
        "Then look the client's address up on the well-known blocklists, and check its reverse name.",
    ],
    rules: &[Rule::at(
        "blocked.at-greeting",
        Weight::Fair,
        &[Step::Connect, Step::Helo],
        &[
            "rejected",
            "access denied",
            "service refuse",
            "refused",
            "service not available",
            "denied",
            "not allowed",
            "go away",
            "no thanks",
            "blocked",
            "unavailable",
        ],
    )],
};
