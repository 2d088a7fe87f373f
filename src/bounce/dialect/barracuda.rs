//! Barracuda Email Security Gateway: Postfix under another name.

use super::{Dialect, Fingerprint};
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Barracuda",
    marks: &[
        Fingerprint::Own("X-Email-Security-Gateway-", 25),
        Fingerprint::Own("X-Barracuda-", 25),
        Fingerprint::Body("this is the email security gateway at host", 25),
        Fingerprint::Body("this is the spam firewall at", 20),
        Fingerprint::Body("this is the barracuda spam", 20),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    super::postfix::read(notice)
}
