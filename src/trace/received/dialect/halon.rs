//! Halon MTA.
//!
//! ```text
//! from mail.sender.example (mail.sender.example [192.0.2.1]) by mx.recipient.example (Halon) with ESMTPS
//! id 33dc716e-2225-11f0-9eb3-5ba50f476ded; Fri, 13 Feb 2009 21:23:21 +0100 (CET)
//! ```

use super::Dialect;
use crate::trace::received::Reading;

pub(super) const HALON: Dialect = Dialect { name: "halon", is: |field| field.says_first("halon"), complete };

fn complete(field: &mut Reading<'_>) {
    field.tells_encryption = true;
}
