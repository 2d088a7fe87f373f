//! A gateway that writes "We had trouble delivering your message. Full details follow".

use super::{Dialect, Fingerprint};
use crate::bounce::address;
use crate::bounce::listing;
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;
use crate::smtp::Step;

pub(super) const DIALECT: Dialect = Dialect {
    name: "X6",
    marks: &[
        Fingerprint::Body("we had trouble delivering your message. full details follow", 25),
        Fingerprint::Body("the following recipients returned permanent errors:", 20),
        Fingerprint::Body("the following recipients returned temporary errors:", 20),
        Fingerprint::Head("subject: there was an error sending your mail", 10),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    let phrases = ["returned permanent errors:", "returned temporary errors:"];
    let Some(rest) = listing::behind(&notice.text, &phrases) else { return Vec::new() };
    let (names, words) = rest.split_once("Reason:").unwrap_or((rest, ""));
    let words = listing::paragraph(words);
    let server = words.split_once('<').and_then(|(_, rest)| rest.split_once('>')).map(|(host, _)| host);
    let step = listing::behind(&words, &["your message ("]).and_then(Step::of_command);
    let mut found = Vec::new();
    for address in address::all(listing::before(names, &["\n\n"])).take(100) {
        let mut told = Told { step, remote_mta: server.map(str::to_owned), ..Told::of(address, &words) };
        told.evidence.push(notice.place_of(address));
        found.push(told);
    }
    found
}
