//! Sina: an address, then the reason in Chinese.

use super::{Dialect, Fingerprint};
use crate::bounce::listing::{self, ANY, Until};
use crate::bounce::notice::NoticeParts;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Sina",
    marks: &[
        Fingerprint::Head("mailer-daemon@sina.com", 20),
        Fingerprint::Head("@sina.com.cn", 10),
    ],
    read,
    patience: None,
};

fn read(notice: &NoticeParts<'_>) -> Vec<Told> {
    listing::read(notice, &notice.text, ANY, Until::Blank)
}
