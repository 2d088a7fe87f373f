//! iCloud Mail and Apple's private relay.

use super::{Meaning, Provider};
use crate::smtp::Reason;

pub(super) static PROVIDER: Provider = Provider {
    name: "Apple",
    shown_by: &["icloud.com", "apple.com", "me.com", "mac.com", "appleid.com"],
    distinctive: false,
    meanings: &[
        Meaning {
            id: "apple.no-such-user",
            marks: &["inactive email address", "user not found", "user unknown"],
            statuses: &[],
            reason: Reason::UserUnknown,
            party: None,
            next: &[],
            sentence: "Apple has no active mailbox at this address: it does not exist, or its owner has switched it off.",
        },
        Meaning {
            id: "apple.full",
            marks: &["user is over quota"],
            statuses: &[],
            reason: Reason::MailboxFull,
            party: None,
            next: &[],
            sentence: "The recipient's iCloud storage is full.",
        },
        Meaning {
            id: "apple.dmarc",
            marks: &["dmarc policy", "message failed authentication"],
            statuses: &[],
            reason: Reason::AuthFailure,
            party: None,
            next: &[],
            sentence: "The message did not pass DMARC, and the sender's domain asks for refusal.",
        },
        Meaning {
            id: "apple.policy",
            marks: &["[cs01]", "[cs02]", "[hm08]", "rejected due to local policy"],
            statuses: &[],
            reason: Reason::PolicyViolation,
            party: None,
            next: &[],
            sentence: "Apple refuses the message by its own policy; the content or the sender's reputation is \
                the usual cause.",
        },
        Meaning {
            id: "apple.blocked",
            marks: &["proofpoint.com/dnsbl"],
            statuses: &[],
            reason: Reason::Blocked,
            party: None,
            next: &[],
            sentence: "The sending address is on the blocklist that Apple uses (Proofpoint). The reply links \
                to the form for removal.",
        },
    ],
};
