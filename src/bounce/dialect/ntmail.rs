//! NTMail: "Your message has encountered delivery problems to local user …".

use super::{Dialect, Fingerprint};
use crate::bounce::listing;
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "NTMail",
    marks: &[
        Fingerprint::Body("your message has encountered delivery problems", 20),
        Fingerprint::Body("originally addressed to ", 10),
        Fingerprint::Body("your message reads (in part)", 4),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    let mut found = listing::named(notice, &["originally addressed to "], listing::joined);
    found.iter_mut().for_each(|told| told.words = told.words.trim_start_matches([')', ' ']).to_owned());
    found
}
