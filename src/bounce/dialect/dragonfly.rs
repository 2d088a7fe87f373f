//! DragonFly Mail Agent: `There was an error delivering your mail to <address>.`

use super::{Dialect, Mark};
use crate::bounce::listing;
use crate::bounce::notice::Notice;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "DragonFly",
    marks: &[
        Mark::Body("this is the dragonfly mail agent", 30),
        Mark::Body("there was an error delivering your mail to <", 15),
    ],
    read,
    patience: None,
};

fn read(notice: &Notice<'_>) -> Vec<Told> {
    listing::named(notice, &["error delivering your mail to "], |rest| {
        listing::joined(rest.trim_start_matches(['>', '.']))
    })
}
