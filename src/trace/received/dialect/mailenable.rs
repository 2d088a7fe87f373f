//! MailEnable.
//!
//! ```text
//! from mail.sender.example ([192.0.2.1]) by mx.recipient.example with MailEnable ESMTPS (version=TLS1_2
//! cipher=Aes256 bits=256); Fri, 13 Feb 2009 21:23:21 +0000
//! ```

use super::Dialect;

pub(super) const MAILENABLE: Dialect =
    Dialect { name: "mailenable", is: |field| field.with_begins("MailEnable"), complete: |_| {} };
