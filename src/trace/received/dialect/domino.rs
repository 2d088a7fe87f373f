//! HCL Domino, earlier IBM's and Lotus's, and IBM's gateways in front of it.
//!
//! ```text
//! from mail.sender.example ([192.0.2.1]) by mx.recipient.example (HCL Domino Release 12.0.2)
//! with ESMTP id 2009021321232100-12345 ; Fri, 13 Feb 2009 21:23:21 +0000
//! ```

use super::Dialect;
use crate::trace::received::Reading;

pub(super) const DOMINO: Dialect = Dialect {
    name: "domino",
    is: |field| {
        field.says("domino release")
            || field.says("lotus smtp mta")
            || field.with_begins("IBM ESMTP")
            || field.by_is_in(&["collabserv.com"])
            || field.received.id.as_deref().is_some_and(is_id)
    },
    complete,
};

fn complete(field: &mut Reading<'_>) {
    field.understood = true;
}

/// `2009021321232100-12345`: the time to the hundredth of a second, and a number.
fn is_id(id: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    id.split_once('-').is_some_and(|(time, number)| {
        time.len() == 16 && digits(time) && matches!(number.len(), 1..=8) && digits(number)
    })
}
