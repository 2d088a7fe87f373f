//! Roundcube: a page for signed-in users.
//!
//! ```text
//! from host.sender.example ([192.0.2.1]) by webmail.sender.example with HTTP (HTTP/1.1 POST);
//! Fri, 13 Feb 2009 21:23:21 +0000
//! ```

use super::Dialect;
use crate::trace::received::Reading;

pub(super) const ROUNDCUBE: Dialect =
    Dialect { name: "roundcube", is: |field| field.says_first("http/1") && field.says("post"), complete };

fn complete(field: &mut Reading<'_>) {
    field.take_signed_in_page();
}
