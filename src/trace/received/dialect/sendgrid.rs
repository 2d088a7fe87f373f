//! Twilio SendGrid. Some of its stamps have no semicolon and are those of Go.
//!
//! ```text
//! from mail.sender.example (unknown [192.0.2.1]) by geopod-ismtpd-0-0 (SG) with ESMTP
//! id abcDEF123 Fri, 13 Feb 2009 21:23:21.102 +0000 (UTC)
//! ```

use super::Dialect;

pub(super) const SENDGRID: Dialect = Dialect {
    name: "sendgrid",
    is: |field| field.by_is_in(&["sendgrid.net"]) || field.said.lines().any(|comment| comment == "sg"),
    complete: |_| {},
};
