//! Active!hunter (TransWARE): Sendmail's headings, with each address behind `>>>`.

use super::{Dialect, Fingerprint, sendmail};

pub(super) const DIALECT: Dialect = Dialect {
    name: "Active!hunter",
    marks: &[
        Fingerprint::Head("x-ahmailid:", 50),
    ],
    read: sendmail::read,
    patience: None,
};
