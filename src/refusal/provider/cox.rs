//! Cox: the marks that its postmaster page lists.

use super::{Meaning, Provider};
use crate::smtp::Reason;

pub(super) static PROVIDER: Provider = Provider {
    name: "Cox",
    shown_by: &["cox.net"],
    distinctive: true,
    meanings: &[
        Meaning {
            id: "cox.blocked",
            marks: &[
                "cxbl",
                "cdrbl",
                "aup#cxbl",
                "aup#cdrbl",
                "aup#bl",
                "ipbl0001",
                "ipbl0010",
                "ipbl0011",
                "ipbl0100",
                "ipbl0101",
                "ipbl0110",
                "ipbl0111",
                "ipbl1000",
                "ipbl1001",
                "ipbl1010",
                "ipbl1011",
                "ipbl1100",
                "ipbl1101",
                "ipbl1110",
                "ipbl1111",
            ],
            statuses: &[],
            reason: Reason::Blocked,
            sentence: "Cox blocks the sending address, by its own list or by a public one that the mark stands for.",
        },
        Meaning {
            id: "cox.limit",
            marks: &["cxmxrt", "aup#cxmxrt", "aup#lim"],
            statuses: &[],
            reason: Reason::Speeding,
            sentence: "The sender has sent more mail, or to more recipients, than Cox allows in the time.",
        },
        Meaning {
            id: "cox.connections",
            marks: &["cxcnct", "aup#cxcnct"],
            statuses: &[],
            reason: Reason::TooManyConn,
            sentence: "More connections at once than Cox allows from one address.",
        },
        Meaning {
            id: "cox.account",
            marks: &["cxmj", "aup#cxmj", "cxthrt", "aup#cxthrt"],
            statuses: &[],
            reason: Reason::SecurityError,
            sentence: "Cox limits or stops sending from this account after suspicious activity; its owner \
                should set a new password.",
        },
        Meaning {
            id: "cox.sender",
            marks: &["cxsndr", "aup#cxsndr", "aup#sndr"],
            statuses: &[],
            reason: Reason::Rejected,
            sentence: "The sender's domain has no valid MX or address record, or its mail failed authentication.",
        },
        Meaning {
            id: "cox.reverse",
            marks: &["cxdns", "aup#dns", "aup#cxdns"],
            statuses: &[],
            reason: Reason::RequirePtr,
            sentence: "The sending address has no proper reverse name.",
        },
        Meaning {
            id: "cox.link",
            marks: &["urlbl01", "urlbl001", "cxurl", "aup#urlbl"],
            statuses: &[],
            reason: Reason::SpamDetected,
            sentence: "A link in the message is on a list.",
        },
    ],
};
