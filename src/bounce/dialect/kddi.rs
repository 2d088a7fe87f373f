//! KDDI: "Your mail sent on … could not be delivered to … as …".

use super::{Dialect, Fingerprint};
use crate::bounce::listing;
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "KDDI",
    marks: &[
        Fingerprint::Body("your mail sent on:", 10),
        Fingerprint::Body("your mail attempted to be delivered on:", 10),
        Fingerprint::Body("could not be delivered to: <", 12),
        Fingerprint::Body("as their mailbox is full", 12),
    ],
    read,
    patience: None,
};

/// How many recipients are looked for.
const MOST: usize = 100;

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    const BEFORE: &str = "could not be delivered to:";
    let mut found = Vec::new();
    let mut rest = notice.text.as_str();
    while let Some(told) = listing::behind(rest, &[BEFORE]).filter(|_| found.len() < MOST) {
        let own = listing::before(told, &["your mail sent on:", "your mail attempted", BEFORE]);
        found.extend(listing::named_in(notice, own, |words| listing::joined(words.trim_start_matches('>'))));
        rest = told;
    }
    found
}
