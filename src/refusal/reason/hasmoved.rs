//! The mailbox has moved, and mail is not passed on.

use super::{ReasonEntry, Rule, Weight};
use crate::finding::Party;
use crate::smtp::Reason;

pub(super) static SHEET: ReasonEntry = ReasonEntry {
    reason: Reason::HasMoved,
    party: Party::Recipient,
    title: "the mailbox has moved, and mail is not passed on",
    sentence: "The recipient's server says that this address is no longer in use there, and forwards nothing.",
    next: &[
        "Use the new address where the reply names one; otherwise ask the recipient another way.",
        "Take the old address off every list.",
    ],
    rules: &[Rule::new(
        "hasmoved.moved",
        Weight::Plain,
        &[
            "has been replaced by",
            "recipient no longer on server",
            "no longer on this server",
            "user has moved",
            "has moved to",
            "mailbox has moved",
            "address has changed",
            "has changed * address",
            "user not local; please try",
            "user not local: please try",
            "not our customer",
            "moved to another address",
            "has a new address",
        ],
    )],
};
