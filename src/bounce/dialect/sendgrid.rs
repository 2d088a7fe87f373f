//! SendGrid: `user:00000:<address> : words` beside a report.

use super::{Dialect, Fingerprint};
use crate::bounce::listing;
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "SendGrid",
    marks: &[
        Fingerprint::Body("this is an automatically generated message from sendgrid", 25),
        Fingerprint::Own("X-SendGrid-", 20),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    listing::named(notice, &["please contact sendgrid support"], listing::paragraph)
}
