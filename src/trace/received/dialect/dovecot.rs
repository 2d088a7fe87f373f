//! Dovecot's LMTP server, which stores the message.
//!
//! ```text
//! from mx.recipient.example ([192.0.2.1]) by store.recipient.example (Dovecot) with LMTP id YZv2MOmWGmDvLgAA4iEyMQ
//! (envelope-from <a@sender.example>) for <b@recipient.example>; Fri, 13 Feb 2009 21:23:21 +0000
//! ```

use super::Dialect;

pub(super) const DOVECOT: Dialect = Dialect {
    name: "dovecot",
    is: |field| {
        field.says_first("dovecot")
            || (field.with_begins("LMTP") && field.received.id.as_deref().is_some_and(is_session))
    },
    complete: |_| {},
};

/// A session id is 16 bytes in base64: 22 characters, of which the last ones are often `AA` and a process.
fn is_session(id: &str) -> bool {
    id.len() == 22
        && id.contains("AA")
        && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/'))
}
