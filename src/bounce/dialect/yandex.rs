//! Yandex: Postfix in its own name.

use super::{Dialect, Mark};
use crate::bounce::notice::Notice;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Yandex",
    marks: &[
        Mark::Body("this is the mail system at host yandex.", 30),
        Mark::Body("mail system at host yandex", 20),
        Mark::Head("mailer-daemon@yandex.", 15),
    ],
    read,
    // Postfix's own default tells nothing of what Yandex has set.
    patience: None,
};

fn read(notice: &Notice<'_>) -> Vec<Told> {
    super::postfix::read(notice)
}
