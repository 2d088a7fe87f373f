//! Yandex.
//!
//! ```text
//! from forward1.mail.yandex.net (forward1.mail.yandex.net [192.0.2.1]) by mxback2.mail.yandex.net (nwsmtp/Yandex)
//! with ESMTPS id WkOZmTEans-OZMCH1wn; Fri, 13 Feb 2009 21:23:21 +0300
//! ```

use super::Dialect;

pub(super) const YANDEX: Dialect = Dialect {
    name: "yandex",
    is: |field| field.says("yandex") || (field.by_is_in(&["yandex.net", "yandex.ru"]) && field.protocol() != "HTTP"),
    complete: |_| {},
};
