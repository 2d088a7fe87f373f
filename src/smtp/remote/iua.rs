//! I.UA, a Ukrainian provider: its replies link to a numbered page.

use super::{Meaning, Provider};
use crate::smtp::Reason;

pub(super) static PROVIDER: Provider = Provider {
    name: "I.UA",
    shown_by: &["i.ua"],
    distinctive: false,
    meanings: &[
        Meaning {
            id: "iua.blocked",
            marks: &["mail.i.ua/err/1", "mail.i.ua/err/2", "mail.i.ua/err/5"],
            statuses: &[],
            reason: Reason::Blocked,
            sentence: "I.UA refuses this client; the linked page tells the rule.",
        },
        Meaning {
            id: "iua.no-such-user",
            marks: &["mail.i.ua/err/8", "mail.i.ua/err/3"],
            statuses: &[],
            reason: Reason::UserUnknown,
            sentence: "I.UA refuses this recipient; the linked page tells the rule.",
        },
    ],
};
