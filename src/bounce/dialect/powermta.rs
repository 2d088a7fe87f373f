//! PowerMTA: `<address>  delivery failed; will not continue trying`, beside a report with its own fields.

use super::{Dialect, Mark};
use crate::bounce::listing::{self, ANY, Until};
use crate::bounce::notice::Notice;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "PowerMTA",
    marks: &[
        Mark::Body("hello, this is the mail server on", 25),
        Mark::Body("delivery failed; will not continue trying", 15),
        Mark::Own("X-PowerMTA-", 20),
        Mark::Head("subject: delivery report", 5),
    ],
    read,
    patience: None,
};

fn read(notice: &Notice<'_>) -> Vec<Told> {
    listing::read(notice, &notice.text, ANY, Until::Blank)
}
