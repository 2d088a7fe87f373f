//! Mirapoint Message Server.
//!
//! ```text
//! from mail.sender.example (EHLO helo.sender.example) ([192.0.2.1]) by mx.recipient.example (MOS 4.4.4b-GA
//! FastPath queued) with ESMTP id CAT22222; Fri, 13 Feb 2009 21:23:21 +0000 (GMT)
//! ```

use super::Dialect;

pub(super) const MIRAPOINT: Dialect =
    Dialect { name: "mirapoint", is: |field| field.says_first("mos "), complete: |_| {} };
