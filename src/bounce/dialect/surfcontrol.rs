//! SurfControl E-mail Filter: a transcript of its attempts.

use super::{Dialect, Fingerprint};
use crate::bounce::listing;
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "SurfControl",
    marks: &[
        Fingerprint::Head("x-mailer: surfcontrol e-mail filter", 25),
        Fingerprint::Body("a transcript of the attempts to send the message follows", 20),
        Fingerprint::Body("your message could not be sent.", 6),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    let mut found = listing::named(notice, &["addressed to:"], listing::joined);
    for told in &mut found {
        if let Some(said) = listing::behind(&told.words, &["failed to send to identified host,"]) {
            told.words = said.trim().to_owned();
        }
    }
    found
}
