//! The form of the examples in RFCs: `C:` and `S:`, in older ones `S:` for the sender and `R:` for the receiver; also with
//! whole words.
//!
//! ```text
//! S: 220 mx.example.org ESMTP
//! C: EHLO client.example.com
//! ```

use super::{Form, Found, Line, behind};
use crate::session::line::{Who, by_code};

pub(super) static FORM: Form = Form { name: "C: and S:", read, is_marked: true, hides_tls: false };

fn read<'a>(line: Line<'a>, rest: &'a str, found: &mut Found<'a>) {
    let rest = rest.trim_start();
    let (who, words) = if let Some(words) = behind(rest, &["C:", "c:", "Client:", "client:", "CLIENT:"]) {
        (Who::Client, words)
    } else if let Some(words) = behind(rest, &["R:", "Server:", "server:", "SERVER:"]) {
        (Who::Server, words)
    } else if let Some(words) = behind(rest, &["S:", "s:"]) {
        (by_code(words.trim_start()), words)
    } else {
        return;
    };
    found.said.push(line.said(who, words.strip_prefix(' ').unwrap_or(words)));
}
