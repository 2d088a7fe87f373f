//! Google Groups: a group that does not exist or takes no mail from the sender, told in the reader's language.

use super::{Dialect, Fingerprint};
use crate::bounce::address;
use crate::bounce::listing;
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;
use crate::smtp::Reason;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Google Groups",
    marks: &[
        Fingerprint::Body("https://groups.google.com/support/", 20),
        Fingerprint::Body("the group you tried to contact", 10),
        Fingerprint::Body("google groups", 6),
        Fingerprint::Head("mailer-daemon@googlemail.com", 6),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    let failed = notice.field("X-Failed-Recipients").unwrap_or_default();
    address::all(&failed).map(|address| told(notice, address)).collect()
}

/// The notice leaves open whether the group exists; the sender is not admitted in either case.
fn told(notice: &NoticeParts<'_>, address: &str) -> Told {
    let words = notice.text.split_once('\n').map_or("", |(_, rest)| rest);
    Told { hint: Some(Reason::Rejected), ..Told::of(address, &listing::paragraph(words)) }
}
