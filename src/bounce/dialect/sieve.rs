//! A Sieve script that refused a message after the server had taken it: "was automatically rejected".

use super::{Dialect, Fingerprint};
use crate::bounce::listing;
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Sieve",
    marks: &[
        Fingerprint::Body("was automatically rejected:", 20),
        Fingerprint::Head("subject: automatically rejected mail", 15),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    listing::named(notice, &["your message to <"], |rest| {
        listing::paragraph(listing::after(rest, &["was automatically rejected:"]))
    })
}
