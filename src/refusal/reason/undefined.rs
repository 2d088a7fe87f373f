//! Nothing in it tells the reason.

use super::ReasonEntry;
use crate::finding::Party;
use crate::smtp::Reason;

pub(super) static SHEET: ReasonEntry = ReasonEntry {
    reason: Reason::Undefined,
    party: Party::Unknown,
    title: "nothing in it tells the reason",
    sentence: "There are no words, and no code that says more than yes or no.",
    next: &["Look for more of the notice or of the log: the line before usually holds the server's words."],
    rules: &[],
};
