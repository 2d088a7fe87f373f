//! Apache James: "Hi. This is the James mail server at …", the addresses, then "Error message below".

use super::{Dialect, Fingerprint};
use crate::bounce::listing::{self, CLEAR, Until};
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Apache James",
    marks: &[
        Fingerprint::Body("this is the james mail server at", 30),
        Fingerprint::Body("error message below:", 6),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    let listed = listing::after(&notice.text, &["the following addresses."]);
    let mut found = listing::read(notice, listing::before(listed, &["error message below:"]), CLEAR, Until::Next);
    let words = listing::behind(&notice.text, &["error message below:"]).map(listing::paragraph).unwrap_or_default();
    found.iter_mut().for_each(|told| told.words.clone_from(&words));
    found
}
