//! Critical Path Messaging Server (also Tiscali and Outblaze): a version with a part of three digits, alone in a
//! comment. Its name is that of the reverse lookup.
//!
//! ```text
//! from mail.sender.example (192.0.2.1) by mx.recipient.example (7.0.030.2) (authenticated as a)
//! id 414B418B002D65F1 for b@recipient.example; Fri, 13 Feb 2009 21:23:21 +0000
//! ```

use super::Dialect;
use crate::trace::received::{Name, Reading};

pub(super) const CRITICAL_PATH: Dialect =
    Dialect { name: "criticalPath", is: |field| field.said.lines().any(is_version), complete };

fn complete(field: &mut Reading<'_>) {
    field.name = Name::Both;
}

fn is_version(comment: &str) -> bool {
    let parts: Vec<&str> = comment.split('.').collect();
    let digits = parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    digits && matches!(parts.len(), 3 | 4) && parts.get(2).is_some_and(|part| part.len() == 3)
}
