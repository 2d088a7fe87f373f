//! amavis (amavisd-new), a content filter that speaks SMTP between two ports of a mail server.
//!
//! ```text
//! from mx.recipient.example ([127.0.0.1]) by localhost (mx.recipient.example [127.0.0.1]) (amavis, port 10024)
//! with ESMTP id Evx5G8KQCnRW for <b@recipient.example>; Fri, 13 Feb 2009 21:23:21 +0100 (CET)
//! ```

use super::Dialect;

pub(super) const AMAVIS: Dialect = Dialect {
    name: "amavis",
    is: |field| field.says_first("amavis") || field.says(", port 10024") || field.says(", port 10026"),
    complete: |_| {},
};
