//! Amazon SES before 2014: `The following message to <address> was undeliverable`.

use super::{Dialect, Mark};
use crate::bounce::listing;
use crate::bounce::notice::Notice;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Amazon SES",
    marks: &[
        Mark::Body("the following message to <", 15),
        Mark::Body("was undeliverable", 8),
        Mark::Body("the reason for the problem:", 10),
        Mark::Head("amazonses.com", 6),
    ],
    read,
    patience: None,
};

fn read(notice: &Notice<'_>) -> Vec<Told> {
    listing::named(notice, &["the following message to "], |rest| {
        listing::paragraph(listing::after(rest, &["the reason for the problem:"]))
    })
}
