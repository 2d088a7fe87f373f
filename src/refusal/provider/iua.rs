//! I.UA: every refusal names a page of its own, `http://mail.i.ua/err/2/`. The numbers are those that Sisimai lists.

use super::{Meaning, Provider};
use crate::smtp::Reason;

pub(super) static PROVIDER: Provider = Provider {
    name: "I.UA",
    shown_by: &["i.ua", "email.ua"],
    distinctive: true,
    meanings: &[
        Meaning {
            id: "iua.relay",
            marks: &["i.ua/err/1", "i.ua/err/6"],
            statuses: &[],
            reason: Reason::NoRelaying,
            party: None,
            next: &[],
            sentence: "I.UA takes no mail here for others to pass on: send through the mail server of your own provider.",
        },
        Meaning {
            id: "iua.no-such-user",
            marks: &["i.ua/err/2"],
            statuses: &[],
            reason: Reason::UserUnknown,
            party: None,
            next: &[],
            sentence: "I.UA knows no such mailbox.",
        },
        Meaning {
            id: "iua.unused",
            marks: &["i.ua/err/3"],
            statuses: &[],
            reason: Reason::Suspend,
            party: None,
            next: &[],
            sentence: "Nobody has used the mailbox for more than three months, and I.UA has shut it.",
        },
        Meaning {
            id: "iua.full",
            marks: &["i.ua/err/4"],
            statuses: &[],
            reason: Reason::MailboxFull,
            party: None,
            next: &[],
            sentence: "The mailbox is full.",
        },
        Meaning {
            id: "iua.rate",
            marks: &["i.ua/err/5"],
            statuses: &[],
            reason: Reason::Speeding,
            party: None,
            next: &[],
            sentence: "More messages came than I.UA takes from one sender in a time.",
        },
        Meaning {
            id: "iua.blocked",
            marks: &["i.ua/err/7", "i.ua/err/9"],
            statuses: &[],
            reason: Reason::Blocked,
            party: None,
            next: &[],
            sentence: "I.UA takes no mail from the sending server: its address is on a list, or the name that it gave in \
                HELO or EHLO is wrong.",
        },
        Meaning {
            id: "iua.sender",
            marks: &["i.ua/err/8"],
            statuses: &[],
            reason: Reason::Rejected,
            party: None,
            next: &[],
            sentence: "I.UA could not find out whether the sender's address exists.",
        },
        Meaning {
            id: "iua.not-listed",
            marks: &["i.ua/err/10"],
            statuses: &[],
            reason: Reason::Filtered,
            party: None,
            next: &[],
            sentence: "The recipient takes mail only from senders on a list of theirs.",
        },
    ],
};
