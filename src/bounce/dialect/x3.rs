//! A gateway that writes "* address" and "Technical details:" between ruled lines.

use super::{Dialect, Fingerprint};
use crate::bounce::listing::{self, CLEAR, Until};
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "X3",
    marks: &[
        Fingerprint::Head("from: mail delivery system <mail.delivery.system@", 15),
        Fingerprint::Body("delivery to the following recipients failed permanently:", 8),
        Fingerprint::Body("to the following recipients was aborted after", 25),
        Fingerprint::Body("smtp:rcpt host ", 10),
        Fingerprint::Body("routing: could not find a gateway for", 10),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    let listed = listing::after(&notice.text, &["failed permanently:", "was aborted after", "has been delayed"]);
    let mut found = listing::read(notice, listing::before(listed, &["===="]), CLEAR, Until::Next);
    let details = listing::behind(&notice.text, &["technical details:"]).unwrap_or_default();
    let words = listing::paragraph(listing::before(details.trim_start_matches([' ', '\r', '\n', '=']), &["===="]));
    found.iter_mut().for_each(|told| told.words.clone_from(&words));
    found
}
