//! Refused, but the words are too vague to tell why.

use super::{ReasonEntry, Rule, Weight};
use crate::finding::Party;
use crate::smtp::Reason;

pub(super) static SHEET: ReasonEntry = ReasonEntry {
    reason: Reason::OnHold,
    party: Party::Unknown,
    title: "the words are too vague to tell why",
    sentence: "The server refused the message, and its words do not say why.",
    next: &["Ask the administrator of the server that refused; give them the reply, the time and the sending \
         address."],
    rules: &[Rule::new(
        "onhold.vague",
        Weight::Hint,
        &[
            "temporary failure",
            "temporary error",
            "unable to deliver",
            "delivery failed",
            "undeliverable",
            "message rejected",
            "message refused",
            "permanent failure",
            "permanent error",
            "transaction failed",
            "mail rejected",
        ],
    )],
};
