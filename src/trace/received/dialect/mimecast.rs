//! Mimecast. `with STARTTLS` follows `with ESMTP`.
//!
//! ```text
//! from mail.sender.example (mail.sender.example [192.0.2.1]) by relay.mimecast.com with ESMTP with STARTTLS
//! (version=TLSv1.3, cipher=TLS_AES_256_GCM_SHA384) id uk-mta-379-xeMwM1A4O1ilQ1xUzIEo6w-1;
//! Fri, 13 Feb 2009 21:23:21 +0000
//! ```

use super::Dialect;
use crate::trace::received::Reading;

pub(super) const MIMECAST: Dialect = Dialect {
    name: "mimecast",
    is: |field| {
        field.by_is_in(&["mimecast.com", "mimecast.co.za"])
            || field.received.id.as_deref().is_some_and(|id| id.contains("-mta-") && id.ends_with("-1"))
    },
    complete,
};

fn complete(field: &mut Reading<'_>) {
    if field.clauses.all.iter().any(|clause| clause.words().any(|word| word == "STARTTLS"))
        || field.peer_is_said("Using TLS")
    {
        field.received.encrypted = Some(true);
    }
    field.understood = true;
    field.tells_encryption = true;
}
