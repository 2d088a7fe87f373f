//! IBM (HCL) Domino: "was not delivered to: … because: …".

use super::{Dialect, Fingerprint};
use crate::bounce::listing::{self, CLEAR, Until};
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Domino",
    marks: &[
        Fingerprint::Head("subject: delivery failure: ", 10),
        Fingerprint::Body("was not delivered to:", 12),
        Fingerprint::Body("because:", 6),
        Fingerprint::Body("not listed in domino directory", 10),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    let text = listing::after(&notice.text, &["was not delivered to:"]);
    let mut found = listing::read(notice, listing::before(text, &["because:"]), CLEAR, Until::Next);
    let words = listing::behind(text, &["because:"]).map(listing::paragraph).unwrap_or_default();
    found.iter_mut().for_each(|told| told.words.clone_from(&words));
    found
}
