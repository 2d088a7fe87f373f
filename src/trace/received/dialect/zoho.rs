//! Zoho Mail.
//!
//! ```text
//! from mail.sender.example (mail.sender.example [192.0.2.1]) by mx.zohomail.com with SMTPS
//! id 1234560201000123.45; Fri, 13 Feb 2009 13:23:21 -0800 (PST)
//! ```

use super::Dialect;

pub(super) const ZOHO: Dialect = Dialect {
    name: "zoho",
    is: |field| field.by_is_in(&["zoho.com", "zohomail.com", "zoho.eu", "zohomail.eu", "zoho.in", "zohomail.in"]),
    complete: |_| {},
};
