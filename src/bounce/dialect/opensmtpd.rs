//! OpenSMTPD: `address: 550 …`, a line each.

use super::{Dialect, Mark, Patience};
use crate::bounce::listing::{self, CLEAR, Until};
use crate::bounce::notice::Notice;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "OpenSMTPD",
    marks: &[
        Mark::Body("this is the mailer-daemon, please do not reply to this e", 25),
        Mark::Body("the following list of recipients", 5),
        Mark::Head("subject: delivery status notification: ", 8),
    ],
    read,
    patience: Some(Patience { hours: 96, setting: "ttl" }),
};

fn read(notice: &Notice<'_>) -> Vec<Told> {
    listing::read(notice, listing::after(&notice.text, &["list of recipients:"]), CLEAR, Until::Blank)
}
