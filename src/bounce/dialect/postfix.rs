//! Postfix: `<address>: host mx[ip] said: 550 … (in reply to RCPT TO command)`, with a report beside it.

use super::{Dialect, Mark, Patience};
use crate::bounce::listing::{self, Opening, Until};
use crate::bounce::notice::Notice;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Postfix",
    marks: &[
        Mark::Own("X-Postfix-", 20),
        Mark::Body("this is the mail system at host", 20),
        Mark::Body("this is the postfix", 20),
        Mark::Body("postfix program at host", 20),
        Mark::Body("                   the mail system", 10),
        Mark::Body("the postfix program", 10),
        Mark::Body("if you do so, please include this problem report", 10),
        Mark::Body(" (in reply to ", 5),
        Mark::Head("subject: undelivered mail returned to sender", 8),
        Mark::Head("subject: delayed mail (still being retried)", 10),
        Mark::Head("subject: successful mail delivery report", 10),
        Mark::Head("subject: mail delivery status report", 10),
        Mark::Head("(mail delivery system)", 4),
    ],
    read,
    patience: Some(Patience { hours: 5 * 24, setting: "maximal_queue_lifetime" }),
};

/// Recipients begin a line; a wrapped diagnostic is indented.
pub(super) fn read(notice: &Notice<'_>) -> Vec<Told> {
    let opening = Opening { bracketed_colon: true, ..Opening::default() };
    listing::read(notice, &notice.text, opening, Until::Blank)
}
