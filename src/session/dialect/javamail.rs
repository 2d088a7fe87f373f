//! JavaMail's debug output (Jakarta Mail, Angus Mail): the dialogue as it is, with the program's own lines between.
//!
//! ```text
//! DEBUG SMTP: trying to connect to host "mx.example.org", port 25, isSSL false
//! 220 mx.example.org ESMTP
//! DEBUG SMTP: connected to host "mx.example.org", port: 25
//! EHLO client.example.com
//! ```

use super::{Form, Found, Line, plain};
use crate::session::line::Who;

pub(super) static FORM: Form = Form { name: "JavaMail", read, is_marked: false, hides_tls: false };

/// How the program's own lines begin.
pub(super) const MARKS: [&str; 3] = ["DEBUG SMTP: ", "DEBUG SMTPS: ", "DEBUG: "];

fn read<'a>(line: Line<'a>, rest: &'a str, found: &mut Found<'a>) {
    // What goes wrong is told again by an exception, with the frames of its stack.
    let is_own = MARKS.iter().any(|mark| rest.starts_with(mark)) || rest.starts_with("\tat ");
    if is_own {
        found.said.push(line.said(Who::Note, rest));
    } else {
        (plain::FORM.read)(line, rest, found);
    }
}
