//! Yahoo and AOL. `127.0.0.1` before EHLO stands for a client without a reverse name; `NNFMP` is their own protocol.
//!
//! ```text
//! from 127.0.0.1 (EHLO mail.sender.example) (192.0.2.1) by mta1001.mail.bf1.yahoo.com with SMTPS;
//! Fri, 13 Feb 2009 21:23:21 +0000
//! ```

use super::Dialect;
use crate::trace::received::{Name, Reading};

pub(super) const YAHOO: Dialect = Dialect {
    name: "yahoo",
    is: |field| {
        field.by_is_in(&["yahoo.com", "yahoodns.net", "aol.com", "yahoo.co.jp"])
            || field.with_begins("NNFMP")
            || field.says("hermes smtp server")
    },
    complete,
};

fn complete(field: &mut Reading<'_>) {
    if field.protocol().eq_ignore_ascii_case("HTTP") {
        field.take_signed_in_page();
    } else if field.with_begins("NNFMP") {
        field.name = Name::NoHost;
    }
}
