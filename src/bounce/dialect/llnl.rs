//! Lawrence Livermore National Laboratory: an address that its directory does not know.

use super::{Dialect, Mark};
use crate::bounce::listing;
use crate::bounce::notice::Notice;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "LLNL",
    marks: &[
        Mark::Body("the standard form of email address at llnl is", 25),
        Mark::Head("automated response from llnl postmaster", 20),
    ],
    read,
    patience: None,
};

fn read(notice: &Notice<'_>) -> Vec<Told> {
    listing::named(notice, &["your message was addressed,"], listing::paragraph)
}
