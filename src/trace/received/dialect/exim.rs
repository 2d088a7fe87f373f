//! Exim (`received_header_text`).
//!
//! The name is that of the reverse lookup, and stands alone where the client called itself the same; a client
//! without one
//! is its address. `from user by` is a local submission. Older versions wrote `name (helo) [address] (ident)`.
//!
//! ```text
//! from mail.sender.example ([192.0.2.1] helo=helo.sender.example) by mx.recipient.example
//! with esmtps (TLS1.3) tls TLS_AES_256_GCM_SHA384 (Exim 4.96) (envelope-from <a@sender.example>)
//! id 1pXYZ0-000ABC-De for b@recipient.example; Fri, 13 Feb 2009 21:23:21 +0000
//! ```

use super::Dialect;
use crate::trace::received::{Name, Reading};

pub(super) const EXIM: Dialect = Dialect {
    name: "exim",
    is: |field| {
        field.says("exim") || (is_id(field.received.id.as_deref().unwrap_or_default()) && is_lower(field.protocol()))
    },
    complete,
};

fn complete(field: &mut Reading<'_>) {
    field.tells_encryption = true;
    let protocol = field.protocol();
    if field.connection.address.is_none() && !protocol.to_ascii_lowercase().contains("smtp") {
        field.take_local_user(None);
        return;
    }
    if field.connection.address.is_none() && protocol.starts_with("local-") {
        field.received.local_user.clone_from(&field.connection.name);
        field.name = Name::NoHost;
        return;
    }
    field.name = if field.connection.address.is_some() { Name::Both } else { Name::Usual };
    // `name (helo) [address] (ident)`
    if !field.connection.address_in_comment && !field.connection.helo_told && field.connection.name.is_some() {
        field.connection.helo = field.connection.beside.take();
        field.connection.helo_told = field.connection.helo.is_some();
    }
}

/// An id is three groups of letters and digits: 6, 6 and 2, since version 4.97 6, 11 and 4.
fn is_id(id: &str) -> bool {
    let mut groups = id.split('-');
    let lengths = [groups.next(), groups.next(), groups.next(), groups.next()].map(|group| group.map(str::len));
    let alphanumeric = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    alphanumeric && (lengths == [Some(6), Some(6), Some(2), None] || lengths == [Some(6), Some(11), Some(4), None])
}

/// Exim writes its protocols small.
fn is_lower(protocol: &str) -> bool {
    !protocol.is_empty() && !protocol.bytes().any(|byte| byte.is_ascii_uppercase())
}
