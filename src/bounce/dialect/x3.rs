//! A gateway that writes "* address" and "Technical details:" between ruled lines.

use super::{Dialect, Mark};
use crate::bounce::listing::{self, CLEAR, Until};
use crate::bounce::notice::Notice;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "X3",
    marks: &[
        Mark::Head("from: mail delivery system <mail.delivery.system@", 15),
        Mark::Body("delivery to the following recipients failed permanently:", 8),
        Mark::Body("to the following recipients was aborted after", 25),
        Mark::Body("smtp:rcpt host ", 10),
        Mark::Body("routing: could not find a gateway for", 10),
    ],
    read,
    patience: None,
};

fn read(notice: &Notice<'_>) -> Vec<Told> {
    let listed = listing::after(&notice.text, &["failed permanently:", "was aborted after", "has been delayed"]);
    let mut found = listing::read(notice, listing::before(listed, &["===="]), CLEAR, Until::Next);
    let details = listing::behind(&notice.text, &["technical details:"]).unwrap_or_default();
    let words = listing::paragraph(listing::before(details.trim_start_matches([' ', '\r', '\n', '=']), &["===="]));
    found.iter_mut().for_each(|told| told.words.clone_from(&words));
    found
}
