//! PowerMTA, by Bird (earlier SparkPost, Message Systems, Port25).
//!
//! ```text
//! from mail.sender.example (192.0.2.1) by mta.esp.example (PowerMTA(TM) v4.5r8) id hehvng0ik18p
//! for <b@recipient.example>; Fri, 13 Feb 2009 21:23:21 +0000 (envelope-from <a@sender.example>)
//! ```

use super::Dialect;

pub(super) const POWERMTA: Dialect = Dialect { name: "powermta", is: |field| field.says("powermta"), complete: |_| {} };
