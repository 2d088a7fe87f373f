//! The SMTP service of Windows, and the Hotmail and Outlook.com that came of it: addresses beside a report.

use super::{Dialect, Fingerprint};
use crate::bounce::listing::{self, CLEAR, Until};
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Microsoft SMTP",
    marks: &[
        Fingerprint::Body("this is an automatically generated delivery status notification.", 12),
        Fingerprint::Body("delivery to the following recipients failed.", 10),
        Fingerprint::Body("unable to deliver message to the following recipients, ", 10),
        Fingerprint::Body("delivery to the following recipients has been delayed.", 10),
        Fingerprint::Head("subject: delivery status notification (failure)", 4),
        Fingerprint::Head("subject: delivery status notification (delay)", 4),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    let mut found = listing::read(notice, &notice.text, CLEAR, Until::Next);
    // The sentence above the addresses says why, where it says more than that it failed.
    if let Some(why) = listing::behind(&notice.text, &["unable to deliver message to the following recipients, "]) {
        let words = listing::paragraph(why);
        found.iter_mut().filter(|told| told.words.is_empty()).for_each(|told| told.words.clone_from(&words));
    }
    found
}
