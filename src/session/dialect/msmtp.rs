//! msmtp --debug.
//!
//! ```text
//! <-- 220 mx.example.org ESMTP
//! --> EHLO client.example.com
//! ```

use super::{Form, Found, Line, behind};
use crate::session::line::Who;

pub(super) static FORM: Form = Form { name: "msmtp", read, is_marked: true, hides_tls: false };

fn read<'a>(line: Line<'a>, rest: &'a str, found: &mut Found<'a>) {
    if let Some(words) = behind(rest, &["<-- "]) {
        found.said.push(line.said(Who::Server, words));
    } else if let Some(words) = behind(rest, &["--> ", "-->"]) {
        found.said.push(line.said(Who::Client, words));
    } else {
        found.said.push(line.said(Who::Note, rest));
    }
}
