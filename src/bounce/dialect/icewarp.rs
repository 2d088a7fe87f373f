//! IceWarp (Merak): "Failed Recipient:" and "Reason:".

use super::{Dialect, Fingerprint};
use crate::bounce::listing;
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "IceWarp",
    marks: &[
        Fingerprint::Body("failed recipient:", 15),
        Fingerprint::Body("could not deliver message to the following recipient(s):", 12),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    listing::named(notice, &["failed recipient:"], |rest| listing::paragraph(listing::after(rest, &["reason:"])))
}
