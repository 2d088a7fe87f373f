//! Stalwart.
//!
//! ```text
//! from helo.sender.example (mail.sender.example. [192.0.2.1]) (using TLSv1.3 with cipher TLS13_AES_256_GCM_SHA384)
//! by mx.recipient.example (Stalwart SMTP) with ESMTPS id 41A2C80D73C; Fri, 13 Feb 2009 21:23:21 +0000
//! ```

use super::Dialect;
use crate::trace::received::Reading;

pub(super) const STALWART: Dialect = Dialect { name: "stalwart", is: |field| field.says_first("stalwart"), complete };

fn complete(field: &mut Reading<'_>) {
    field.tells_encryption = true;
}
