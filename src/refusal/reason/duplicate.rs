//! The session ended after the message was sent and before the answer (RFC 1047): it may arrive twice.

use super::{ReasonEntry, Rule, Weight};
use crate::finding::Party;
use crate::smtp::Reason;

pub(super) static SHEET: ReasonEntry = ReasonEntry {
    reason: Reason::NetworkError,
    party: Party::Unknown,
    title: "the session ended before the server answered for the whole message",
    sentence: "The whole message was sent, and no answer came. The recipient's server may have taken it all the same, so that \
        it arrives more than once.",
    next: &[
        "Ask the recipient whether the message arrived before anything is sent once more.",
        "If it happens with large messages alone, look at firewalls and at the path MTU between the two servers.",
    ],
    rules: &[Rule::new("networkerror.duplicate", Weight::Sure, &["message may be sent more than once"])],
};
