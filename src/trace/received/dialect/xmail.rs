//! XMail: sender and recipient stand behind `from` and `for`, and the protocol in brackets.
//!
//! ```text
//! from mail.sender.example (192.0.2.1:23198) by mx.recipient.example (192.0.2.2:25) with [XMail 1.27 ESMTP Server]
//! id <S72E> for <b@recipient.example> from <a@sender.example>; Fri, 13 Feb 2009 21:23:21 +0000
//! ```

use super::Dialect;

pub(super) const XMAIL: Dialect =
    Dialect { name: "xmail", is: |field| field.with_begins("[XMail") || field.with_begins("XMAIL"), complete: |_| {} };
