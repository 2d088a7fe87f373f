//! Webmail of large operators, for signed-in users: Hotmail and Outlook.com, GMX and WEB.DE, Mail.ru, Yandex, Proton.
//!
//! ```text
//! from 192.0.2.1 by by1fd.bay1.hotmail.msn.com with HTTP; Fri, 13 Feb 2009 21:23:21 GMT
//! ```

use super::Dialect;
use crate::trace::received::Reading;

pub(super) const WEBMAIL: Dialect = Dialect {
    name: "webmail",
    is: |field| {
        field.connection.address.is_some()
            && (field.protocol().eq_ignore_ascii_case("HTTP") || field.says_first("via http"))
            && field.by_is_in(&OPERATORS)
            || field.connection.rest.iter().map(String::as_str).take(2).eq(["as", "user"])
    },
    complete,
};

fn complete(field: &mut Reading<'_>) {
    field.take_signed_in_page();
    field.understood = true;
}

const OPERATORS: [&str; 10] = [
    "hotmail.com",
    "msn.com",
    "gmx.net",
    "gmx.com",
    "web.de",
    "cinetic.de",
    "mail.ru",
    "yandex.ru",
    "yandex.net",
    "rediffmail.com",
];
