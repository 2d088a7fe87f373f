//! Google: Gmail, Workspace and Groups. Inside, hosts are addresses and ids tell the kind of hop.
//!
//! ```text
//! from mail.sender.example (mail.sender.example. [192.0.2.1]) by mx.google.com with ESMTPS id
//! e21sor2892698lfq.1.2009.02.13.13.23.21 for <b@recipient.example>
//! (version=TLS1_3 cipher=TLS_AES_256_GCM_SHA384 bits=256/256); Fri, 13 Feb 2009 13:23:21 -0800 (PST)
//! ```
//!
//! ```text
//! by 2002:a05:6402:3582:b0:43a:a001:0 with SMTP id d2csp123456edb; Fri, 13 Feb 2009 13:23:21 -0800 (PST)
//! ```

use super::Dialect;
use crate::trace::received::Reading;

pub(super) const GMAIL: Dialect = Dialect {
    name: "gmail",
    is: |field| field.by_is_in(&["google.com", "gmail.com", "googlemail.com"]) || is_inside(field),
    complete,
};

fn complete(field: &mut Reading<'_>) {
    field.tells_encryption = field.by_is_in(&["mx.google.com", "smtp.gmail.com"]);
}

/// `by 10.1.2.3 with SMTP id d2csp123456edb`, without a `from` or from `mr.google.com`.
fn is_inside(field: &Reading<'_>) -> bool {
    let by_address = field.received.by.as_deref().is_some_and(|by| crate::trace::received::peer::address(by).is_some());
    let id = field.received.id.as_deref().unwrap_or_default();
    by_address
        && field.with_begins("SMTP")
        && ["mr", "csp", "csi", "cse", "cst", "sor", "wm"].iter().any(|kind| has_kind(id, kind))
}

/// Whether an id has this kind behind its first characters and a number behind the kind: `d2csp123456edb`.
fn has_kind(id: &str, kind: &str) -> bool {
    let Some(at) = id.find(kind) else { return false };
    let number = id.get(at + kind.len()..).unwrap_or_default();
    at <= 6 && number.bytes().take_while(u8::is_ascii_digit).count() >= 3
}
