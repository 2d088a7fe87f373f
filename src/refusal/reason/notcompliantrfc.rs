//! The message breaks the mail standard.

use super::{ReasonEntry, Rule, Weight};
use crate::finding::Party;
use crate::smtp::Reason;

pub(super) static SHEET: ReasonEntry = ReasonEntry {
    reason: Reason::NotCompliantRfc,
    party: Party::Sender,
    title: "the message breaks the mail standard",
    sentence: "The message does not follow RFC 5322: a field is missing, there twice, or wrongly written.",
    next: &[
        "Find the program that wrote the message, and mend it: one From, one Subject, one Date, one \
         Message-ID.",
        "Send the message through a mail client once to see that the address itself takes mail.",
    ],
    rules: &[Rule::new(
        "notcompliantrfc.rfc",
        Weight::Sure,
        &[
            "not rfc 5322 compliant",
            "not rfc 2822 compliant",
            "not rfc822 compliant",
            "is not compliant",
            "not compliant with rfc",
            "rfc compliant",
            "rfc 5322",
            "rfc5322",
            "rfc 2822",
            "rfc2822",
            "rfcmessagenoncompliant",
            "multiple subject headers",
            "multiple from headers",
            "multiple addresses in from",
            "multiple * headers",
            "duplicate header",
            "duplicate headers",
            "duplicated header",
            "missing from header",
            "missing header",
            "missing required header",
            "missing date",
            "missing message-id",
            "missing * header",
            "no from header",
            "no date header",
            "no valid from",
            "from header is missing",
            "from: header",
            "header is missing",
            "header missing",
            "lacks a valid",
            "lack of * header",
            "message-id header",
            "valid message-id",
            "invalid from header",
            "invalid date header",
            "two from",
            "violates rfc",
            "violation of rfc",
        ],
    )],
};
