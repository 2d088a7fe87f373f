//! McAfee WebShield: `<address>   (reason)`.

use super::{Dialect, Mark};
use crate::bounce::listing::{self, ANY, Until};
use crate::bounce::notice::Notice;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "McAfee",
    marks: &[
        Mark::Body("--- the following addresses had delivery problems ---", 20),
        Mark::Head("x-mailer: webshield", 10),
    ],
    read,
    patience: None,
};

fn read(notice: &Notice<'_>) -> Vec<Told> {
    let text = listing::after(&notice.text, &["had delivery problems ---"]);
    let mut found = listing::read(notice, text, ANY, Until::Next);
    for told in &mut found {
        if let Some(inside) = told.words.strip_prefix('(') {
            told.words = inside.strip_suffix(')').unwrap_or(inside).to_owned();
        }
    }
    found
}
