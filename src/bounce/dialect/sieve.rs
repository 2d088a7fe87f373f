//! A Sieve script that refused a message after the server had taken it: "was automatically rejected".

use super::{Dialect, Mark};
use crate::bounce::listing;
use crate::bounce::notice::Notice;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Sieve",
    marks: &[
        Mark::Body("was automatically rejected:", 20),
        Mark::Head("subject: automatically rejected mail", 15),
    ],
    read,
    patience: None,
};

fn read(notice: &Notice<'_>) -> Vec<Told> {
    listing::named(notice, &["your message to <"], |rest| {
        listing::paragraph(listing::after(rest, &["was automatically rejected:"]))
    })
}
