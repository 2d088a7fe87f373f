//! Oracle Communications Messaging Server, earlier Sun Java System, iPlanet, Netscape, and PMDF. A channel's
//! daemon in `from` is the server itself.
//!
//! ```text
//! from mail.sender.example (mail.sender.example [192.0.2.1]) by mx.recipient.example
//! (Oracle Communications Messaging Server 8.0.2.3.20190104 64bit (built Jan  4 2019)) with ESMTPS
//! id <0P9600O009NEZ800@mx.recipient.example> for b@recipient.example; Fri, 13 Feb 2009 21:23:21 +0000 (GMT)
//! ```

use super::Dialect;
use crate::trace::received::Reading;

pub(super) const ORACLE: Dialect = Dialect {
    name: "oracleMessaging",
    is: |field| {
        ["messaging server", "sun internet mail server", "pmdf"].iter().any(|name| field.says(name))
            || field.peer_is_said("Messaging Server")
    },
    complete,
};

fn complete(field: &mut Reading<'_>) {
    let daemon = field
        .connection
        .name
        .as_deref()
        .and_then(|name| name.split_once('.'))
        .filter(|(host, _)| host.ends_with("-daemon"));
    if daemon.is_some() {
        field.take_local_user(None);
    }
}
