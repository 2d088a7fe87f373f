//! MailFoundry: `Unable to deliver message to: <address>`.

use super::{Dialect, Fingerprint};
use crate::bounce::listing;
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "MailFoundry",
    marks: &[
        Fingerprint::Body("unable to deliver message to: <", 15),
        Fingerprint::Body("this has been a permanent failure.  no further delivery attempts", 15),
        Fingerprint::Body("this has been a permanent failure. no further delivery attempts", 15),
        Fingerprint::Head("subject: message delivery has failed", 8),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    listing::named(notice, &["unable to deliver message to:"], |rest| {
        listing::paragraph(listing::after(rest, &["for the following reason:"]))
    })
}
