//! Amazon SES and WorkMail: a list of addresses, and a report in a part of its own or in the text.

use super::{Dialect, Fingerprint};
use crate::bounce::listing::{self, CLEAR, Until};
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Amazon SES",
    marks: &[
        Fingerprint::Body("an error occurred while trying to deliver the mail to the following recipients", 20),
        Fingerprint::Body("technical report:", 4),
        Fingerprint::Head("amazonses.com", 6),
        Fingerprint::Head("x-mailer: amazon workmail", 15),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    let text = listing::after(&notice.text, &["to the following recipients:"]);
    listing::read(notice, listing::before(text, &["technical report:"]), CLEAR, Until::Next)
}
