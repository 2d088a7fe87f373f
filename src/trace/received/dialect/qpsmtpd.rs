//! qpsmtpd, an SMTP server in Perl with the look of qmail.
//!
//! ```text
//! from mail.sender.example (HELO helo.sender.example) (192.0.2.1)
//! by mx.recipient.example (qpsmtpd/0.94) with ESMTP; Fri, 13 Feb 2009 21:23:21 +0000
//! ```

use super::Dialect;
use crate::trace::received::{Name, Reading};

pub(super) const QPSMTPD: Dialect = Dialect { name: "qpsmtpd", is: |field| field.says_first("qpsmtpd"), complete };

fn complete(field: &mut Reading<'_>) {
    field.name = Name::Both;
}
