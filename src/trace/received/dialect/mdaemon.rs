//! MDaemon.
//!
//! ```text
//! from mail.sender.example [192.0.2.1] by mx.recipient.example (MDaemon PRO v22.0.0)
//! with ESMTP id md50018233933.msg for <b@recipient.example>; Fri, 13 Feb 2009 21:23:21 +0100
//! ```

use super::Dialect;

pub(super) const MDAEMON: Dialect = Dialect {
    name: "mdaemon",
    is: |field| {
        field.says("mdaemon")
            || field.received.id.as_deref().is_some_and(|id| id.starts_with("md5") && id.ends_with(".msg"))
    },
    complete: |_| {},
};
