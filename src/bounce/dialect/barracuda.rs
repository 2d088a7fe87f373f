//! Barracuda Email Security Gateway: Postfix under another name.

use super::{Dialect, Mark};
use crate::bounce::notice::Notice;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Barracuda",
    marks: &[
        Mark::Own("X-Email-Security-Gateway-", 25),
        Mark::Own("X-Barracuda-", 25),
        Mark::Body("this is the email security gateway at host", 25),
        Mark::Body("this is the spam firewall at", 20),
        Mark::Body("this is the barracuda spam", 20),
    ],
    read,
    patience: None,
};

fn read(notice: &Notice<'_>) -> Vec<Told> {
    super::postfix::read(notice)
}
