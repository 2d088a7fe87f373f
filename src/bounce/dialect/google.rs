//! Google since 2016: a headline between asterisks, "The response was:", and a report beside it.

use super::{Dialect, Fingerprint};
use crate::bounce::address;
use crate::bounce::listing;
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Google",
    marks: &[
        Fingerprint::Body("** address not found **", 20),
        Fingerprint::Body("** message not delivered **", 20),
        Fingerprint::Body("** message blocked **", 20),
        Fingerprint::Body("** delivery incomplete **", 20),
        Fingerprint::Body("** recipient inbox full **", 20),
        Fingerprint::Body("your message wasn't delivered to", 10),
        Fingerprint::Body("there was a problem delivering your message to", 10),
        Fingerprint::Head("mailer-daemon@googlemail.com", 5),
        Fingerprint::Head("mailer-daemon@google.com", 5),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    let phrases = ["wasn't delivered to ", "delivering your message to ", "has been blocked by", "message to "];
    let Some(address) = listing::behind(&notice.text, &phrases).and_then(address::first) else { return Vec::new() };
    let response = ["The response from the remote server was:", "The response was:"];
    let words = listing::joined(listing::behind(&notice.text, &response).unwrap_or(&notice.text));
    let mut told = Told::of(address, &words);
    told.evidence.push(notice.place_of(address));
    vec![told]
}
