//! Isode M-Switch: the channel stands in a comment.
//!
//! ```text
//! from helo.sender.example (mail.sender.example [192.0.2.1]) by mx.recipient.example (submission channel) via TCP
//! with ESMTPA id <TAYxIgBeGays@mx.recipient.example>; Fri, 13 Feb 2009 21:23:21 +0000
//! ```

use super::Dialect;

pub(super) const ISODE: Dialect =
    Dialect { name: "isode", is: |field| field.says(" channel") && field.received.via.is_some(), complete: |_| {} };
