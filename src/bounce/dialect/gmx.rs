//! GMX and 1&1 (Ionos): the address in quotes or before a colon, the server in a line of its own.

use super::{Dialect, Mark};
use crate::bounce::listing::{self, CLEAR, Until};
use crate::bounce::notice::Notice;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "GMX",
    marks: &[
        Mark::Head("mailer-daemon@mail.gmx.", 20),
        Mark::Head("mailer-daemon@kundenserver", 20),
        Mark::Body("smtp error from remote server ", 15),
        Mark::Body("--- the header of the original message is following. ---", 15),
        Mark::Body("for the following reason:", 5),
        Mark::Body("postmaster.1and1.com", 6),
    ],
    read,
    patience: None,
};

/// The lines that a list of recipients follows.
const BEFORE: &[&str] = &[
    "following address failed:",
    "following address\nfailed:",
    "following address\r\nfailed:",
    "following addresses\nfailed:",
    "address(es)\nfailed:",
    "address(es)\r\nfailed:",
    "address(es) failed:",
    "to the following addresses:",
];

fn read(notice: &Notice<'_>) -> Vec<Told> {
    let text = listing::after(&notice.text, BEFORE);
    listing::read(notice, listing::before(text, &["no action is required on your part"]), CLEAR, Until::Next)
}
