//! Micro Focus (Novell) GroupWise.
//!
//! ```text
//! from RECIPIENT-MTA by mx.recipient.example with Novell_GroupWise; Fri, 13 Feb 2009 21:23:21 +0000
//! ```

use super::Dialect;
use crate::trace::received::{Name, Reading};

pub(super) const GROUPWISE: Dialect = Dialect {
    name: "groupwise",
    is: |field| field.with_begins("Novell_GroupWise") || field.says("groupwise"),
    complete,
};

fn complete(field: &mut Reading<'_>) {
    field.name = Name::NoHost;
}
