//! Norton AntiVirus for Gateways: the whole `from` clause is a comment.
//!
//! ```text
//! (from KLIENT [192.0.2.1]) by gate.recipient.example (NAVGW 2.5.2.12) with SMTP id M2009021321232100001
//! for <b@recipient.example>; Fri, 13 Feb 2009 21:23:21 +0000
//! ```

use super::Dialect;
use crate::trace::received::Reading;

pub(super) const NAVGW: Dialect = Dialect { name: "navgw", is: |field| field.says("navgw"), complete };

fn complete(field: &mut Reading<'_>) {
    field.read_from_in_comment();
}
