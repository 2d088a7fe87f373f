//! McAfee WebShield: `<address>   (reason)`.

use super::{Dialect, Fingerprint};
use crate::bounce::listing::{self, ANY, Until};
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "McAfee",
    marks: &[
        Fingerprint::Body("--- the following addresses had delivery problems ---", 20),
        Fingerprint::Head("x-mailer: webshield", 10),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    let text = listing::after(&notice.text, &["had delivery problems ---"]);
    let mut found = listing::read(notice, text, ANY, Until::Next);
    for told in &mut found {
        if let Some(inside) = told.words.strip_prefix('(') {
            told.words = inside.strip_suffix(')').unwrap_or(inside).to_owned();
        }
    }
    found
}
