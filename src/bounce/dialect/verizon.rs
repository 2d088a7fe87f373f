//! Verizon Wireless: "Error: …", "MAIL FROM", "RCPT TO" in labelled lines.

use super::{Dialect, Mark};
use crate::bounce::listing;
use crate::bounce::notice::Notice;
use crate::bounce::told::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Verizon",
    marks: &[
        Mark::Head("from: post_master@", 15),
        Mark::Body("error message below:", 12),
        Mark::Body("message details:", 4),
        Mark::Body("  rcpt to: ", 10),
    ],
    read,
    patience: None,
};

fn read(notice: &Notice<'_>) -> Vec<Told> {
    listing::named(notice, &["rcpt to:"], |_| {
        listing::paragraph(listing::after(&notice.text, &["error message below:", "error:"]))
    })
}
