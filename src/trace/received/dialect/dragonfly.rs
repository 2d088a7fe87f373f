//! DragonFly Mail Agent (dma): local submission only.
//!
//! ```text
//! from root (uid 0) (envelope-from root@host.sender.example) id e0003 by host.sender.example
//! (DragonFly Mail Agent v0.13); Fri, 13 Feb 2009 21:23:21 +0000
//! ```

use super::Dialect;
use crate::trace::received::Reading;

pub(super) const DRAGONFLY: Dialect =
    Dialect { name: "dragonfly", is: |field| field.says_first("dragonfly mail agent"), complete };

fn complete(field: &mut Reading<'_>) {
    field.take_local_user(None);
}
