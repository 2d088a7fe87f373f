//! A gateway that writes "The following addresses had permanent delivery errors".

use super::{Dialect, Fingerprint};
use crate::bounce::listing::{self, CLEAR, Until};
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "X5",
    marks: &[
        Fingerprint::Body("----- the following addresses had permanent delivery errors -----", 25),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    let last = notice.text.rfind("had permanent delivery errors -----").and_then(|at| notice.text.get(at..));
    listing::read(notice, last.unwrap_or(&notice.text), CLEAR, Until::Next)
}
