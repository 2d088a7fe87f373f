//! MX Logic: Exim's first sentence, `<address>: words`, and "Included is a copy of the message header".

use super::{Dialect, Fingerprint};
use crate::bounce::listing::{self, CLEAR, Until};
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "MX Logic",
    marks: &[
        Fingerprint::Body("included is a copy of the message header", 20),
        Fingerprint::Body("a message that you have sent could not be delivered", 15),
        Fingerprint::Head("mxlogic", 8),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    let text = listing::after(&notice.text, &["following address failed:", "following addresses failed:"]);
    listing::read(notice, text, CLEAR, Until::Blank)
}
