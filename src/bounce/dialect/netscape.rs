//! Netscape Messaging Server: "This Message was undeliverable due to the following reason".

use super::{Dialect, Mark};
use crate::bounce::listing::{self, ANY, Until};
use crate::bounce::notice::Notice;
use crate::bounce::told::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Netscape",
    marks: &[
        Mark::Body("this message was undeliverable due to the following reason", 20),
        Mark::Body("the following destination addresses were unknown", 20),
    ],
    read,
    patience: None,
};

fn read(notice: &Notice<'_>) -> Vec<Told> {
    let text = listing::after(&notice.text, &["addresses were unknown", "following reason:"]);
    let words = listing::paragraph(listing::behind(&notice.text, &["due to the following reason:"]).unwrap_or_default());
    let mut found = listing::read(notice, listing::before(text, &["please reply to"]), ANY, Until::Blank);
    found.iter_mut().filter(|told| told.words.is_empty()).for_each(|told| told.words.clone_from(&words));
    found
}
