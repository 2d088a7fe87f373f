//! Facebook: a sentence for people; all else stands in the report.

use super::{Dialect, Mark};
use crate::bounce::notice::Notice;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Facebook",
    marks: &[
        Mark::Body("this message was created automatically by facebook", 25),
        Mark::Head("mailer-daemon@mx.facebook.com", 20),
    ],
    read,
    patience: None,
};

/// The sentence for people names no address.
fn read(_: &Notice<'_>) -> Vec<Told> {
    Vec::new()
}
