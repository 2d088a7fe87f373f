//! Verizon Wireless: "Error: …", "MAIL FROM", "RCPT TO" in labelled lines; or "Message could not be delivered to mobile".

use super::{Dialect, Fingerprint};
use crate::bounce::listing;
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Verizon",
    marks: &[
        Fingerprint::Head("from: post_master@", 15),
        Fingerprint::Body("error message below:", 12),
        Fingerprint::Body("message details:", 4),
        Fingerprint::Body("  rcpt to: ", 10),
        Fingerprint::Body("message could not be delivered to mobile", 20),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    // `To:` among the lines of the message, where it went to a telephone.
    listing::named(notice, &["rcpt to:", "\nTo:"], |_| {
        listing::paragraph(listing::after(&notice.text, &["error message below:", "error:"]))
    })
}
