//! mox.
//!
//! ```text
//! from helo.sender.example (mail.sender.example [192.0.2.1]) by mx.recipient.example ([192.0.2.2]) via tcp
//! with ESMTPS id 7_jO3KP4COnlTQm3SYtefQ (TLS1.3 TLS_AES_128_GCM_SHA256) for <b@recipient.example>;
//! 13 Feb 2009 21:23:21 +0000
//! ```

use super::Dialect;
use crate::trace::received::Reading;

pub(super) const MOX: Dialect = Dialect {
    name: "mox",
    is: |field| {
        field.received.via.as_deref() == Some("tcp") && field.received.id.as_deref().is_some_and(|id| id.len() == 22)
    },
    complete,
};

fn complete(field: &mut Reading<'_>) {
    field.tells_encryption = true;
}
