//! fml, a mailing list server: a message that came round again.

use super::{Dialect, Fingerprint};
use crate::bounce::listing;
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;
use crate::smtp::Reason;

pub(super) const DIALECT: Dialect = Dialect {
    name: "fml",
    marks: &[
        Fingerprint::Head("subject: loop alert", 20),
        Fingerprint::Body("duplicated message-id in <", 20),
        Fingerprint::Head("x-mlserver: fml", 10),
        Fingerprint::Body("loop back warning", 10),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    let words = listing::first_line(&notice.text);
    let mut found = listing::named_in(notice, &notice.text, |_| words.to_owned());
    found.iter_mut().for_each(|told| told.hint = Some(Reason::SystemError));
    found
}
