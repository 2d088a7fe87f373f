//! Trend Micro InterScan: "Sent <<< …", "Received >>> …", `Unable to deliver message to <address>`.

use super::{Dialect, Fingerprint};
use crate::bounce::listing;
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;
use crate::smtp::Step;

pub(super) const DIALECT: Dialect = Dialect {
    name: "InterScan",
    marks: &[
        Fingerprint::Body("message from interscan messaging security suite", 25),
        Fingerprint::Body("sent <<<", 6),
        Fingerprint::Head("interscan", 10),
        Fingerprint::Head("from: imss@", 8),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    let mut found = listing::named(notice, &["unable to deliver message to "], |rest| {
        listing::paragraph(rest.trim_start_matches('>'))
    });
    let said = listing::labelled(&notice.text, "Received >>>");
    let sent = listing::labelled(&notice.text, "Sent <<<");
    if let Some(sent) = sent.filter(|_| found.is_empty()) {
        found = listing::named_in(notice, sent, |_| String::new());
    }
    for told in &mut found {
        if let Some(said) = said {
            said.clone_into(&mut told.words);
        }
        told.step = sent.and_then(Step::of_command);
    }
    found
}
