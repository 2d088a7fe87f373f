//! smap, the proxy of the TIS Firewall Toolkit: `from name(address) via SMTP`; the name is that of the reverse lookup.
//!
//! ```text
//! from mail.sender.example(192.0.2.1) via SMTP by gate.recipient.example, id smtpdAAAa1b2c3; Fri Feb 13 21:23:21 2009
//! ```

use super::Dialect;
use crate::trace::received::{Name, Reading};

pub(super) const SMAP: Dialect = Dialect {
    name: "smap",
    is: |field| {
        field.received.id.as_deref().is_some_and(|id| id.starts_with("smtpd"))
            && field.protocol().eq_ignore_ascii_case("smtp")
    },
    complete,
};

fn complete(field: &mut Reading<'_>) {
    field.name = Name::Reverse;
}
