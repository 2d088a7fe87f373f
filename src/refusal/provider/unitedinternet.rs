//! United Internet: GMX, WEB.DE, mail.com, 1&1 and IONOS.
//!
//! Their replies have several lines, of which the last says the reason (postmaster.gmx.com, "Error messages"); the sentence about
//! the mailbox means a missing one where it stands alone (smtp.codes, "United Internet").

use super::{Meaning, Provider};
use crate::finding::Party;
use crate::smtp::Reason;

pub(super) static PROVIDER: Provider = Provider {
    name: "United Internet",
    shown_by: &[
        "gmx.net",
        "gmx.com",
        "web.de",
        "mx00.mail.com",
        "mx01.mail.com",
        "kundenserver.de",
        "1and1.com",
        "1und1.de",
        "perfora.net",
        "ionos.com",
        "ionos.de",
    ],
    distinctive: false,
    meanings: &[
        Meaning {
            id: "unitedinternet.no-such-user",
            marks: &[
                "550 requested action not taken: mailbox unavailable",
                "550 <@>: requested action not taken: mailbox unavailable",
                "550 @: requested action not taken: mailbox unavailable",
            ],
            statuses: &[],
            reason: Reason::UserUnknown,
            party: None,
            next: &[],
            sentence: "This provider has no mailbox of that name.",
        },
        Meaning {
            id: "unitedinternet.sender-domain",
            marks: &["invalid dns mx or a/aaaa resource record"],
            statuses: &[],
            reason: Reason::Rejected,
            party: Some(Party::Sender),
            next: &["Give the domain of the sender's address an MX or address record that is a public host."],
            sentence: "The domain of the sender's address has no usable MX or address record, so it could take no answer.",
        },
    ],
};
