//! Zimbra's mailbox server, which Zimbra's Postfix delivers to by LMTP.
//!
//! ```text
//! from mx.recipient.example (LHLO mx.recipient.example) (192.0.2.1) by mx.recipient.example with LMTP;
//! Fri, 13 Feb 2009 21:23:21 +0000 (UTC)
//! ```

use super::Dialect;

pub(super) const ZIMBRA: Dialect =
    Dialect { name: "zimbra", is: |field| field.peer_is_said("LHLO ") && field.with_begins("LMTP"), complete: |_| {} };
