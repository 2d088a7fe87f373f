//! Postini, later Google's: `source` stands for every client.
//!
//! ```text
//! from source ([192.0.2.1]) by exprod7mx269.postini.com ([192.0.2.2]) with SMTP; Fri, 13 Feb 2009 21:23:21 EST
//! ```

use super::Dialect;
use crate::trace::received::{Name, Reading};

pub(super) const POSTINI: Dialect =
    Dialect { name: "postini", is: |field| field.by_is_in(&["postini.com", "psmtp.com"]), complete };

fn complete(field: &mut Reading<'_>) {
    if field.connection.name.as_deref() == Some("source") {
        field.name = Name::NoHost;
    }
}
