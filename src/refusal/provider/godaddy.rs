//! GoDaddy's mail servers (secureserver.net): the IB marks that its help pages list.

use super::{Meaning, Provider};
use crate::smtp::Reason;

pub(super) static PROVIDER: Provider = Provider {
    name: "GoDaddy",
    shown_by: &["secureserver.net", "godaddy.com", "x.co"],
    distinctive: false,
    meanings: &[
        Meaning {
            id: "godaddy.busy",
            marks: &["ib101"],
            statuses: &[],
            reason: Reason::SystemError,
            party: None,
            next: &[],
            sentence: "GoDaddy's queue is longer than usual; a later try is taken.",
        },
        Meaning {
            id: "godaddy.login",
            marks: &["ib401"],
            statuses: &[],
            reason: Reason::SecurityError,
            party: None,
            next: &[],
            sentence: "The client tried to log in at a server that takes incoming mail only. Use GoDaddy's \
                outgoing server.",
        },
        Meaning {
            id: "godaddy.from",
            marks: &["ib501", "ib502"],
            statuses: &[],
            reason: Reason::NotCompliantRfc,
            party: None,
            next: &[],
            sentence: "The sender's address is missing, or is a number instead of a name.",
        },
        Meaning {
            id: "godaddy.sender",
            marks: &["ib506"],
            statuses: &[],
            reason: Reason::Rejected,
            party: None,
            next: &[],
            sentence: "The sender's domain has no valid MX or address record.",
        },
        Meaning {
            id: "godaddy.spf",
            marks: &["ib508"],
            statuses: &[],
            reason: Reason::AuthFailure,
            party: None,
            next: &[],
            sentence: "The SPF record of the sender's domain does not allow the sending address.",
        },
        Meaning {
            id: "godaddy.spam",
            marks: &["ib212"],
            statuses: &[],
            reason: Reason::SpamDetected,
            party: None,
            next: &[],
            sentence: "GoDaddy judged the content to be spam.",
        },
    ],
};
