//! Mercury Mail Transport System. `Spooler` is the server itself.
//!
//! ```text
//! from Spooler by mx.recipient.example (Mercury/32 v4.80) ID MO0072A1; 13 Feb 2009 21:23:21 +0100
//! ```

use super::Dialect;
use crate::trace::received::Reading;

pub(super) const MERCURY: Dialect = Dialect { name: "mercury", is: |field| field.says_first("mercury"), complete };

fn complete(field: &mut Reading<'_>) {
    if field.connection.address.is_none() {
        field.take_local_user(None);
    }
}
