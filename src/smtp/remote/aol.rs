//! AOL's own servers: the letter marks such as RLY:B1.

use super::{Meaning, Provider};
use crate::smtp::Reason;

pub(super) static PROVIDER: Provider = Provider {
    name: "AOL",
    shown_by: &["aol.com"],
    distinctive: false,
    meanings: &[
        Meaning {
            id: "aol.complaints",
            marks: &["rly:b1", "rly:b2", "rly:b3", "dyn:t1", "con:b1", "(rly:b1)"],
            statuses: &[],
            reason: Reason::BadReputation,
            sentence: "AOL's users complained about mail from this address, or its score is low.",
        },
        Meaning {
            id: "aol.blocked",
            marks: &[
                "rly:bl", "rly:bd", "rly:cs1", "rly:cs2", "rly:cs3", "rly:cs4", "rly:nw", "rly:ch", "rtr:bb", "rtr:bl",
                "rtr:bg", "rtr:du", "rtr:ge", "rtr:sc", "(rly:bl)",
            ],
            statuses: &[],
            reason: Reason::Blocked,
            sentence: "AOL blocks this address: it belongs to a range that should not send mail, or sent \
                unwanted mail.",
        },
        Meaning {
            id: "aol.reverse",
            marks: &["rtr:rd", "rly:ir"],
            statuses: &[],
            reason: Reason::RequirePtr,
            sentence: "The sending address has no proper reverse name.",
        },
        Meaning {
            id: "aol.link",
            marks: &["hvu:b1", "hvu:b2", "hvu:b3", "rly:ob"],
            statuses: &[],
            reason: Reason::SpamDetected,
            sentence: "A link in the message leads to an address or domain that drew complaints.",
        },
    ],
};
