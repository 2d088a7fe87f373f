//! Smail 3: "Failed addresses follow", `address ... words`.

use super::{Dialect, Fingerprint};
use crate::bounce::listing::{self, ANY, Until};
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Smail",
    marks: &[
        Fingerprint::Body("- failed addresses follow: -", 20),
        Fingerprint::Body("- message log follows: -", 10),
        Fingerprint::Body("no valid recipients were found for this message", 10),
        Fingerprint::Head("subject: mail failed, returning to sender", 6),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    let listed = listing::after(&notice.text, &["failed addresses follow:"]);
    let listed = listing::before(listed, &["message text follows:"]);
    listing::read(notice, listed, ANY, Until::Next)
}
