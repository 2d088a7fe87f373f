//! Exim -v and -d, of the client and of the server.
//!
//! ```text
//! Connecting to mx.example.org [192.0.2.1]:25 ... connected
//!   SMTP<< 220 mx.example.org ESMTP
//!   SMTP>> EHLO client.example.com
//!   SMTP<< 250-mx.example.org
//!          250 SIZE 1000
//! ```

use super::{Form, Found, Line};
use crate::session::line::{Who, by_code, reply_code};

pub(super) static FORM: Form = Form { name: "Exim", read, is_marked: true, hides_tls: false };

/// `SMTP|>` is a command that waits to be sent with others.
const MARKS: [&str; 6] = ["SMTP<< ", "SMTP>> ", "SMTP|> ", "SMTP>| ", "SMTP+> ", "SMTP(TLS)>> "];

fn read<'a>(line: Line<'a>, rest: &'a str, found: &mut Found<'a>) {
    // A process number or a time may stand before the mark.
    let head = rest.get(..rest.floor_char_boundary(60)).unwrap_or_default();
    if let Some((at, mark)) = MARKS.iter().find_map(|mark| Some((head.find(mark)?, mark))) {
        let words = rest.get(at + mark.len()..).unwrap_or_default();
        let ends = words.starts_with("writing message and terminating");
        // Which way an arrow points depends on who writes it: the words tell who speaks.
        let words =
            if ends { words.rfind('.').and_then(|dot| words.get(dot..dot + 1)).unwrap_or_default() } else { words };
        if !words.starts_with('(') {
            found.said.push(line.said(by_code(words), words));
        }
    } else if rest.starts_with("     ") && reply_code(rest.trim_start()).is_some() {
        found.said.push(line.said(Who::Server, rest.trim_start()));
    } else {
        found.said.push(line.said(Who::Note, rest));
    }
}
