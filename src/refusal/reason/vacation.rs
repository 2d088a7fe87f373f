//! An automatic out-of-office reply.

use super::ReasonEntry;
use crate::finding::Party;
use crate::smtp::Reason;

pub(super) static SHEET: ReasonEntry = ReasonEntry {
    reason: Reason::Vacation,
    party: Party::Nobody,
    title: "an automatic out-of-office reply",
    sentence: "The message arrived; a program answered for the person.",
    next: &["Nothing need be done. The message was delivered."],
    rules: &[],
};
