//! Sendmail 5, and those who kept its form: a transcript, then "Unsent message follows", and no list of addresses.

use super::{Dialect, Fingerprint};
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;
use crate::bounce::{listing, transcript};

pub(super) const DIALECT: Dialect = Dialect {
    name: "Sendmail 5",
    marks: &[
        Fingerprint::Body("----- unsent message follows -----", 20),
        Fingerprint::Body("----- transcript of session follows -----", 8),
        Fingerprint::Head("subject: returned mail: ", 4),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    let mut found = Vec::new();
    transcript::complete(notice, listing::after(&notice.text, &["Transcript of session follows"]), &mut found);
    found
}
