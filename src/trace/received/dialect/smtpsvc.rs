//! Microsoft's SMTP service: Exchange 2000 and 2003, Internet Information Services. `mail pickup service` is a
//! local submission.
//!
//! ```text
//! from mail.sender.example ([192.0.2.1]) by mx.recipient.example over TLS secured channel
//! with Microsoft SMTPSVC(8.5.9600.16384); Fri, 13 Feb 2009 21:23:21 +0000
//! ```

use super::Dialect;
use crate::trace::received::Reading;

pub(super) const SMTPSVC: Dialect =
    Dialect { name: "microsoftSmtpsvc", is: |field| field.with_begins("Microsoft SMTPSVC"), complete };

fn complete(field: &mut Reading<'_>) {
    if field.connection.rest.iter().any(|word| word == "pickup") {
        field.connection.rest.clear();
        field.take_local_user(Some("mail pickup service".to_owned()));
    }
}
