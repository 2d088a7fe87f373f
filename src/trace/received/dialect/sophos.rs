//! Sophos Email Appliance, PureMessage and Sophos Email (earlier Reflexion).
//!
//! ```text
//! from mail.sender.example (mail.sender.example [192.0.2.1]) by gate.recipient.example (Sophos Email Appliance)
//! with ESMTPS id 0A1B2C3D4E5_5F0A1B2CB; Fri, 13 Feb 2009 21:23:21 +0000 (GMT)
//! ```

use super::Dialect;

pub(super) const SOPHOS: Dialect = Dialect {
    name: "sophos",
    is: |field| field.says("sophos") || field.by_is_in(&["hydra.sophos.com", "sophos.com"]),
    complete: |_| {},
};
