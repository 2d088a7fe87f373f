//! Cyrus IMAP's LMTP server, which stores the message.
//!
//! ```text
//! from mx.recipient.example (mx.recipient.example [192.0.2.1]) by store.recipient.example (Cyrus 3.8.1)
//! with LMTPA; Fri, 13 Feb 2009 21:23:21 +0000
//! ```

use super::Dialect;

pub(super) const CYRUS: Dialect = Dialect { name: "cyrus", is: |field| field.says_first("cyrus"), complete: |_| {} };
