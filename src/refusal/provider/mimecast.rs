//! Mimecast's gateways.

use super::{Meaning, Provider};
use crate::smtp::Reason;

pub(super) static PROVIDER: Provider = Provider {
    name: "Mimecast",
    shown_by: &["mimecast.com", "mimecast.org"],
    distinctive: false,
    meanings: &[
        Meaning {
            id: "mimecast.policy",
            marks: &["administrative prohibition"],
            statuses: &[],
            reason: Reason::PolicyViolation,
            party: None,
            next: &[],
            sentence: "A rule of the recipient's organisation at its gateway refuses the sender or the client.",
        },
        Meaning {
            id: "mimecast.signature",
            marks: &["mcspamsignature", "email rejected due to security policies"],
            statuses: &[],
            reason: Reason::VirusDetected,
            party: None,
            next: &[],
            sentence: "A signature for malware or spam matched. Mimecast uses the same words for both.",
        },
        Meaning {
            id: "mimecast.reputation",
            marks: &["poor reputation sender", "ct ip reputation"],
            statuses: &[],
            reason: Reason::BadReputation,
            party: None,
            next: &[],
            sentence: "The sending address has a poor reputation.",
        },
        Meaning {
            id: "mimecast.spoofing",
            marks: &[
                "anti-spoofing policy",
                "submitter failed to authenticate",
                "dmarc sender invalid",
                "dkim sender invalid",
                "spf sender invalid",
            ],
            statuses: &[],
            reason: Reason::AuthFailure,
            party: None,
            next: &[],
            sentence: "The message claims a sender that the gateway does not believe: SPF, DKIM or DMARC did \
                not pass, or it claims the recipient's own domain.",
        },
        Meaning {
            id: "mimecast.greylisting",
            marks: &["internal resources are temporarily unavailable"],
            statuses: &[],
            reason: Reason::SystemError,
            party: None,
            next: &[],
            sentence: "The gateway puts unknown senders off (greylisting); a later try is taken.",
        },
        Meaning {
            id: "mimecast.envelope",
            marks: &["envelope blocked", "user entry", "manually blocked senders", "based blocked senders"],
            statuses: &[],
            reason: Reason::Filtered,
            party: None,
            next: &[],
            sentence: "The recipient or their administrator has blocked this sender.",
        },
        Meaning {
            id: "mimecast.no-such-user",
            marks: &["invalid recipient"],
            statuses: &[],
            reason: Reason::UserUnknown,
            party: None,
            next: &[],
            sentence: "The gateway knows no such recipient.",
        },
        Meaning {
            id: "mimecast.relay",
            marks: &["unable to relay", "not accepted for relay"],
            statuses: &[],
            reason: Reason::NoRelaying,
            party: None,
            next: &[],
            sentence: "The gateway is not set up for the recipient's domain.",
        },
    ],
};
