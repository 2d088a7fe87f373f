//! Haraka at the log level of the protocol.
//!
//! ```text
//! [PROTOCOL] [4A3B] [core] S: 220 mx.example.org ESMTP Haraka ready
//! [PROTOCOL] [4A3B] [core] C: EHLO client.example.com state=1
//! ```

use super::{Form, Found, Line};
use crate::session::line::{Who, cut, has};

pub(super) static FORM: Form = Form { name: "Haraka", read, is_marked: true, hides_tls: false };

fn read<'a>(line: Line<'a>, rest: &'a str, found: &mut Found<'a>) {
    let Some((_, rest)) = cut(rest, "[PROTOCOL] ") else {
        if has(rest, &["[NOTICE]"]) {
            found.said.push(line.said(Who::Note, rest));
        }
        return;
    };
    let Some((labels, rest)) = cut(rest, "] S: ").map(|parts| (parts, Who::Server)).map_or_else(
        || cut(rest, "] C: ").map(|(labels, words)| (labels, (words, Who::Client))),
        |((labels, words), who)| Some((labels, (words, who))),
    ) else {
        return;
    };
    let (words, who) = rest;
    // The log tells the state of the connection behind what the client said.
    let words = words.rsplit_once(" state=").map_or(words, |(words, _)| words);
    // A transaction is numbered behind its connection: `4A3B.1`.
    let key = labels.trim_start_matches('[').split(']').next().unwrap_or_default();
    found.key = key.rsplit_once('.').map_or(key, |(connection, _)| connection);
    found.said.push(line.said(who, words.trim_end()));
}
