//! Haraka: qmail's first words, then "Intended Recipients:" and "Failure Reason:".

use super::{Dialect, Fingerprint};
use crate::bounce::address;
use crate::bounce::listing;
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Haraka",
    marks: &[
        Fingerprint::Body("this is the haraka mailer program at", 60),
        Fingerprint::Body("intended recipients:", 6),
        Fingerprint::Body("failure reason:", 6),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    let names = listing::labelled(&notice.text, "Intended Recipients:").unwrap_or_default();
    let words = listing::labelled(&notice.text, "Failure Reason:").unwrap_or_default();
    let mut found = Vec::new();
    for address in address::all(names) {
        let mut told = Told::of(address, words);
        told.evidence.push(notice.place_of(address));
        found.push(told);
    }
    found
}
