//! Symantec Email Security.cloud, earlier MessageLabs: it names each client by address, or as qmail does.
//!
//! ```text
//! from [192.0.2.1] (using TLSv1.2 with cipher DHE-RSA-AES256-GCM-SHA384 (256 bits))
//! by server-2.bemta-22.messagelabs.com id O1HTEV-NHSHSQ-8V; Fri, 13 Feb 2009 21:23:21 +0000
//! ```

use super::Dialect;
use crate::trace::received::{Name, Reading};

pub(super) const MESSAGELABS: Dialect =
    Dialect { name: "messagelabs", is: |field| field.by_is_in(&["messagelabs.com"]), complete };

fn complete(field: &mut Reading<'_>) {
    field.name = Name::Both;
}
