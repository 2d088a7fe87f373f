//! A list's expansion at vger.kernel.org, by Majordomo or mlmmj.
//!
//! ```text
//! (majordomo@lists.example) by lists.example via listexpand id S1756731Ab0EZSpN; Fri, 13 Feb 2009 21:23:21 -0500
//! ```

use super::Dialect;

pub(super) const MAJORDOMO: Dialect = Dialect {
    name: "majordomo",
    is: |field| field.received.via.as_deref().is_some_and(|via| via.starts_with("listexpand")),
    complete: |_| {},
};
