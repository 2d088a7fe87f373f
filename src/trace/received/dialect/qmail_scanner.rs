//! qmail-scanner, a filter in front of qmail-queue: `from` names the envelope sender.
//!
//! ```text
//! from a@sender.example by mx.recipient.example by uid 89 with qmail-scanner-1.25
//! (clamdscan: 0.88. Clear:RC:0(192.0.2.1):. Processed in 0.6 secs); 13 Feb 2009 21:23:21 -0000
//! ```

use super::Dialect;
use crate::trace::received::{Name, Reading};

pub(super) const QMAIL_SCANNER: Dialect =
    Dialect { name: "qmailScanner", is: |field| field.with_begins("qmail-scanner"), complete };

fn complete(field: &mut Reading<'_>) {
    let sender = field.connection.name.take();
    field.received.envelope_from = sender;
    field.name = Name::NoHost;
    field.take_repeated_by_as_local_user();
}
