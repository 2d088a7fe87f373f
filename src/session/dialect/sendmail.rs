//! sendmail -v, with or without the `050 ` that its server puts before each line, and the transcript in its notices.
//!
//! ```text
//! anna@example.org... Connecting to mx.example.org. via esmtp...
//! 220 mx.example.org ESMTP
//! >>> EHLO client.example.com
//! 250 mx.example.org
//! ```

use super::{Form, Found, Line, behind};
use crate::session::line::{Who, reply_code};

pub(super) static FORM: Form = Form { name: "sendmail", read, is_marked: true, hides_tls: false };

fn read<'a>(line: Line<'a>, rest: &'a str, found: &mut Found<'a>) {
    let bare = rest.strip_prefix("050 ");
    let rest = bare.unwrap_or(rest);
    if let Some(words) = behind(rest, &[">>> "]) {
        found.said.push(line.said(Who::Client, words));
    } else if let Some(words) = behind(rest, &["<<< "]) {
        found.said.push(line.said(Who::Server, words));
    } else if reply_code(rest).is_some() {
        // Nothing marks what the server says, but for the number before it.
        found.said.push(line.said(if bare.is_some() { Who::Server } else { Who::Either }, rest));
    } else {
        found.said.push(line.said(Who::Note, rest));
    }
}
