//! Yahoo Mail: qmail's form with its own first sentence, and the command in brackets.

use super::{Dialect, Fingerprint};
use crate::bounce::listing::{self, CLEAR, Until};
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Yahoo",
    marks: &[
        Fingerprint::Body("sorry, we were unable to deliver your message to the following address", 25),
        Fingerprint::Head("mailer-daemon@yahoo.", 6),
        Fingerprint::Head("subject: failure notice", 3),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    let text = listing::after(&notice.text, &["following address.", "following addresses."]);
    listing::read(notice, text, CLEAR, Until::Blank)
}
