//! Haraka.
//!
//! ```text
//! from mail.sender.example (mail.sender.example [192.0.2.1]) by mx.recipient.example (Haraka/3.0.2) with ESMTPS
//! id B3C0198B-A390-42E9-9DDC-C57D8D207298.1 envelope-from <a@sender.example>
//! (version=TLSv1.3 cipher=TLS_AES_256_GCM_SHA384); Fri, 13 Feb 2009 21:23:21 +0000
//! ```

use super::Dialect;
use crate::trace::received::Reading;

pub(super) const HARAKA: Dialect = Dialect { name: "haraka", is: |field| field.says_first("haraka"), complete };

fn complete(field: &mut Reading<'_>) {
    field.tells_encryption = true;
}
