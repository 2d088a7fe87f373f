//! Yale University: an account that its directory does not know; it stands for two addresses.

use super::{Dialect, Fingerprint};
use crate::bounce::listing;
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Yale",
    marks: &[
        Fingerprint::Body("--------message not delivered to the following:", 25),
        Fingerprint::Body("--------error detail", 10),
        Fingerprint::Head("its.yale.edu", 5),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    let listed = listing::after(&notice.text, &["not delivered to the following:"]);
    let lines = listing::before(listed, &["--------"]).lines().map(str::trim).filter(|line| !line.is_empty());
    let mut found = Vec::new();
    for line in lines.take(100) {
        let (name, words) = line.split_once(' ').unwrap_or((line, ""));
        for domain in ["yale.edu", "cs.yale.edu"] {
            let mut told = Told::of(&format!("{name}@{domain}"), words.trim());
            told.evidence.push(notice.place_of(line));
            found.push(told);
        }
    }
    found
}
