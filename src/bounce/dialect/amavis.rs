//! amavisd-new: a content filter that stopped the message.

use super::{Dialect, Fingerprint};
use crate::bounce::listing::{self, CLEAR, Until};
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Amavis",
    marks: &[
        Fingerprint::Head("from: \"content-filter at", 20),
        Fingerprint::Body("our internal reference code for your message is", 20),
        Fingerprint::Body("delivery of the email was stopped!", 12),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    let listed = listing::after(&notice.text, &["to:"]);
    let words = listing::paragraph(listing::behind(&notice.text, &["was considered"]).unwrap_or_default());
    let mut found = listing::read(notice, listing::before(listed, &["was considered"]), CLEAR, Until::Next);
    found.iter_mut().for_each(|told| told.words.clone_from(&words));
    found
}
