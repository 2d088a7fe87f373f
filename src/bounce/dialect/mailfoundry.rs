//! MailFoundry: `Unable to deliver message to: <address>`.

use super::{Dialect, Mark};
use crate::bounce::listing;
use crate::bounce::notice::Notice;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "MailFoundry",
    marks: &[
        Mark::Body("unable to deliver message to: <", 15),
        Mark::Body("this has been a permanent failure.  no further delivery attempts", 15),
        Mark::Body("this has been a permanent failure. no further delivery attempts", 15),
        Mark::Head("subject: message delivery has failed", 8),
    ],
    read,
    patience: None,
};

fn read(notice: &Notice<'_>) -> Vec<Told> {
    listing::named(notice, &["unable to deliver message to:"], |rest| {
        listing::paragraph(listing::after(rest, &["for the following reason:"]))
    })
}
