//! Netscape Messaging Server and InterMail: "This Message was undeliverable due to the following reason", then
//! the reason and the recipients below it, or `Recipient:` and `Reason:` for each.

use super::{Dialect, Fingerprint};
use crate::bounce::address;
use crate::bounce::listing;
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Netscape",
    marks: &[
        Fingerprint::Body("this message was undeliverable due to the following reason", 25),
        Fingerprint::Body("the following destination addresses were unknown", 20),
    ],
    read,
    patience: None,
};

/// How many recipients are looked for.
const MOST: usize = 1000;

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    let said = listing::after(&notice.text, &["due to the following reason:"]);
    let said = listing::before(said, &["please reply to"]);
    let mut found: Vec<Told> = Vec::new();
    let mut why = String::new();
    for line in said.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let last = found.last_mut().filter(|_| listing::starts(line, "Reason:"));
        if let Some(last) = last {
            listing::labelled(line, "Reason:").unwrap_or_default().clone_into(&mut last.words);
        } else if let Some(address) = address::first(line).filter(|_| found.len() < MOST) {
            let words = listing::behind(line, &[address]).unwrap_or_default().trim_start_matches(['>', ':', ' ']);
            let mut told = Told::of(address, words);
            told.evidence.push(notice.place_of(line));
            found.push(told);
        } else if !listing::starts(line, "The following recipients") {
            why.push_str(line);
            why.push(' ');
        }
    }
    found.iter_mut().filter(|told| told.words.is_empty()).for_each(|told| why.trim().clone_into(&mut told.words));
    found
}
