//! GMX and 1&1 (Ionos): the address in quotes or before a colon, the server in a line of its own.

use super::{Dialect, Fingerprint};
use crate::bounce::listing::{self, CLEAR, Until};
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "GMX",
    marks: &[
        Fingerprint::Head("mailer-daemon@mail.gmx.", 20),
        Fingerprint::Head("mailer-daemon@kundenserver", 20),
        Fingerprint::Body("smtp error from remote server ", 15),
        Fingerprint::Body("--- the header of the original message is following. ---", 15),
        Fingerprint::Body("for the following reason:", 5),
        Fingerprint::Body("postmaster.1and1.com", 6),
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

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    let text = listing::after(&notice.text, BEFORE);
    listing::read(notice, listing::before(text, &["no action is required on your part"]), CLEAR, Until::Next)
}
