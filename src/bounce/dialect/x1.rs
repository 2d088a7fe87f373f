//! A gateway that writes "---The following addresses had delivery errors---" and the reason in brackets.

use super::{Dialect, Fingerprint};
use crate::bounce::listing::{self, ANY, Until};
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "X1",
    marks: &[
        Fingerprint::Body("---the following addresses had delivery errors---", 25),
        Fingerprint::Head("mail deliver system", 10),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    let mut found = listing::read(notice, listing::after(&notice.text, &["delivery errors---"]), ANY, Until::Next);
    for told in &mut found {
        let words = told.words.trim_start_matches('[');
        told.words = words.split_once(']').map_or(words, |(reason, _)| reason).to_owned();
    }
    found
}
