//! Novell GroupWise: "The message that you sent was undeliverable to the following".

use super::{Dialect, Mark};
use crate::bounce::listing::{self, ANY, Until};
use crate::bounce::notice::Notice;
use crate::bounce::told::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "GroupWise",
    marks: &[
        Mark::Body("the message that you sent was undeliverable to the following", 25),
        Mark::Head("x-mailer: novell groupwise", 6),
    ],
    read,
    patience: None,
};

fn read(notice: &Notice<'_>) -> Vec<Told> {
    let text = listing::after(&notice.text, &["undeliverable to the following:"]);
    listing::read(notice, listing::before(text, &["possibly truncated original message"]), ANY, Until::Blank)
}
