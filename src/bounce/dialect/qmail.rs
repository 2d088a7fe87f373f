//! qmail, and the many programs that speak its words: `<address>:` on a line, and what happened below it.

use super::{Dialect, Fingerprint, QueueLifetime};
use crate::bounce::listing::{self, CLEAR, Until};
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "qmail",
    marks: &[
        Fingerprint::Body("this is the qmail-send program", 25),
        Fingerprint::Body("i'm afraid i wasn't able to deliver your message", 15),
        Fingerprint::Body("i tried to deliver a bounce message to this address", 15),
        Fingerprint::Body("this is a permanent error; i've given up", 15),
        Fingerprint::Body("--- below this line is a copy of the message", 10),
        Fingerprint::Body("--- enclosed is a copy of the message", 10),
        Fingerprint::Body("--- below this line is the original bounce", 15),
        Fingerprint::Body("remote host said:", 5),
        Fingerprint::Head("subject: failure notice", 10),
        Fingerprint::Head("for bounce)", 5),
    ],
    read,
    patience: Some(QueueLifetime { hours: 7 * 24, setting: "queuelifetime" }),
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    listing::read(notice, &notice.text, CLEAR, Until::Blank)
}
