//! SquirrelMail and its heir NaSMail: a page for signed-in users.
//!
//! ```text
//! from 192.0.2.1 (SquirrelMail authenticated user a) by webmail.sender.example with HTTP;
//! Fri, 13 Feb 2009 21:23:21 +0000 (GMT)
//! ```

use super::Dialect;
use crate::trace::received::Reading;

pub(super) const SQUIRRELMAIL: Dialect = Dialect {
    name: "squirrelmail",
    is: |field| field.peer_is_said("SquirrelMail") || field.peer_is_said("NaSMail"),
    complete,
};

fn complete(field: &mut Reading<'_>) {
    field.take_signed_in_page();
}
