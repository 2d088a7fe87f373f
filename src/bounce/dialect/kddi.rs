//! KDDI: "Your mail sent on … could not be delivered to … as …".

use super::{Dialect, Mark};
use crate::bounce::listing;
use crate::bounce::notice::Notice;
use crate::bounce::told::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "KDDI",
    marks: &[
        Mark::Body("your mail sent on:", 10),
        Mark::Body("your mail attempted to be delivered on:", 10),
        Mark::Body("could not be delivered to: <", 12),
        Mark::Body("as their mailbox is full", 12),
    ],
    read,
    patience: None,
};

fn read(notice: &Notice<'_>) -> Vec<Told> {
    listing::named(notice, &["could not be delivered to:"], |rest| listing::joined(rest.trim_start_matches('>')))
}
