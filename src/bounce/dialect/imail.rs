//! Ipswitch IMail and other users of SMTP32: a phrase and the address on one line.

use super::{Dialect, Fingerprint};
use crate::bounce::address;
use crate::bounce::listing;
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "IMail",
    marks: &[
        Fingerprint::Head("x-mailer: <smtp32", 25),
        Fingerprint::Body("generated following response:", 10),
        Fingerprint::Body("invalid final delivery userid:", 10),
        Fingerprint::Body("user mailbox exceeds allowed size:", 15),
    ],
    read,
    patience: None,
};

/// The phrase before an address says what happened.
const PHRASES: &[&str] = &[
    "unknown user:",
    "unknown host:",
    "invalid final delivery userid:",
    "user mailbox exceeds allowed size:",
    "undeliverable ",
    "delivery failed ",
];

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    let mut found: Vec<Told> = Vec::new();
    for line in notice.text.lines().map(str::trim) {
        let opens = PHRASES.iter().any(|phrase| listing::starts(line, phrase));
        if let Some(address) = address::first(line).filter(|_| opens) {
            let phrase = listing::before(line, &[address]).trim_end_matches([':', ' ']);
            let mut told = Told::of(address, phrase);
            told.evidence.push(notice.place_of(line));
            found.push(told);
        } else if let Some(told) = found.last_mut().filter(|_| !line.is_empty()) {
            told.words.push(' ');
            told.words.push_str(line);
        }
    }
    found
}
