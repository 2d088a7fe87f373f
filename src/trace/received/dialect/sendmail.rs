//! sendmail and what descends from it (Sun, HP, IBM, Switch, sendmail X): version and version of the
//! configuration with a slash between.
//! `(from user@host)` is a local submission.
//!
//! ```text
//! from helo.sender.example (mail.sender.example [192.0.2.1] (may be forged)) by mx.recipient.example (8.15.2/8.15.2)
//! with ESMTPS id n1DLNLHu012345 (version=TLSv1.2 cipher=ECDHE-RSA-AES256-GCM-SHA384 bits=256 verify=NO)
//! for <b@recipient.example>; Fri, 13 Feb 2009 21:23:21 GMT
//! ```

use super::Dialect;
use crate::trace::received::Reading;

pub(super) const SENDMAIL: Dialect = Dialect {
    name: "sendmail",
    is: |field| {
        field.said.lines().any(is_version)
            || field.said.lines().any(|comment| comment.starts_with("from ") && comment.ends_with("@localhost"))
    },
    complete,
};

fn complete(field: &mut Reading<'_>) {
    if let Some(user) = field.said.lines().find_map(|comment| comment.strip_prefix("from ")) {
        field.received.local_user = Some(user.split('@').next().unwrap_or(user).to_owned());
    }
}

/// `8.15.2/8.15.2`, `8.13.1/8.13.1/Submit`, `V8/cf`, `5.65/UW`, `Switch-3.1.9/Switch-3.1.9`.
fn is_version(comment: &str) -> bool {
    let Some((program, configuration)) = comment.split_once('/') else { return false };
    let program = program.trim_start_matches(|c: char| c.is_ascii_alphabetic() || c == '-');
    let numbers = program.bytes().filter(u8::is_ascii_digit).count();
    numbers > 0
        && !program.contains(' ')
        && (program.starts_with(['4', '5', '8']) || comment.starts_with("switch-"))
        && (program.contains('.') || configuration.starts_with("cf"))
}
