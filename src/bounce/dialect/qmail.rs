//! qmail, and the many programs that speak its words: `<address>:` on a line, and what happened below it.

use super::{Dialect, Mark, Patience};
use crate::bounce::listing::{self, CLEAR, Until};
use crate::bounce::notice::Notice;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "qmail",
    marks: &[
        Mark::Body("this is the qmail-send program", 25),
        Mark::Body("i'm afraid i wasn't able to deliver your message", 15),
        Mark::Body("i tried to deliver a bounce message to this address", 15),
        Mark::Body("this is a permanent error; i've given up", 15),
        Mark::Body("--- below this line is a copy of the message", 10),
        Mark::Body("--- enclosed is a copy of the message", 10),
        Mark::Body("--- below this line is the original bounce", 15),
        Mark::Body("remote host said:", 5),
        Mark::Head("subject: failure notice", 10),
        Mark::Head("for bounce)", 5),
    ],
    read,
    patience: Some(Patience { hours: 7 * 24, setting: "queuelifetime" }),
};

fn read(notice: &Notice<'_>) -> Vec<Told> {
    listing::read(notice, &notice.text, CLEAR, Until::Blank)
}
