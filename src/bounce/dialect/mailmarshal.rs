//! MailMarshal SMTP: the reason, then "The following recipients were affected".

use super::{Dialect, Fingerprint};
use crate::bounce::listing::{self, CLEAR, Until};
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "MailMarshal",
    marks: &[
        Fingerprint::Body("the following recipients were affected:", 20),
        Fingerprint::Body("could not be delivered because of", 10),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    let listed = listing::after(&notice.text, &["recipients were affected:"]);
    let mut found = listing::read(notice, listing::before(listed, &["additional information"]), CLEAR, Until::Next);
    let reason = listing::behind(&notice.text, &["could not be delivered because of"]).unwrap_or_default();
    let words = listing::joined(listing::before(reason, &["the following recipients were affected"]));
    let server = listing::labelled(&notice.text, "Remote-MTA:").map(|host| host.trim_matches(['<', '>']));
    for told in &mut found {
        told.words.clone_from(&words);
        told.remote_mta = server.map(str::to_owned);
    }
    found
}
