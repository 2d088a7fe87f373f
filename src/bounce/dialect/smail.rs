//! Smail 3: "Failed addresses follow", `address ... words`.

use super::{Dialect, Mark};
use crate::bounce::listing::{self, ANY, Until};
use crate::bounce::notice::Notice;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Smail",
    marks: &[
        Mark::Body("- failed addresses follow: -", 20),
        Mark::Body("- message log follows: -", 10),
        Mark::Body("no valid recipients were found for this message", 10),
        Mark::Head("subject: mail failed, returning to sender", 6),
    ],
    read,
    patience: None,
};

fn read(notice: &Notice<'_>) -> Vec<Told> {
    let listed = listing::after(&notice.text, &["failed addresses follow:"]);
    let listed = listing::before(listed, &["message text follows:"]);
    listing::read(notice, listed, ANY, Until::Next)
}
