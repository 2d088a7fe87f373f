//! The server's disk is full.

use super::{ReasonEntry, Rule, Weight};
use crate::finding::Party;
use crate::smtp::Reason;

pub(super) static SHEET: ReasonEntry = ReasonEntry {
    reason: Reason::SystemFull,
    party: Party::Recipient,
    title: "the server's disk is full",
    sentence: "The server itself, not one mailbox, has no room left. Its administrator must act; the sending \
        server tries again by itself.",
    next: &[
        "Wait: the sending server tries again.",
        "If it lasts, tell the recipient's administrator, who may not know.",
    ],
    rules: &[Rule::new(
        "systemfull.full",
        Weight::Plain,
        &[
            "mail system full",
            "insufficient system storage",
            "insufficient system resource",
            "insufficient disk space",
            "no space left on device",
            "requested mail action aborted: exceeded storage allocation",
            "disk is full",
            "server is full",
            "file system full",
            "filesystem full",
            "queue file write error",
            "system is full",
            "out of disk space",
            "not enough space on the disk",
            "insufficient space",
            "insufficient storage",
        ],
    )],
};
