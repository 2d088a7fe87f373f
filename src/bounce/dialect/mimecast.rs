//! Mimecast: "-- address", "Additional information follows".

use super::{Dialect, Fingerprint};
use crate::bounce::listing;
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Mimecast",
    marks: &[
        Fingerprint::Head("subject: [postmaster] email delivery failure", 20),
        Fingerprint::Body("an email that you attempted to send to the following address could not be delivered", 20),
        Fingerprint::Body("this is a delivery failure notification message indicating that", 20),
        Fingerprint::Body("additional information follows :", 12),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    listing::named(notice, &["could not be delivered:", "email address :"], |rest| {
        // The server's words; Mimecast's own guess above them is often wrong.
        match listing::behind(rest, &["additional information follows :"]) {
            Some(details) => listing::paragraph(details).trim_start_matches(['-', ' ']).to_owned(),
            None => listing::paragraph(listing::after(rest, &["the problem appears to be :"])),
        }
    })
}
