//! IceWarp (Merak): "Failed Recipient:" and "Reason:".

use super::{Dialect, Mark};
use crate::bounce::listing;
use crate::bounce::notice::Notice;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "IceWarp",
    marks: &[
        Mark::Body("failed recipient:", 15),
        Mark::Body("could not deliver message to the following recipient(s):", 12),
    ],
    read,
    patience: None,
};

fn read(notice: &Notice<'_>) -> Vec<Told> {
    listing::named(notice, &["failed recipient:"], |rest| listing::paragraph(listing::after(rest, &["reason:"])))
}
