//! IceWarp, earlier Merak and VisNetic MailServer.
//!
//! ```text
//! from mail.sender.example ([192.0.2.1]) by mx.recipient.example (IceWarp 13.0.3.10) with ASMTP (SSL)
//! id 202209021321230001; Fri, 13 Feb 2009 21:23:21 +0100
//! ```

use super::Dialect;

pub(super) const ICEWARP: Dialect = Dialect {
    name: "icewarp",
    is: |field| field.says_first("icewarp") || field.says_first("merak") || field.says_first("visnetic"),
    complete: |_| {},
};
