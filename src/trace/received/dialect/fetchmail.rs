//! fetchmail: it picked the message up from a mailbox; `from` is the mailbox's server, by the name
//! that it looked up.
//!
//! ```text
//! from mail.recipient.example [192.0.2.1] by localhost with IMAP (fetchmail-6.4.16)
//! for <b@localhost> (single-drop); Fri, 13 Feb 2009 21:23:21 +0000 (GMT)
//! ```

use super::Dialect;
use crate::trace::received::{Name, Reading};

pub(super) const FETCHMAIL: Dialect =
    Dialect { name: "fetchmail", is: |field| field.says_first("fetchmail"), complete };

fn complete(field: &mut Reading<'_>) {
    field.name = Name::Reverse;
}
