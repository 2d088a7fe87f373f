//! maddy: the envelope sender stands before `with`.
//!
//! ```text
//! from helo.sender.example (mail.sender.example [192.0.2.1]) by mx.recipient.example
//! (envelope-sender <a@sender.example>) with ESMTPS id 4f2c9a1b; Fri, 13 Feb 2009 21:23:21 +0000
//! ```

use super::Dialect;
use crate::trace::received::Reading;

pub(super) const MADDY: Dialect = Dialect {
    name: "maddy",
    is: |field| {
        field.by_says_first("envelope-sender ")
            && field
                .received
                .id
                .as_deref()
                .is_some_and(|id| id.len() == 8 && id.bytes().all(|byte| byte.is_ascii_hexdigit()))
    },
    complete,
};

fn complete(field: &mut Reading<'_>) {
    field.tells_encryption = true;
}
