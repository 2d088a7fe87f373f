//! One line of a transcript: who says it, when, and where it stands.

use super::stamp::Stamp;
use crate::finding::Span;

/// Who says something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    /// The client, which sends commands.
    Client,
    /// The server, which answers.
    Server,
    /// Nothing on the line tells; where the session stands tells it.
    Either,
    /// The program that wrote the transcript.
    Note,
}

/// Something said.
#[derive(Debug, Clone, Copy)]
pub(super) struct Said<'a> {
    pub who: Who,
    /// The words, without the marks around them.
    pub words: &'a str,
    /// Where they stand in the input.
    pub at: usize,
    pub stamp: Option<Stamp<'a>>,
    /// Whether the transcript shows that the line ended in LF alone.
    pub bare: bool,
    /// Whether the transcript marks the line as one within TLS.
    pub secure: bool,
}

impl Said<'_> {
    pub(super) fn span(&self) -> Span {
        Span::new(self.at, self.at + self.words.len())
    }
}

/// Whether a text has one of these words. Searches weigh where they are inlined, so all of this room share these two.
#[inline(never)]
pub(super) fn has(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// What stands before a mark, and what behind it.
#[inline(never)]
pub(super) fn cut<'a>(text: &'a str, mark: &str) -> Option<(&'a str, &'a str)> {
    text.split_once(mark)
}

/// The reply code that words begin with (RFC 5321 section 4.2), and whether more lines follow.
pub(super) fn reply_code(words: &str) -> Option<(&str, bool)> {
    let bytes = words.as_bytes();
    let code = words.get(..3)?;
    let is_code = matches!(bytes, [b'2'..=b'5', b'0'..=b'5', b'0'..=b'9', ..]);
    let goes_on = match bytes.get(3) {
        None | Some(b' ' | b'\t' | b'\r') => false,
        Some(b'-') => true,
        _ => return None,
    };
    is_code.then_some((code, goes_on))
}

/// Client or server, by whether the words begin as a reply does: for logs whose arrows mean "in" and "out".
pub(super) fn by_code(words: &str) -> Who {
    if reply_code(words).is_some() { Who::Server } else { Who::Client }
}

/// The verbs of SMTP and its extensions.
const VERBS: [&str; 21] = [
    "EHLO", "HELO", "LHLO", "STARTTLS", "AUTH", "MAIL", "RCPT", "DATA", "BDAT", "QUIT", "RSET", "NOOP", "VRFY", "EXPN",
    "HELP", "XCLIENT", "XFORWARD", "ETRN", "TURN", "SAML", "BURL",
];

/// Whether words begin with a command of SMTP.
pub(super) fn is_command(words: &str) -> bool {
    let end = words.find(|letter: char| !letter.is_ascii_alphabetic()).unwrap_or(words.len());
    let verb = words.get(..end).unwrap_or_default();
    let rest = words.get(end..).unwrap_or_default();
    if words == "END-OF-MESSAGE" {
        return true;
    }
    let known = VERBS.iter().any(|known| known.eq_ignore_ascii_case(verb));
    let is = |name: &str| name.eq_ignore_ascii_case(verb);
    known
        && if is("MAIL") || is("RCPT") {
            // `mail from:<…>`, or the verb alone, as logs have it; a sentence that begins with "mail" is none.
            let next = rest.trim_start().as_bytes().get(..4).unwrap_or_default();
            let to = next.get(..2).is_some_and(|next| next.eq_ignore_ascii_case(b"to"));
            next.is_empty() || next.eq_ignore_ascii_case(b"from") || to
        } else if is("DATA") || is("QUIT") || is("RSET") || is("STARTTLS") {
            rest.trim().is_empty()
        } else {
            rest.is_empty() || rest.starts_with([' ', '\t', '\r'])
        }
}
