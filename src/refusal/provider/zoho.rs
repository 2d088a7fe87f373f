//! Zoho Mail.

use super::{Meaning, Provider};
use crate::smtp::Reason;

pub(super) static PROVIDER: Provider = Provider {
    name: "Zoho",
    shown_by: &["zoho.com", "zoho.eu", "zoho.in", "zohomail.com"],
    distinctive: false,
    meanings: &[
        Meaning {
            id: "zoho.no-such-user",
            marks: &["user does not exist"],
            statuses: &[],
            reason: Reason::UserUnknown,
            party: None,
            next: &[],
            sentence: "Zoho knows no such mailbox.",
        },
        Meaning {
            id: "zoho.rate",
            marks: &["unusual activity", "unusual sending activity", "mail sending blocked"],
            statuses: &[],
            reason: Reason::Speeding,
            party: None,
            next: &[],
            sentence: "Zoho has stopped this account from sending for a while.",
        },
        Meaning {
            id: "zoho.blocked",
            marks: &["blacklisted by", "ip blacklisted"],
            statuses: &[],
            reason: Reason::Blocked,
            party: None,
            next: &[],
            sentence: "The sending address is on a list that Zoho uses.",
        },
    ],
};
