//! Symantec Enterprise Firewall, earlier Raptor and Axent: `via smtpd (for ...)`. It knows of the client what it
//! can look up.
//!
//! ```text
//! from mail.sender.example by gate.recipient.example via smtpd (for mx.recipient.example [192.0.2.2]) with ESMTP;
//! Fri, 13 Feb 2009 21:23:21 UT
//! ```

use super::Dialect;
use crate::trace::received::{Name, Reading};

pub(super) const RAPTOR: Dialect = Dialect {
    name: "raptor",
    is: |field| field.received.via.as_deref() == Some("smtpd") && field.says_first("for "),
    complete,
};

fn complete(field: &mut Reading<'_>) {
    field.name = Name::NoHost;
}
