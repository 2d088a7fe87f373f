//! Microsoft Exchange up to 2003, by its Internet Mail Service: the address, when, and why in indented lines.

use super::{Dialect, Mark};
use crate::bounce::listing::{self, ANY, Until};
use crate::bounce::notice::Notice;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Exchange 2003",
    marks: &[
        Mark::Head("x-mailer: internet mail service", 15),
        Mark::Body("did not reach the following recipient", 15),
        Mark::Body("msexch:", 10),
        Mark::Body("the mts-id of the original message is", 10),
        Mark::Head("subject: undeliverable: ", 4),
    ],
    read,
    patience: None,
};

fn read(notice: &Notice<'_>) -> Vec<Told> {
    let phrases = ["did not reach the following recipient(s):", "did not reach the following recipient:"];
    listing::read(notice, listing::after(&notice.text, &phrases), ANY, Until::Blank)
}
