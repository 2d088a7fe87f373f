//! Yandex: Postfix in its own name.

use super::{Dialect, Fingerprint};
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Yandex",
    marks: &[
        Fingerprint::Body("this is the mail system at host yandex.", 30),
        Fingerprint::Body("mail system at host yandex", 20),
        Fingerprint::Head("mailer-daemon@yandex.", 15),
    ],
    read,
    // Postfix's own default tells nothing of what Yandex has set.
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    super::postfix::read(notice)
}
