//! amavisd-new: a content filter that stopped the message.

use super::{Dialect, Mark};
use crate::bounce::listing::{self, CLEAR, Until};
use crate::bounce::notice::Notice;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Amavis",
    marks: &[
        Mark::Head("from: \"content-filter at", 20),
        Mark::Body("our internal reference code for your message is", 20),
        Mark::Body("delivery of the email was stopped!", 12),
    ],
    read,
    patience: None,
};

fn read(notice: &Notice<'_>) -> Vec<Told> {
    let listed = listing::after(&notice.text, &["to:"]);
    let words = listing::paragraph(listing::behind(&notice.text, &["was considered"]).unwrap_or_default());
    let mut found = listing::read(notice, listing::before(listed, &["was considered"]), CLEAR, Until::Next);
    found.iter_mut().for_each(|told| told.words.clone_from(&words));
    found
}
