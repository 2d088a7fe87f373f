//! OpenSMTPD. `[local]` is a local submission.
//!
//! ```text
//! from mail.sender.example (mail.sender.example [192.0.2.1]) by mx.recipient.example (OpenSMTPD) with ESMTPS
//! id 30bd38ed (TLSv1.3:AEAD-AES256-GCM-SHA384:256:NO) for <b@recipient.example>; Fri, 13 Feb 2009 21:23:21 +0000 (UTC)
//! ```

use super::Dialect;
use crate::trace::received::Reading;

pub(super) const OPENSMTPD: Dialect =
    Dialect { name: "opensmtpd", is: |field| field.says_first("opensmtpd"), complete };

fn complete(field: &mut Reading<'_>) {
    field.tells_encryption = true;
    if field.peer_is_said("[local]") {
        field.received.local_user = Some("local".to_owned());
    }
}
