//! Apache James.
//!
//! ```text
//! from mail.sender.example (EHLO helo.sender.example) ([192.0.2.1]) by mx.recipient.example (JAMES SMTP Server )
//! with ESMTPS ID 1411313729 for <b@recipient.example>; Fri, 13 Feb 2009 21:23:21 +0000 (UTC)
//! ```

use super::Dialect;
use crate::trace::received::Reading;

pub(super) const JAMES: Dialect =
    Dialect { name: "james", is: |field| field.says_first("james smtp server"), complete };

fn complete(field: &mut Reading<'_>) {
    field.tells_encryption = true;
}
