//! SendGrid: `user:00000:<address> : words` beside a report.

use super::{Dialect, Mark};
use crate::bounce::listing;
use crate::bounce::notice::Notice;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "SendGrid",
    marks: &[
        Mark::Body("this is an automatically generated message from sendgrid", 25),
        Mark::Own("X-SendGrid-", 20),
    ],
    read,
    patience: None,
};

fn read(notice: &Notice<'_>) -> Vec<Told> {
    listing::named(notice, &["please contact sendgrid support"], listing::paragraph)
}
