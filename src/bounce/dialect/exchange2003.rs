//! Microsoft Exchange up to 2003, by its Internet Mail Service: the address, when, and why in indented lines.

use super::{Dialect, Fingerprint};
use crate::bounce::listing::{self, ANY, Until};
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Exchange 2003",
    marks: &[
        Fingerprint::Head("x-mailer: internet mail service", 15),
        Fingerprint::Body("did not reach the following recipient", 15),
        Fingerprint::Body("msexch:", 10),
        Fingerprint::Body("the mts-id of the original message is", 10),
        Fingerprint::Head("subject: undeliverable: ", 4),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    let phrases = ["did not reach the following recipient(s):", "did not reach the following recipient:"];
    listing::read(notice, listing::after(&notice.text, &phrases), ANY, Until::Blank)
}
