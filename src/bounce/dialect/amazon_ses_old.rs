//! Amazon SES before 2014: `The following message to <address> was undeliverable`.

use super::{Dialect, Fingerprint};
use crate::bounce::listing;
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Amazon SES",
    marks: &[
        Fingerprint::Body("the following message to <", 15),
        Fingerprint::Body("was undeliverable", 8),
        Fingerprint::Body("the reason for the problem:", 10),
        Fingerprint::Head("amazonses.com", 6),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    listing::named(notice, &["the following message to "], |rest| {
        listing::paragraph(listing::after(rest, &["the reason for the problem:"]))
    })
}
