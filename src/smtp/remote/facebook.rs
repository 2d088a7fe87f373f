//! Facebook's mail servers: the RCP, POL, MSG, DNS, INT and CON marks.

use super::{Meaning, Provider};
use crate::smtp::Reason;

pub(super) static PROVIDER: Provider = Provider {
    name: "Facebook",
    shown_by: &["facebook.com", "facebookmail.com"],
    distinctive: false,
    meanings: &[
        Meaning {
            id: "facebook.no-such-user",
            marks: &["rcp-p1"],
            statuses: &[],
            reason: Reason::UserUnknown,
            sentence: "There is no such recipient.",
        },
        Meaning {
            id: "facebook.preferences",
            marks: &["rcp-p2"],
            statuses: &[],
            reason: Reason::Filtered,
            sentence: "The recipient does not take mail from this sender, by their own settings.",
        },
        Meaning {
            id: "facebook.rate",
            marks: &["rcp-t2", "con-t1", "con-t2", "con-t3", "rcp-t4"],
            statuses: &[],
            reason: Reason::Speeding,
            sentence: "Too much mail for this recipient or from this sender in a time.",
        },
        Meaning {
            id: "facebook.blocked",
            marks: &["pol-p1", "pol-t1", "pol-t2", "pol-p2"],
            statuses: &[],
            reason: Reason::Blocked,
            sentence: "Facebook refuses mail from this address or network.",
        },
        Meaning {
            id: "facebook.authentication",
            marks: &["pol-p6", "pol-p7", "pol-p3", "pol-p4"],
            statuses: &[],
            reason: Reason::AuthFailure,
            sentence: "Refused by a check of the sender or of a link in the message.",
        },
        Meaning {
            id: "facebook.format",
            marks: &["msg-p1", "msg-p2", "msg-p3", "msg-t1"],
            statuses: &[],
            reason: Reason::ContentError,
            sentence: "The message is too large, or is put together wrongly.",
        },
        Meaning {
            id: "facebook.dns",
            marks: &["dns-p1", "dns-p2", "dns-t1", "dns-t2"],
            statuses: &[],
            reason: Reason::RequirePtr,
            sentence: "The sending address or the sender's domain could not be looked up.",
        },
        Meaning {
            id: "facebook.internal",
            marks: &["int-t1", "int-t2", "int-t3", "int-p1"],
            statuses: &[],
            reason: Reason::SystemError,
            sentence: "A fault at Facebook's side.",
        },
    ],
};
