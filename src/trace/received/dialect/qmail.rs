//! qmail and its heirs: netqmail, notqmail, s/qmail, qmail-ldap, magic-smtpd.
//!
//! The name is that of the reverse lookup, and stands alone where the client called itself the same. The stamp has no
//! weekday. What qmail does within the host is a comment alone.
//!
//! ```text
//! from mail.sender.example (HELO helo.sender.example) (ident@192.0.2.1) by mx.recipient.example with SMTP;
//! 13 Feb 2009 21:23:21 -0000
//! ```
//!
//! ```text
//! (qmail 2501 invoked by uid 89); 13 Feb 2009 21:23:21 -0000
//! ```

use super::Dialect;
use crate::trace::received::{Name, Reading};

pub(super) const QMAIL: Dialect = Dialect { name: "qmail", is: |field| is_qmail(field), complete };

fn complete(field: &mut Reading<'_>) {
    field.name = Name::Both;
    let invoked = field.clauses.comments().find(|comment| is_invoked(comment));
    if let Some(by) = invoked.and_then(|comment| comment.split_once(" invoked by ")).map(|(_, by)| by.to_owned()) {
        field.received.local_user = Some(by);
    }
}

fn is_qmail(field: &Reading<'_>) -> bool {
    if field.clauses.comments().any(is_invoked) || field.says_first("qmail-") || field.says_first("magic-smtpd") {
        return true;
    }
    // No other program writes a stamp without a weekday behind `with SMTP`, and no queue id.
    let with = field.protocol();
    let smtp = with.eq_ignore_ascii_case("SMTP")
        || with.eq_ignore_ascii_case("ESMTP")
        || with.ends_with("encrypted SMTP")
        || with.eq_ignore_ascii_case("ESMTPS")
        || with.eq_ignore_ascii_case("ESMTPA")
        || with.eq_ignore_ascii_case("ESMTPSA");
    let plain = field.received.id.is_none() && field.received.via.is_none();
    smtp && plain
        && field.connection.address.is_some()
        && !field.connection.address_is_name
        && field.stamp_begins_with_day()
}

fn is_invoked(comment: &str) -> bool {
    comment.starts_with("qmail ") && comment.contains(" invoked ")
}
