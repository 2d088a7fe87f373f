//! au and KDDI's mobile mail.

use super::{Meaning, Provider};
use crate::smtp::Reason;

pub(super) static PROVIDER: Provider = Provider {
    name: "KDDI",
    shown_by: &["ezweb.ne.jp", "au.com", "auone-net.jp", "dion.ne.jp"],
    distinctive: true,
    meanings: &[
        Meaning {
            id: "kddi.after-data",
            marks: &["550 : user unknown"],
            statuses: &[],
            reason: Reason::Filtered,
            party: None,
            next: &[],
            sentence: "au answers so after the whole message was sent, and without naming the address. As \
                far as is known, it does that both for an address that does not exist and for one whose \
                owner filters the sender. Do not remove the address for this alone.",
        },
        Meaning {
            id: "kddi.disabled",
            marks: &["user(s) account is disabled"],
            statuses: &[],
            reason: Reason::Suspend,
            party: None,
            next: &[],
            sentence: "The line or the mail service of this recipient is switched off.",
        },
    ],
};
