//! Horde and its IMP: a page for signed-in users.
//!
//! ```text
//! from host.sender.example (host.sender.example [192.0.2.1]) by webmail.sender.example (Horde Framework) with HTTPS;
//! Fri, 13 Feb 2009 21:23:21 +0000
//! ```

use super::Dialect;
use crate::trace::received::Reading;

pub(super) const HORDE: Dialect = Dialect {
    name: "horde",
    is: |field| field.says("horde ") || field.said.lines().any(|comment| comment == "imp"),
    complete,
};

fn complete(field: &mut Reading<'_>) {
    field.take_signed_in_page();
}
