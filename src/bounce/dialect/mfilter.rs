//! mFILTER (Digital Arts): the server's message below a ruled line.

use super::{Dialect, Mark};
use crate::bounce::listing;
use crate::bounce::notice::Notice;
use crate::bounce::told::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "mFILTER",
    marks: &[
        Mark::Head("x-mailer: m-filter", 20),
        Mark::Head("x-mailer: mfilter", 20),
        Mark::Body("-------server message", 20),
    ],
    read,
    patience: None,
};

fn read(notice: &Notice<'_>) -> Vec<Told> {
    let said = listing::behind(&notice.text, &["-------server message"]).map(listing::paragraph);
    let mut found = listing::named_in(notice, &notice.text, listing::paragraph);
    if let Some(said) = said.filter(|said| !said.is_empty()) {
        found.iter_mut().for_each(|told| told.words.clone_from(&said));
    }
    found
}
