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
            sentence: "AOL's users complained about mail from this address more often than it bears. The block \
                ends by itself within a day if complaints drop.",
        },
        Meaning {
            id: "aol.blocked",
            marks: &["rtr:bb", "rtr:du", "rtr:bg", "rtr:ch", "rtr:rd", "rly:bl", "(rtr:bb)", "(rtr:du)", "(rly:bl)"],
            statuses: &[],
            reason: Reason::Blocked,
            sentence: "AOL takes no mail from this address: it is in a dynamic, residential or unallocated \
                range, or sends known unwanted mail.",
        },
        Meaning {
            id: "aol.threshold",
            marks: &["con:b1", "(con:b1)"],
            statuses: &[],
            reason: Reason::TooManyConn,
            sentence: "More connections than AOL allows from this address.",
        },
        Meaning {
            id: "aol.sender",
            marks: &["rly:sn", "(rly:sn)"],
            statuses: &[],
            reason: Reason::Rejected,
            sentence: "AOL refuses the sender's address.",
        },
        Meaning {
            id: "aol.link",
            marks: &["hvu:b1", "hvu:b2", "(hvu:b1)", "(hvu:b2)"],
            statuses: &[],
            reason: Reason::SpamDetected,
            sentence: "A link in the message leads to an address or domain that drew complaints.",
        },
    ],
};
