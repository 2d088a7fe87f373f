//! Ecartis, a list manager.
//!
//! ```text
//! with ECARTIS (v1.0.0; list announce); Fri, 13 Feb 2009 21:23:21 +0000 (UTC)
//! ```

use super::Dialect;

pub(super) const ECARTIS: Dialect =
    Dialect { name: "ecartis", is: |field| field.with_begins("ECARTIS"), complete: |_| {} };
