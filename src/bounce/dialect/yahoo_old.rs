//! Yahoo before 2010 and its kin: "Unable to deliver message to the following address(es)".

use super::{Dialect, Mark};
use crate::bounce::listing::{self, CLEAR, Until};
use crate::bounce::notice::Notice;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Yahoo (old form)",
    marks: &[
        Mark::Body("unable to deliver message to the following address(es).", 20),
        Mark::Body("message from  yahoo", 10),
        Mark::Body("message from yahoo", 10),
        Mark::Head("subject: delivery failure", 3),
        Mark::Head("subject: failure delivery", 3),
    ],
    read,
    patience: None,
};

fn read(notice: &Notice<'_>) -> Vec<Told> {
    listing::read(notice, listing::after(&notice.text, &["following address(es)."]), CLEAR, Until::Blank)
}
