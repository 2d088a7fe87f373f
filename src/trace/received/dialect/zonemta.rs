//! ZoneMTA.
//!
//! ```text
//! from helo.sender.example [192.0.2.1] by mta.esp.example (ZoneMTA Forwarder) with ESMTPS
//! id 175886347950003d56.001 for <b@recipient.example>; Fri, 13 Feb 2009 21:23:21 +0000
//! ```

use super::Dialect;

pub(super) const ZONEMTA: Dialect =
    Dialect { name: "zonemta", is: |field| field.says_first("zonemta") || field.says("zonemta"), complete: |_| {} };
