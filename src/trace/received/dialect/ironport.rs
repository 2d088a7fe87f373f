//! Cisco Secure Email Gateway, earlier IronPort (AsyncOS): like qmail, with the cipher behind the protocol.
//!
//! ```text
//! from mail.sender.example (HELO helo.sender.example) ([192.0.2.1]) by mx.recipient.example
//! with ESMTP/TLS/ECDHE-RSA-AES256-GCM-SHA384; 13 Feb 2009 21:23:21 +0000
//! ```

use super::Dialect;
use crate::trace::received::{Name, Reading};

pub(super) const IRONPORT: Dialect = Dialect {
    name: "ironport",
    is: |field| field.protocol().contains("/TLS/") || field.says("ironport") || is_plain(field),
    complete,
};

fn complete(field: &mut Reading<'_>) {
    field.name = Name::Both;
    field.tells_encryption = true;
}

/// Without TLS: as qmail, but with ESMTP and the address in brackets.
fn is_plain(field: &Reading<'_>) -> bool {
    let esmtp = field.protocol() == "ESMTP" && field.received.id.is_none();
    let connection = &field.connection;
    esmtp
        && connection.address_in_comment
        && connection.ident.is_none()
        && field.stamp_begins_with_day()
        && field.peer_is_said("[")
}
