//! getmail: it picked the message up from a mailbox; `from` is the mailbox's server, by the name
//! that it looked up.
//!
//! ```text
//! from mail.recipient.example by desk.recipient.example with POP3 (getmail 5.16); Fri, 13 Feb 2009 21:23:21 +0000
//! ```

use super::Dialect;
use crate::trace::received::{Name, Reading};

pub(super) const GETMAIL: Dialect = Dialect { name: "getmail", is: |field| field.says("getmail"), complete };

fn complete(field: &mut Reading<'_>) {
    field.name = Name::Reverse;
}
