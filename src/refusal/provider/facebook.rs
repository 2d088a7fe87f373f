//! Facebook's mail servers: the RCP, INT, POL, MSG and DNS marks of its postmaster page.

use super::{Meaning, Provider};
use crate::smtp::Reason;

pub(super) static PROVIDER: Provider = Provider {
    name: "Facebook",
    shown_by: &["facebook.com", "facebookmail.com"],
    distinctive: false,
    meanings: &[
        Meaning {
            id: "facebook.no-such-user",
            marks: &["rcp-p1", "int-p1", "int-p3", "int-p4"],
            statuses: &[],
            reason: Reason::UserUnknown,
            party: None,
            next: &[],
            sentence: "There is no such recipient.",
        },
        Meaning {
            id: "facebook.preferences",
            marks: &["rcp-p2"],
            statuses: &[],
            reason: Reason::Filtered,
            party: None,
            next: &[],
            sentence: "The recipient does not take mail from this sender, by their own settings.",
        },
        Meaning {
            id: "facebook.blocked",
            marks: &["pol-p1", "pol-p2", "pol-t1"],
            statuses: &[],
            reason: Reason::Blocked,
            party: None,
            next: &[],
            sentence: "Facebook takes no mail from this address, for good or for some hours.",
        },
        Meaning {
            id: "facebook.too-big",
            marks: &["msg-p1", "int-p2"],
            statuses: &[],
            reason: Reason::MesgTooBig,
            party: None,
            next: &[],
            sentence: "The message is larger than Facebook takes.",
        },
        Meaning {
            id: "facebook.attachment",
            marks: &["msg-p2"],
            statuses: &[],
            reason: Reason::PolicyViolation,
            party: None,
            next: &[],
            sentence: "The message has an attachment of a kind that Facebook does not take.",
        },
        Meaning {
            id: "facebook.format",
            marks: &["msg-p3"],
            statuses: &[],
            reason: Reason::NotCompliantRfc,
            party: None,
            next: &[],
            sentence: "A header that must be there once is there several times.",
        },
        Meaning {
            id: "facebook.sender",
            marks: &["dns-p1", "dns-p2", "dns-t1"],
            statuses: &[],
            reason: Reason::Rejected,
            party: None,
            next: &[],
            sentence: "The domain of the envelope sender does not exist, has no MX record, or could not be \
                looked up.",
        },
        Meaning {
            id: "facebook.reverse",
            marks: &["dns-p3", "dns-t2"],
            statuses: &[],
            reason: Reason::RequirePtr,
            party: None,
            next: &[],
            sentence: "The sending address has no reverse name, or it could not be looked up.",
        },
        Meaning {
            id: "facebook.internal",
            marks: &[
                "rcp-t1", "int-t1", "int-t2", "int-t3", "int-t4", "int-t5", "int-t6", "int-t7", "int-t8", "int-t9",
                "int-t10", "int-t11", "int-t12",
            ],
            statuses: &[],
            reason: Reason::SystemError,
            party: None,
            next: &[],
            sentence: "A passing fault at Facebook's side; nothing need be done.",
        },
    ],
};
