//! NTT Docomo's mobile mail.

use super::{Meaning, Provider};
use crate::smtp::Reason;

pub(super) static PROVIDER: Provider = Provider {
    name: "NTT Docomo",
    shown_by: &["docomo.ne.jp", "mfsmax.docomo.ne.jp"],
    distinctive: false,
    meanings: &[
        Meaning {
            id: "docomo.unknown",
            marks: &["unknown user"],
            statuses: &[],
            reason: Reason::Filtered,
            party: None,
            next: &[],
            sentence: "As far as is known, Docomo answers \"Unknown user\" after the whole message was sent, \
                both for an address that does not exist and for one whose owner filters the sender. Do not \
                remove the address for this alone.",
        },
        Meaning {
            id: "docomo.full",
            marks: &["too much mail data"],
            statuses: &[],
            reason: Reason::MailboxFull,
            party: None,
            next: &[],
            sentence: "The recipient's mailbox is full.",
        },
        Meaning {
            id: "docomo.rate",
            marks: &["too many recipients", "service not available"],
            statuses: &[],
            reason: Reason::TooManyConn,
            party: None,
            next: &[],
            sentence: "Too much mail from this sender at once.",
        },
    ],
};
