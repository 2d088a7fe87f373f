//! Facebook: a sentence for people; all else stands in the report.

use super::{Dialect, Fingerprint};
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Facebook",
    marks: &[
        Fingerprint::Body("this message was created automatically by facebook", 25),
        Fingerprint::Head("mailer-daemon@mx.facebook.com", 20),
    ],
    read,
    patience: None,
};

/// The sentence for people names no address.
fn read(_: &NoticeParts<'_>) -> Vec<Told> {
    Vec::new()
}
