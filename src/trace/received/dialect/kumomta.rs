//! KumoMTA.
//!
//! ```text
//! from mail.sender.example (192.0.2.1) by mta.esp.example (KumoMTA 192.0.2.2) with ESMTPS
//! id 459cb2c1903011f19f1302c9fa07781d for <b@recipient.example>; Fri, 13 Feb 2009 21:23:21 +0000
//! ```

use super::Dialect;
use crate::trace::received::{Reading, peer};

pub(super) const KUMOMTA: Dialect = Dialect { name: "kumomta", is: |field| field.says_first("kumomta"), complete };

fn complete(field: &mut Reading<'_>) {
    field.tells_encryption = true;
    // Its own address stands in its comment.
    let own = field.said.lines().find_map(|comment| comment.strip_prefix("kumomta ")).and_then(peer::address);
    field.received.by_ip = own.map(|address| address.to_string()).or(field.received.by_ip.take());
}
