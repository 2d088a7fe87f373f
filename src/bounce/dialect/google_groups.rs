//! Google Groups: a group that does not exist or takes no mail from the sender, told in the reader's language.

use super::{Dialect, Mark};
use crate::bounce::address;
use crate::bounce::listing;
use crate::bounce::notice::Notice;
use crate::bounce::per_recipient::Told;
use crate::smtp::Reason;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Google Groups",
    marks: &[
        Mark::Body("https://groups.google.com/support/", 20),
        Mark::Body("the group you tried to contact", 10),
        Mark::Body("google groups", 6),
        Mark::Head("mailer-daemon@googlemail.com", 6),
    ],
    read,
    patience: None,
};

fn read(notice: &Notice<'_>) -> Vec<Told> {
    let failed = notice.field("X-Failed-Recipients").unwrap_or_default();
    address::all(&failed).map(|address| told(notice, address)).collect()
}

/// The notice leaves open whether the group exists; the sender is not admitted in either case.
fn told(notice: &Notice<'_>, address: &str) -> Told {
    let words = notice.text.split_once('\n').map_or("", |(_, rest)| rest);
    Told { hint: Some(Reason::Rejected), ..Told::of(address, &listing::paragraph(words)) }
}
