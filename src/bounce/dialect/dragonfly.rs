//! DragonFly Mail Agent: `There was an error delivering your mail to <address>.`

use super::{Dialect, Fingerprint};
use crate::bounce::listing;
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "DragonFly",
    marks: &[
        Fingerprint::Body("this is the dragonfly mail agent", 30),
        Fingerprint::Body("there was an error delivering your mail to <", 15),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    listing::named(notice, &["error delivering your mail to "], |rest| {
        listing::joined(rest.trim_start_matches(['>', '.']))
    })
}
