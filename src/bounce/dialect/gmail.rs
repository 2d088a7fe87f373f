//! Gmail as it was up to 2016: "Technical details of permanent failure".

use super::{Dialect, Fingerprint};
use crate::bounce::listing::{self, CLEAR, Until};
use crate::bounce::notice::NoticeParts;
use crate::bounce::step_phrases;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Gmail",
    marks: &[
        Fingerprint::Body("delivery to the following recipient failed permanently", 20),
        Fingerprint::Body("delivery to the following recipient has been delayed", 20),
        Fingerprint::Body("delivery to the following recipients failed permanently", 8),
        Fingerprint::Body("technical details of permanent failure", 10),
        Fingerprint::Body("technical details of temporary failure", 10),
        Fingerprint::Body("google tried to deliver your message", 10),
        Fingerprint::Head("mailer-daemon@googlemail.com", 8),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    let listed = listing::after(&notice.text, &["failed permanently:", "has been delayed:"]);
    let listed = listing::before(listed, &["technical details", "message will be retried"]);
    let mut found = listing::read(notice, listed, CLEAR, Until::Next);
    let phrases = ["details of permanent failure:", "details of temporary failure:"];
    if let Some(details) = listing::behind(&notice.text, &phrases) {
        let all = listing::joined(details);
        // Google's own sentence names the server; the server's words follow it.
        let said = ["the other server returned was:", "further information about the cause of this error."];
        let words = listing::behind(&all, &said).unwrap_or(&all).trim();
        for told in &mut found {
            words.clone_into(&mut told.words);
            told.remote_mta = step_phrases::server(&all).map(str::to_owned);
            told.evidence.push(notice.place_of(details.trim()));
        }
    }
    found
}
