//! Yahoo before 2010 and its kin: "Unable to deliver message to the following address(es)".

use super::{Dialect, Fingerprint};
use crate::bounce::listing::{self, CLEAR, Until};
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Yahoo (old form)",
    marks: &[
        Fingerprint::Body("unable to deliver message to the following address(es).", 20),
        Fingerprint::Body("message from  yahoo", 10),
        Fingerprint::Body("message from yahoo", 10),
        Fingerprint::Head("subject: delivery failure", 3),
        Fingerprint::Head("subject: failure delivery", 3),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    listing::read(notice, listing::after(&notice.text, &["following address(es)."]), CLEAR, Until::Blank)
}
