//! SurfControl E-mail Filter: a transcript of its attempts.

use super::{Dialect, Mark};
use crate::bounce::listing;
use crate::bounce::notice::Notice;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "SurfControl",
    marks: &[
        Mark::Head("x-mailer: surfcontrol e-mail filter", 25),
        Mark::Body("a transcript of the attempts to send the message follows", 20),
        Mark::Body("your message could not be sent.", 6),
    ],
    read,
    patience: None,
};

fn read(notice: &Notice<'_>) -> Vec<Told> {
    let mut found = listing::named(notice, &["addressed to:"], listing::joined);
    for told in &mut found {
        if let Some(said) = listing::behind(&told.words, &["failed to send to identified host,"]) {
            told.words = said.trim().to_owned();
        }
    }
    found
}
