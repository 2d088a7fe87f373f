//! Yahoo Mail: qmail's form with its own first sentence, and the command in brackets.

use super::{Dialect, Mark};
use crate::bounce::listing::{self, CLEAR, Until};
use crate::bounce::notice::Notice;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Yahoo",
    marks: &[
        Mark::Body("sorry, we were unable to deliver your message to the following address", 25),
        Mark::Head("mailer-daemon@yahoo.", 6),
        Mark::Head("subject: failure notice", 3),
    ],
    read,
    patience: None,
};

fn read(notice: &Notice<'_>) -> Vec<Told> {
    let text = listing::after(&notice.text, &["following address.", "following addresses."]);
    listing::read(notice, text, CLEAR, Until::Blank)
}
