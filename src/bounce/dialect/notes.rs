//! Lotus Notes: "Failure Reasons", then the address.

use super::{Dialect, Fingerprint};
use crate::bounce::address;
use crate::bounce::listing::{self, CLEAR, Until};
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Lotus Notes",
    marks: &[
        Fingerprint::Body("------- failure reasons", 20),
        Fingerprint::Body("------- returned message", 5),
        Fingerprint::Head("subject: undeliverable message", 5),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    let text = listing::after(&notice.text, &["Failure Reasons"]).trim_start_matches([' ', '-']);
    let mut found = listing::read(notice, text, CLEAR, Until::Next);
    // The reason stands above the address.
    let above = address::first(text).map_or(text, |address| listing::before(text, &[address]));
    let words = listing::joined(above);
    found.iter_mut().filter(|told| told.words.is_empty()).for_each(|told| told.words.clone_from(&words));
    found
}
