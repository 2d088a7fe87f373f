//! An address or a header outside ASCII, and a server that does not take it (RFC 6531).

use super::{ReasonEntry, Rule, Weight};
use crate::finding::Party;
use crate::smtp::Reason;

pub(super) static SHEET: ReasonEntry = ReasonEntry {
    reason: Reason::ContentError,
    party: Party::Recipient,
    title: "the server takes no addresses or headers outside ASCII (SMTPUTF8)",
    sentence: "An address or a header of the message has letters outside ASCII. Such mail needs the extension SMTPUTF8, which \
        this server does not offer.",
    next: &[
        "Use an address in plain letters, if the recipient has one.",
        "If it is the sender's address or the subject: write them without such letters, or encode the subject (RFC 2047).",
        "The server's administrator can turn SMTPUTF8 on.",
    ],
    rules: &[Rule::new(
        "smtputf8.said",
        Weight::Plain,
        &[
            "smtputf8",
            "non-ascii address",
            "non-ascii addresses",
            "internationalized address",
            "internationalized email",
            "utf-8 address",
        ],
    )],
};
