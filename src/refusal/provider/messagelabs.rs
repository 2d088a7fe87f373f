//! Symantec Email Security.cloud, once MessageLabs.

use super::{Meaning, Provider};
use crate::smtp::Reason;

pub(super) static PROVIDER: Provider = Provider {
    name: "MessageLabs",
    shown_by: &["messagelabs.com", "security.cloud", "symanteccloud.com"],
    distinctive: false,
    meanings: &[
        Meaning {
            id: "messagelabs.no-such-user",
            marks: &["542 @ rejected", "invalid recipient"],
            statuses: &[],
            reason: Reason::UserUnknown,
            party: None,
            next: &[],
            sentence: "The recipient is not on the list that the customer keeps at the gateway.",
        },
        Meaning {
            id: "messagelabs.policy",
            marks: &["connection rejected by policy", "mail refused"],
            statuses: &[],
            reason: Reason::Blocked,
            party: None,
            next: &[],
            sentence: "The gateway refuses connections from this address.",
        },
        Meaning {
            id: "messagelabs.content",
            marks: &["message filtered", "553-message filtered"],
            statuses: &[],
            reason: Reason::SpamDetected,
            party: None,
            next: &[],
            sentence: "The gateway judged the message to be unwanted.",
        },
    ],
};
