//! IndiMail, an heir of qmail: what it does within the host has words where qmail has a comment.
//!
//! ```text
//! indimail-mta queue 58965 by host mx.recipient.example (invoked by uid 89); Fri, 13 Feb 2009 21:23:21 +0000
//! ```

use super::Dialect;
use crate::trace::received::Reading;

pub(super) const INDIMAIL: Dialect =
    Dialect { name: "indimail", is: |field| field.words_begin("indimail-mta"), complete };

fn complete(field: &mut Reading<'_>) {
    let host = field.words_of_by().nth(1).map(str::to_owned);
    field.received.by = host;
    field.received.local_user =
        field.said.lines().find_map(|comment| comment.strip_prefix("invoked by ")).map(str::to_owned);
    field.understood = true;
}
