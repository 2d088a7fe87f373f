//! What a terminal shows: telnet, nc, openssl s_client. Nothing marks who speaks.
//!
//! ```text
//! Connected to mx.example.org.
//! 220 mx.example.org ESMTP
//! EHLO client.example.com
//! 250 mx.example.org
//! ```

use super::{Form, Found, Line};
use crate::session::line::{Said, Who};

pub(super) static FORM: Form = Form { name: "terminal", read, is_marked: false, hides_tls: false };

fn read<'a>(line: Line<'a>, rest: &'a str, found: &mut Found<'a>) {
    // A capture of the bytes shows the ends of lines.
    found.said.push(Said { bare: line.bare, ..line.said(Who::Either, rest) });
}
