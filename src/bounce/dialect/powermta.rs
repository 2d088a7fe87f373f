//! PowerMTA: `<address>  delivery failed; will not continue trying`, beside a report with its own fields.

use super::{Dialect, Fingerprint};
use crate::bounce::listing::{self, ANY, Until};
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "PowerMTA",
    marks: &[
        Fingerprint::Body("hello, this is the mail server on", 25),
        Fingerprint::Body("delivery failed; will not continue trying", 15),
        Fingerprint::Own("X-PowerMTA-", 20),
        Fingerprint::Head("subject: delivery report", 5),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    listing::read(notice, &notice.text, ANY, Until::Blank)
}
