//! Novell GroupWise: "The message that you sent was undeliverable to the following", then `name (why)`, often without a domain.

use super::{Dialect, Fingerprint};
use crate::bounce::address;
use crate::bounce::listing;
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;
use crate::message::{Field, Message};

pub(super) const DIALECT: Dialect = Dialect {
    name: "GroupWise",
    marks: &[
        Fingerprint::Body("the message that you sent was undeliverable to the following", 25),
        Fingerprint::Head("x-mailer: novell groupwise", 6),
    ],
    read,
    patience: None,
};

/// How many recipients are looked for, and how much is read of whom the message was written to.
const MOST: usize = 100;
const MOST_WRITTEN: usize = 8 * 1024;

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    let text = listing::after(&notice.text, &["undeliverable to the following:"]);
    let text = listing::before(text, &["possibly truncated original message"]);
    let written = notice.returned.first().map(|returned| addressees(&returned.bytes)).unwrap_or_default();
    let mut found: Vec<Told> = Vec::new();
    let mut goes_on = false;
    for line in text.lines().map(str::trim) {
        let (name, why) = line.split_once([' ', '\t']).unwrap_or((line, ""));
        let name = name.trim_matches(['<', '>', ':']);
        if (address::is_address(name) || why.starts_with('(')) && found.len() < MOST {
            // A user's bare name: the message that comes back may tell the whole address.
            let is_theirs = |whole: &&str| whole.split('@').next().is_some_and(|local| local.eq_ignore_ascii_case(name));
            let mut told = Told::of(address::all(&written).find(is_theirs).unwrap_or(name), why);
            told.evidence.push(notice.place_of(line));
            found.push(told);
        } else if let Some(last) = found.last_mut().filter(|_| goes_on && !line.is_empty()) {
            last.words = format!("{} {line}", last.words);
        }
        goes_on = !line.is_empty();
    }
    found.iter_mut().for_each(|told| told.words = told.words.trim_matches(['(', ')']).to_owned());
    found
}

/// To whom the message was written, as far as its header says.
fn addressees(bytes: &[u8]) -> String {
    let header = Message::read(bytes, 0);
    let fields = ["To", "Cc"].into_iter().filter_map(|name| header.first(name));
    let mut written = fields.map(Field::unfolded).collect::<Vec<_>>().join(", ");
    written.truncate(written.floor_char_boundary(MOST_WRITTEN));
    written
}
