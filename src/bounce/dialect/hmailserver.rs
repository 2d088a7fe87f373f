//! hMailServer: the address, and labelled lines under it.

use super::{Dialect, Fingerprint};
use crate::bounce::listing::{self, CLEAR, Until};
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;
use crate::smtp::Step;

pub(super) const DIALECT: Dialect = Dialect {
    name: "hMailServer",
    marks: &[
        Fingerprint::Body("hmailserver", 12),
        Fingerprint::Body("the following recipient(s) could not be reached:", 10),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    let text = listing::after(&notice.text, &["could not be reached:"]);
    let mut found = listing::read(notice, text, CLEAR, Until::Blank);
    for told in &mut found {
        let sent = listing::behind(&told.words, &["hMailServer sent:"]).map(str::trim_start);
        told.step = sent.and_then(Step::of_command);
        let server = listing::behind(&told.words, &["remote server ("]).and_then(|rest| rest.split(')').next());
        told.remote_mta = server.map(str::to_owned);
        if let Some(said) = listing::behind(&told.words, &["remote server replied:"]) {
            told.words = said.trim().to_owned();
        }
    }
    found
}
