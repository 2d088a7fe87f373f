//! 1&1 Mail & Media: GMX, WEB.DE, mail.com, IONOS.
//!
//! ```text
//! from mail.sender.example ([192.0.2.1]) by mx.gmx.net (mxgmx107 [192.0.2.2]) with ESMTPS (Nemesis)
//! id 1MydKX-1va9PN213l-00zyre for <b@recipient.example>; Fri, 13 Feb 2009 21:23:21 +0100
//! ```

use super::Dialect;
use crate::trace::received::Reading;

pub(super) const NEMESIS: Dialect =
    Dialect { name: "nemesis", is: |field| field.said.lines().any(|comment| comment == "nemesis"), complete };

fn complete(field: &mut Reading<'_>) {
    field.tells_encryption = true;
}
