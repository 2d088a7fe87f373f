//! Mail.ru: Exim in Russian, with Exim's own words below.

use super::{Dialect, Fingerprint};
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Mail.ru",
    marks: &[
        Fingerprint::Body("это письмо создано автоматически сервером mail.ru", 25),
        Fingerprint::Body("Это письмо создано автоматически сервером Mail.Ru", 25),
        Fingerprint::Head("mailer-daemon@corp.mail.ru", 20),
        Fingerprint::Body("аше письмо не может быть доставлено одному или нескольким получателям", 15),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    let mut once: Vec<Told> = Vec::new();
    // Once in each language: twice as many as the notice is about.
    for told in super::exim::read(notice).into_iter().take(400) {
        let address = told.address.as_deref().unwrap_or_default();
        if !once.iter().any(|known| known.is_about(address)) {
            once.push(told);
        }
    }
    once
}
