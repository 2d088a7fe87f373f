//! swaks, and the traces of KumoMTA, which writes the same marks behind the addresses and the time since the connection.
//!
//! ```text
//! === Connected to mx.example.org.
//! <-  220 mx.example.org ESMTP
//!  -> EHLO client.example.com
//! <** 550 5.1.1 no such user
//! [192.0.2.1:40422->192.0.2.2:25] 182ms  -> EHLO client.example.com
//! ```

use super::{Form, Found, Line, behind};
use crate::session::line::{Said, Who, has};
use crate::session::stamp::Stamp;

pub(super) static FORM: Form = Form { name: "swaks", read, is_marked: true, hides_tls: false };

/// `~` stands for a line within TLS, `*` for one that swaks did not expect.
const SERVER: &[&str] = &["<-  ", "<~  ", "<** ", "<~* ", "<*~ ", "<- ", "<~ "];
const CLIENT: &[&str] = &["-> ", "~> ", "**> ", "~*> ", "*~> ", "->", "~>"];
const NOTE: &[&str] = &["=== ", "*** "];

fn read<'a>(line: Line<'a>, rest: &'a str, found: &mut Found<'a>) {
    let (key, stamp, rest) = kumomta(line.text).unwrap_or(("", None, rest));
    let rest = rest.trim_start();
    let (who, words) = if let Some(words) = behind(rest, SERVER) {
        // swaks marks its own word for silence as if the server had said it.
        (if words.starts_with("Timeout (") { Who::Note } else { Who::Server }, words)
    } else if let Some(words) = behind(rest, CLIENT) {
        (Who::Client, words)
    } else if let Some(words) = behind(rest, NOTE) {
        (Who::Note, words)
    } else {
        return;
    };
    if !key.is_empty() {
        found.key = key;
    }
    let said = line.said(who, words);
    let secure = rest.get(..2).is_some_and(|mark| mark.contains('~'));
    found.said.push(Said { stamp, secure, ..said });
}

/// The addresses, the time and the rest of a line of KumoMTA.
fn kumomta(text: &str) -> Option<(&str, Option<Stamp<'_>>, &str)> {
    let (key, rest) = text.strip_prefix('[')?.split_once(']').filter(|(key, _)| has(key, &["->"]))?;
    let rest = rest.trim_start();
    let (time, rest) = rest.split_once(' ')?;
    Some((key, Stamp::since_start(time), rest))
}
