//! A complaint about a message.

use super::ReasonEntry;
use crate::finding::Party;
use crate::smtp::Reason;

pub(super) static SHEET: ReasonEntry = ReasonEntry {
    reason: Reason::Feedback,
    party: Party::Sender,
    title: "a complaint about a message",
    sentence: "The recipient or their provider marked the message as unwanted.",
    next: &["Take the complainant off the list, and check that they had agreed to the mail."],
    rules: &[],
};
