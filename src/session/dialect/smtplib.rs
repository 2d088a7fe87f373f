//! Python's smtplib with its debug level set: what was sent and received, as Python writes strings.
//!
//! ```text
//! connect: to ('mx.example.org', 25) None
//! send: 'ehlo client.example.com\r\n'
//! reply: b'250-mx.example.org\r\n'
//! reply: retcode (250); Msg: b'mx.example.org'
//! ```

use super::{Form, Found, Line, behind};
use crate::session::line::{Said, Who};

pub(super) static FORM: Form = Form { name: "smtplib", read, is_marked: true, hides_tls: false };

fn read<'a>(line: Line<'a>, rest: &'a str, found: &mut Found<'a>) {
    let rest = rest.trim_start();
    let (who, literal) = if let Some(literal) = behind(rest, &["send: "]) {
        (Who::Client, literal)
    } else if let Some(literal) = behind(rest, &["reply: b'", "reply: '", "reply: b\"", "reply: \""]) {
        (Who::Server, literal)
    } else if rest.starts_with("reply: ") || rest.starts_with("data: ") {
        // They say again what was said.
        return;
    } else {
        found.said.push(line.said(Who::Note, rest));
        return;
    };
    let literal = literal.strip_prefix('b').unwrap_or(literal);
    let literal = literal.strip_prefix(['\'', '"']).unwrap_or(literal);
    let mut literal = literal.strip_suffix(['\'', '"']).unwrap_or(literal);
    // A message is sent in one piece, with its line ends written out.
    while !literal.is_empty() {
        let end = literal.find("\\n").unwrap_or(literal.len());
        let (words, next) = literal.split_at_checked(end).unwrap_or((literal, ""));
        let text = words.strip_suffix("\\r").unwrap_or(words);
        let bare = !next.is_empty() && text.len() == words.len();
        found.said.push(Said { bare, ..line.said(who, text) });
        literal = next.get(2..).unwrap_or_default();
    }
}
