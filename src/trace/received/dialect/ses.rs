//! Amazon Simple Email Service, sending and receiving.
//!
//! ```text
//! from mail.sender.example (mail.sender.example [192.0.2.1]) by inbound-smtp.eu-west-1.amazonaws.com
//! with SMTP id g055r8smdn9srrutpdquhb2silq1hd5v6qi3e281 for b@recipient.example; Fri, 13 Feb 2009 21:23:21 +0000 (UTC)
//! ```

use super::Dialect;

pub(super) const SES: Dialect = Dialect {
    name: "amazonSes",
    is: |field| field.by_is_in(&["amazonaws.com", "amazonses.com"]) || field.says("simpleemailservice"),
    complete: |_| {},
};
