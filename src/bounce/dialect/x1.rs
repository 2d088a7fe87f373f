//! A gateway that writes "---The following addresses had delivery errors---" and the reason in brackets.

use super::{Dialect, Mark};
use crate::bounce::listing::{self, ANY, Until};
use crate::bounce::notice::Notice;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "X1",
    marks: &[
        Mark::Body("---the following addresses had delivery errors---", 25),
        Mark::Head("mail deliver system", 10),
    ],
    read,
    patience: None,
};

fn read(notice: &Notice<'_>) -> Vec<Told> {
    let mut found = listing::read(notice, listing::after(&notice.text, &["delivery errors---"]), ANY, Until::Next);
    for told in &mut found {
        let words = told.words.trim_start_matches('[');
        told.words = words.split_once(']').map_or(words, |(reason, _)| reason).to_owned();
    }
    found
}
