//! OpenSMTPD: `address: 550 …`, a line each.

use super::{Dialect, Fingerprint, QueueLifetime};
use crate::bounce::listing::{self, CLEAR, Until};
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "OpenSMTPD",
    marks: &[
        Fingerprint::Body("this is the mailer-daemon, please do not reply to this e", 25),
        Fingerprint::Body("the following list of recipients", 5),
        Fingerprint::Head("subject: delivery status notification: ", 8),
    ],
    read,
    patience: Some(QueueLifetime { hours: 96, setting: "ttl" }),
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    listing::read(notice, listing::after(&notice.text, &["list of recipients:"]), CLEAR, Until::Blank)
}
