//! Verizon Wireless: "Error: …", "MAIL FROM", "RCPT TO" in labelled lines; or "Message could not be delivered to mobile".

use super::{Dialect, Mark};
use crate::bounce::listing;
use crate::bounce::notice::Notice;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Verizon",
    marks: &[
        Mark::Head("from: post_master@", 15),
        Mark::Body("error message below:", 12),
        Mark::Body("message details:", 4),
        Mark::Body("  rcpt to: ", 10),
        Mark::Body("message could not be delivered to mobile", 20),
    ],
    read,
    patience: None,
};

fn read(notice: &Notice<'_>) -> Vec<Told> {
    // `To:` among the lines of the message, where it went to a telephone.
    listing::named(notice, &["rcpt to:", "\nTo:"], |_| {
        listing::paragraph(listing::after(&notice.text, &["error message below:", "error:"]))
    })
}
