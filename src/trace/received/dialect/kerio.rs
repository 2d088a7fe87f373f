//! Kerio Connect, earlier Kerio MailServer.
//!
//! ```text
//! from helo.sender.example ([192.0.2.1]) by mx.recipient.example (Kerio Connect 9.4.2) with ESMTPS
//! for <b@recipient.example>; Fri, 13 Feb 2009 21:23:21 +0000
//! ```

use super::Dialect;

pub(super) const KERIO: Dialect = Dialect { name: "kerio", is: |field| field.says_first("kerio"), complete: |_| {} };
