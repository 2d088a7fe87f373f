//! LSMTP: a list for programs, "Error-for:", "Error-Text:".

use super::{Dialect, Fingerprint};
use crate::bounce::address;
use crate::bounce::listing;
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "LSMTP",
    marks: &[
        Fingerprint::Body("error-for: ", 20),
        Fingerprint::Body("error-code: ", 10),
        Fingerprint::Head("lsmtp for windows", 10),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    let mut found = Vec::new();
    let mut rest = notice.text.as_str();
    while let Some(group) = listing::behind(rest, &["Error-for:"]) {
        rest = group;
        let group = listing::before(listing::before(group, &["Error-for:"]), &["Error-End:"]);
        if let Some(address) = address::first(listing::line(group)) {
            let words = listing::joined(listing::behind(group, &["Error-Text:"]).unwrap_or_default());
            let mut told = Told::of(address, &words);
            told.remote_mta = words.strip_prefix("Mailer ").and_then(|rest| rest.split(' ').next()).map(str::to_owned);
            told.evidence.push(notice.place_of(group.trim()));
            found.push(told);
        }
    }
    found
}
