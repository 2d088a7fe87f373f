//! Amazon SES and WorkMail: a list of addresses, and a report in a part of its own or in the text.

use super::{Dialect, Mark};
use crate::bounce::listing::{self, CLEAR, Until};
use crate::bounce::notice::Notice;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Amazon SES",
    marks: &[
        Mark::Body("an error occurred while trying to deliver the mail to the following recipients", 20),
        Mark::Body("technical report:", 4),
        Mark::Head("amazonses.com", 6),
        Mark::Head("x-mailer: amazon workmail", 15),
    ],
    read,
    patience: None,
};

fn read(notice: &Notice<'_>) -> Vec<Told> {
    let text = listing::after(&notice.text, &["to the following recipients:"]);
    listing::read(notice, listing::before(text, &["technical report:"]), CLEAR, Until::Next)
}
