//! AOL's own servers: the letter marks such as RLY:B1, from its postmaster pages.

use super::{Meaning, Provider};
use crate::smtp::Reason;

pub(super) static PROVIDER: Provider = Provider {
    name: "AOL",
    shown_by: &["aol.com"],
    distinctive: false,
    meanings: &[
        Meaning {
            id: "aol.complaints",
            marks: &["rly:b1", "(rly:b1)", "dyn:t1"],
            statuses: &[],
            reason: Reason::BadReputation,
            party: None,
            next: &[],
            sentence: "AOL's users complained about mail from this address more often than it bears. AOL \
                says that such a block ends by itself within 24 hours once complaints are below the limit.",
        },
        Meaning {
            id: "aol.blocked",
            marks: &["rtr:bb", "rtr:du", "rtr:bg", "rtr:ch", "rtr:rd", "(rtr:bb)", "(rtr:du)"],
            statuses: &[],
            reason: Reason::Blocked,
            party: None,
            next: &[],
            sentence: "AOL takes no mail from this address: it is in a dynamic, residential or unallocated \
                range, or sends mail that looks like known unwanted mail.",
        },
        Meaning {
            id: "aol.threshold",
            marks: &["con:b1", "(con:b1)"],
            statuses: &[],
            reason: Reason::TooManyConn,
            party: None,
            next: &[],
            sentence: "This address went above a limit of AOL's for connections or for mail, and is put off \
                for a while.",
        },
        Meaning {
            id: "aol.sender",
            marks: &["rly:sn", "(rly:sn)"],
            statuses: &[],
            reason: Reason::Rejected,
            party: None,
            next: &[],
            sentence: "AOL refuses the sender's address as one that is banned there.",
        },
        Meaning {
            id: "aol.link",
            marks: &["hvu:b1", "hvu:b2", "(hvu:b1)", "(hvu:b2)"],
            statuses: &[],
            reason: Reason::SpamDetected,
            party: None,
            next: &[],
            sentence: "A link in the message leads to an address or domain that drew complaints.",
        },
    ],
};
