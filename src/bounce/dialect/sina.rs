//! Sina: an address, then the reason in Chinese.

use super::{Dialect, Mark};
use crate::bounce::listing::{self, ANY, Until};
use crate::bounce::notice::Notice;
use crate::bounce::per_recipient::Told;

pub(super) const DIALECT: Dialect = Dialect {
    name: "Sina",
    marks: &[
        Mark::Head("mailer-daemon@sina.com", 20),
        Mark::Head("@sina.com.cn", 10),
    ],
    read,
    patience: None,
};

fn read(notice: &Notice<'_>) -> Vec<Told> {
    listing::read(notice, &notice.text, ANY, Until::Blank)
}
