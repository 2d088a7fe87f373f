//! smtp-cli --verbose: each line of a reply with its code in square brackets and its text in quotes, and no mark that says
//! whether more lines follow.
//!
//! ```text
//! [220] 'mx.example.org ESMTP'
//! > EHLO client.example.com
//! ```

use super::{Form, Found, Line, lines};
use crate::session::line::{Who, cut, is_command, reply_code};

pub(super) static FORM: Form = Form { name: "smtp-cli", read, is_marked: false, hides_tls: true };

fn read<'a>(line: Line<'a>, rest: &'a str, found: &mut Found<'a>) {
    // The program's own summary names the command again.
    let who = if rest.contains(" failed: '") { Who::Note } else { Who::Either };
    found.said.push(line.said(who, rest.trim()));
}

/// The code of a line.
fn code(line: &str) -> Option<&str> {
    let (code, text) = cut(line.strip_prefix('[')?, "] '")?;
    (code.len() == 3 && text.ends_with('\'')).then(|| reply_code(code))?.map(|(code, _)| code)
}

/// The same text as a terminal would show it, with every byte at its place; nothing where it is of another form.
pub(super) fn as_terminal(text: &str) -> Option<String> {
    let is_sent = |line: &str| line.strip_prefix("> ").is_some_and(|words| is_command(words.trim_end()));
    // A first look that costs little.
    if !text.starts_with('[') && !text.contains("\n[") {
        return None;
    }
    let (codes, commands) = lines(text).fold((0, 0), |(codes, commands), line| {
        (codes + usize::from(code(line.text).is_some()), commands + usize::from(is_sent(line.text)))
    });
    if codes < 2 || commands == 0 {
        return None;
    }
    let mut out = String::with_capacity(text.len());
    let mut all = lines(text).peekable();
    while let Some(line) = all.next() {
        if let Some(own) = code(line.text) {
            let goes_on = all.peek().is_some_and(|next| code(next.text) == Some(own));
            out.extend([" ", own, if goes_on { "-" } else { " " }, "  "]);
            let words = line.text.get(7..).and_then(|words| words.strip_suffix('\'')).unwrap_or_default();
            out.extend([words, " "]);
        } else if is_sent(line.text) {
            out.push_str("  ");
            out.push_str(line.text.get(2..).unwrap_or_default());
        } else {
            out.push_str(line.text);
        }
        let end = line.at + line.text.len();
        let next = all.peek().map_or(text.len(), |next| next.at);
        out.push_str(text.get(end..next).unwrap_or_default());
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_byte_keeps_its_place() {
        let text = "Connection from x\n[220] 'mx'\r\n> EHLO a\n[250] 'mx'\n[250] 'HELP'\n[28] 'x'";
        let shown = as_terminal(text).unwrap();
        assert_eq!(shown, "Connection from x\n 220   mx \r\n  EHLO a\n 250-  mx \n 250   HELP \n[28] 'x'");
        assert_eq!(shown.len(), text.len());
        assert_eq!(as_terminal("[200] 'ok'\n[404] 'not found'"), None);
    }
}
