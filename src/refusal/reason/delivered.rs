//! Delivered.

use super::{ReasonEntry, Rule, Weight};
use crate::finding::Party;
use crate::smtp::Reason;

pub(super) static SHEET: ReasonEntry = ReasonEntry {
    reason: Reason::Delivered,
    party: Party::Nobody,
    title: "delivered",
    sentence: "The server reports success. Nothing need be done.",
    next: &[],
    rules: &[Rule::new(
        "delivered.ok",
        Weight::Hint,
        &[
            "delivered to",
            "message accepted for delivery",
            "queued as",
            "queued for delivery",
            "successfully delivered",
            "message received",
        ],
    )],
};
