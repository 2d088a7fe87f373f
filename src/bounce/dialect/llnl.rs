//! Lawrence Livermore National Laboratory: an address that its directory does not know.

use super::{Dialect, Fingerprint};
use crate::bounce::listing;
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "LLNL",
    marks: &[
        Fingerprint::Body("the standard form of email address at llnl is", 25),
        Fingerprint::Head("automated response from llnl postmaster", 20),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    listing::named(notice, &["your message was addressed,"], listing::paragraph)
}
