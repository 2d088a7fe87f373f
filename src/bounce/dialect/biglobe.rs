//! Biglobe: the addresses, then what happened under "Non-delivered information".

use super::{Dialect, Fingerprint};
use crate::bounce::listing::{self, CLEAR, Until};
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Biglobe",
    marks: &[
        Fingerprint::Body("----- non-delivered information -----", 30),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    let said = listing::behind(&notice.text, &["non-delivered information -----"]).map(listing::paragraph);
    let said = said.unwrap_or_default();
    let listed = listing::before(&notice.text, &["----- non-delivered information"]);
    let mut found = listing::read(notice, listed, CLEAR, Until::Blank);
    found.iter_mut().for_each(|told| told.words.clone_from(&said));
    found
}
