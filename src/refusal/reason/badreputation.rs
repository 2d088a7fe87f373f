//! The sending address or domain has too low a reputation.

use super::{ReasonEntry, Rule, Weight};
use crate::finding::Party;
use crate::smtp::Reason;

pub(super) static SHEET: ReasonEntry = ReasonEntry {
    reason: Reason::BadReputation,
    party: Party::Sender,
    title: "the sending address or domain has too low a reputation",
    sentence: "The recipient's server scores senders by how their mail was received, and this sender's score is \
        too low.",
    next: &[
        "Send less, and only to people who asked for it and read it.",
        "Look for complaints, stolen accounts and old lists; the score recovers over days or weeks.",
        "Use the provider's postmaster pages to see the score.",
    ],
    rules: &[
        Rule::new(
            "badreputation.reputation",
            Weight::Sure,
            &[
                "low reputation",
                "poor reputation",
                "bad reputation",
                "poor email reputation",
                "reputation score",
                "very low reputation",
                "ip reputation",
                "domain reputation",
                "sender reputation",
                "due to reputation",
                "due to poor",
                "reputation of the sending",
                "reputation is low",
                "reputation too low",
                "has a poor reputation",
                "reputation problem",
            ],
        ),
        Rule::new(
            "badreputation.volume",
            Weight::Plain,
            &[
                "due to unexpected volume or user complaints",
                "user complaints",
                "has exceeded complaint",
                "excessive user complaints",
                "[tss04]",
                "[ts01]",
                "[ts02]",
                "[ts03]",
            ],
        ),
        Rule::new("badreputation.hint", Weight::Fair, &["reputation"]),
    ],
};
