//! au by KDDI (EZweb): one sentence for what happened, and the address in brackets.

use super::{Dialect, Fingerprint};
use crate::bounce::listing::{self, ANY, Until};
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;
use crate::bounce::transcript;

pub(super) const DIALECT: Dialect = Dialect {
    name: "EZweb",
    marks: &[
        Fingerprint::Head("postmaster@ezweb.ne.jp", 20),
        Fingerprint::Head("(ezweb mail)", 15),
        Fingerprint::Body("each of the following recipients was rejected by a remote", 12),
        Fingerprint::Body("the user(s) account is", 10),
        Fingerprint::Head("subject: mail system error - returned mail", 10),
    ],
    read,
    patience: None,
};

/// What may stand above the address.
const SENTENCES: &[&str] = &[
    "the user(s) account is disabled",
    "the user(s) account is temporarily limited",
    "each of the following recipients was rejected by a remote mail server",
];

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    let mut found = listing::read(notice, &notice.text, ANY, Until::Next);
    if found.is_empty() {
        found = listing::named(notice, &["recipient: "], |rest| listing::joined(rest.trim_start_matches('>')));
    }
    for told in &mut found {
        transcript::take_exchange(told);
        if let Some(says) = SENTENCES.iter().find(|says| listing::find(&notice.text, says).is_some()) {
            told.words = format!("{} {says}", told.words).trim().to_owned();
        }
    }
    found
}
