//! Barracuda's Spam Firewall and Email Security Gateway.
//!
//! ```text
//! from mail.sender.example (mail.sender.example [192.0.2.1]) by gate.recipient.example (Spam & Virus Firewall)
//! with ESMTP id 9CCD95F4294 for <b@recipient.example>; Fri, 13 Feb 2009 21:23:21 -0500 (EST)
//! ```

use super::Dialect;

pub(super) const BARRACUDA: Dialect = Dialect {
    name: "barracuda",
    is: |field| {
        field.says("spam firewall")
            || field.says("virus firewall")
            || field.says("barracuda")
            || field.by_is_in(&["barracudanetworks.com"])
    },
    complete: |_| {},
};
