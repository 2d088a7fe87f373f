//! The message is larger than this recipient may take.

use super::{ReasonEntry, Rule, Weight};
use crate::finding::Party;
use crate::smtp::Reason;

pub(super) static SHEET: ReasonEntry = ReasonEntry {
    reason: Reason::ExceedLimit,
    party: Party::Sender,
    title: "the message is larger than this recipient may take",
    sentence: "The recipient's server has a size limit for this mailbox, and the message is above it. \
        Attachments grow by about a third in transit.",
    next: &[
        "Send a smaller message, or a link in place of the attachment.",
        "If it must go by mail, the recipient's administrator can raise the limit.",
    ],
    rules: &[Rule::new(
        "exceedlimit.limit",
        Weight::Plain,
        &[
            "message length exceeds administrative limit",
            "message size exceeds * limit for",
            "message too large for this recipient",
            "message header size exceeds limit",
            "larger than the recipient",
            "exceeds the recipient's",
            "message size exceeds fixed limit of recipient",
            "too large for this mailbox",
            "size limit for this recipient",
            "recipient's size limit",
        ],
    )],
};
