//! Programs that speak qmail's words in their own name, as outblaze and MessageLabs did.

use super::{Dialect, Fingerprint};
use crate::bounce::listing::{self, CLEAR, Until};
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "qmail kin",
    marks: &[
        Fingerprint::Body("was unable to deliver your message to the following addresses", 15),
        Fingerprint::Body("i was not able to deliver your message to the following addresses", 15),
        Fingerprint::Body("i was unable to deliver your message to the following addresses", 15),
        Fingerprint::Body("this is the mail delivery agent at", 12),
        Fingerprint::Body("this is the deliver program at", 15),
        Fingerprint::Body(" does not like recipient.", 10),
        Fingerprint::Body("he/her is not ", 10),
        Fingerprint::Body("su mensaje no pudo ser entregado", 6),
        Fingerprint::Head("subject: permanent delivery failure", 10),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    let text = listing::after(&notice.text, &["following addresses.", "following addresses:"]);
    listing::read(notice, text, CLEAR, Until::Next)
}
