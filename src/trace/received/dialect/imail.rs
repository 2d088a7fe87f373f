//! Ipswitch (Progress) IMail Server.
//!
//! ```text
//! from mail.sender.example [192.0.2.1] by mx.recipient.example (SMTPD32-8.15) id A4CE7F2A0028;
//! Fri, 13 Feb 2009 21:23:21 -0500
//! ```

use super::Dialect;

pub(super) const IMAIL: Dialect =
    Dialect { name: "imail", is: |field| field.says_first("smtpd32-") || field.says_first("smtpd-"), complete: |_| {} };
