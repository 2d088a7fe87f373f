//! A line of a log, taken apart: stamp, host, program, and what the program says.

use super::stamp::{self, Stamp};
use crate::finding::Span;

/// How far the name of the program stands from the beginning at most.
const TAG: usize = 300;
/// How much of a text shows what it is.
pub(super) const HEAD: usize = 4_000;

/// A line of a log.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Line<'a> {
    /// The whole line in the input.
    pub span: Span,
    /// When it was written.
    pub stamp: Stamp<'a>,
    /// What wrote it, without its process id: `postfix/smtp`; empty where the line does not say.
    pub program: &'a str,
    /// What it says.
    pub said: &'a str,
}

impl<'a> Line<'a> {
    /// Takes a line apart.
    pub(super) fn read(text: &'a str, span: Span) -> Self {
        let text = text.trim_end();
        let open = text.trim_start();
        // A container's output has the container's name before it: `mail-1  | Feb 13 …`.
        let bar = open.as_bytes().iter().take(60).position(|byte| *byte == b'|').and_then(|bar| bar.checked_sub(1));
        let open = match bar.filter(|bar| open.get(*bar..*bar + 3) == Some(" | ")) {
            Some(bar) if !open.get(..bar).unwrap_or_default().contains(':') => open.get(bar + 3..).unwrap_or(open),
            _ => open,
        };
        let (open, is_structured) = without_priority(open);
        let Some((stamp, rest)) = stamp::split(open) else {
            let mut line = Self { span, said: open, ..Self::default() };
            if let Some((program, said)) = tagged(open) {
                (line.program, line.said) = (program, said);
                // Exim in a container: the stamp stands behind the tag.
                if let Some((stamp, rest)) = stamp::split(said) {
                    (line.stamp, line.said) = (stamp, rest);
                }
            }
            return line;
        };
        let mut line = Self { span, stamp, program: "", said: rest };
        if is_structured {
            (line.program, line.said) = structured(rest).unwrap_or(("", rest));
        } else if let Some((program, said)) = hosted(rest) {
            (line.program, line.said) = (program, said);
            // A program's own stamp behind that of syslog.
            if let Some((_, rest)) = stamp::split(said) {
                line.said = rest;
            }
        }
        line
    }

    /// Whether it has the head of a log's line: a stamp, or a program.
    pub(super) fn is_headed(&self) -> bool {
        !self.stamp.text.is_empty() || !self.program.is_empty()
    }
}

/// The line without the priority that syslog sends, and whether the form of RFC 5424 follows it.
fn without_priority(line: &str) -> (&str, bool) {
    let Some(rest) = line.strip_prefix('<') else { return (line, false) };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    match rest.get(digits..).and_then(|rest| rest.strip_prefix('>')) {
        Some(rest) if (1..=3).contains(&digits) => match rest.strip_prefix("1 ") {
            Some(rest) => (rest, true),
            None => (rest, false),
        },
        _ => (line, false),
    }
}

/// `host app pid msgid [data] message` (RFC 5424 section 6).
fn structured(rest: &str) -> Option<(&str, &str)> {
    let mut words = rest.splitn(5, ' ');
    let (_, program, _, _, data) = (words.next()?, words.next()?, words.next()?, words.next()?, words.next()?);
    let said = match data.strip_prefix("- ") {
        Some(said) => said,
        None => data.split_once("] ").map_or(data, |(_, said)| said),
    };
    Some((program, said.trim_start_matches('\u{FEFF}')))
}

/// `host program[pid]: message`, with the facility that some write before the host or behind it.
fn hosted(rest: &str) -> Option<(&str, &str)> {
    let head = rest.get(..rest.floor_char_boundary(TAG))?;
    // A host, then a program: two words at most that end in a colon.
    let mut at = 0;
    for _ in 0..4 {
        let word_at = at + head.get(at..)?.bytes().take_while(|byte| *byte == b' ').count();
        let word = head.get(word_at..)?;
        let end = word.find(' ').unwrap_or(word.len());
        let word = word.get(..end)?;
        if let Some(tag) = word.strip_suffix(':').filter(|tag| at > 0 || tag.contains('[')) {
            // An address is none: `** kim@example.com: retry timeout exceeded`.
            let tag = Some(tag).filter(|tag| tag.contains('(') || !tag.contains('@'))?;
            return Some((program(tag)?, rest.get(word_at + end..)?.trim_start_matches(' ')));
        }
        // `local3.info`, `info`, `<mail.info>` stand between; anything else is the host, and only one can be.
        if word.contains(['=', '@', '"', ';', '*', '>']) && !word.starts_with('<') || word == "<=" {
            return None;
        }
        at = word_at + end;
    }
    None
}

/// `program[pid]: message` without a stamp before it, as `journalctl -o cat` of a container prints it, with or without its host.
fn tagged(text: &str) -> Option<(&str, &str)> {
    let head = text.get(..text.floor_char_boundary(TAG))?;
    let end = head.find("]: ")?;
    let tag = head.get(..=end)?;
    let tag = tag.rsplit(' ').next()?;
    if head.get(..end)?.split(' ').count() > 2 || !tag.contains('[') {
        return None;
    }
    Some((program(tag)?, text.get(end + 3..)?))
}

/// The program's name in its tag: `postfix/smtp[1234]`.
fn program(tag: &str) -> Option<&str> {
    let name = match tag.find('[') {
        Some(at) => tag.get(..at)?,
        None => tag,
    };
    let is_name =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.' | b'(' | b')' | b'@');
    (name.starts_with(|first: char| first.is_ascii_alphabetic()) && name.bytes().all(is_name)).then_some(name)
}

/// What stands between two marks, the first time.
pub(super) fn between<'a>(text: &'a str, before: &str, after: &str) -> Option<&'a str> {
    let rest = behind(text, before)?;
    memchr::memmem::find(rest.as_bytes(), after.as_bytes()).and_then(|end| rest.get(..end))
}

/// What stands behind a mark, the first time.
pub(super) fn behind<'a>(text: &'a str, before: &str) -> Option<&'a str> {
    let at = memchr::memmem::find(text.as_bytes(), before.as_bytes())?;
    text.get(at + before.len()..)
}

/// Whether a text holds another.
pub(super) fn holds(text: &str, part: &str) -> bool {
    memchr::memmem::find(text.as_bytes(), part.as_bytes()).is_some()
}

/// The value of `key=value` up to a blank or a comma; quoted values to their end.
pub(super) fn value<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let key = key.trim_start();
    let mut from = 0;
    loop {
        let at = from + memchr::memmem::find(text.get(from..)?.as_bytes(), key.as_bytes())?;
        let is_key = at == 0
            || text.as_bytes().get(at - 1).is_some_and(|byte| matches!(byte, b' ' | b',' | b';' | b'\t' | b'('));
        let rest = text.get(at + key.len()..)?;
        if is_key {
            if let Some(quoted) = rest.strip_prefix('"') {
                return quoted.split_once('"').map(|(value, _)| value);
            }
            return rest.split([' ', ',', ';']).next();
        }
        from = at + key.len();
    }
}

/// Whether a word is the name that stands for a queue id in a text that names nobody: `id1`.
pub(super) fn is_token(word: &str) -> bool {
    word.strip_prefix("id").is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// An address without its brackets; none where it is empty.
pub(super) fn bare(address: &str) -> Option<&str> {
    let address = address.trim();
    let address = address.strip_prefix('<').and_then(|inner| inner.strip_suffix('>')).unwrap_or(address).trim();
    (!address.is_empty() && address != "-").then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn head_and_words_are_told_apart() {
        for (text, program, said) in [
            ("Feb 13 21:23:21 mx postfix/smtp[9]: 4Q: x", "postfix/smtp", "4Q: x"),
            ("2026-02-13T21:23:21.5+01:00 mx postfix-out/smtp[9]: 4Q: x", "postfix-out/smtp", "4Q: x"),
            ("Jun 17 14:37:39 <mail.notice> mx sm-mta[2]: 55H: x", "sm-mta", "55H: x"),
            ("<22>1 2026-02-13T21:23:21Z mx postfix/smtp 9 - - 4Q: x", "postfix/smtp", "4Q: x"),
            ("<22>Feb 13 21:23:21 mx postfix/smtp[9]: 4Q: x", "postfix/smtp", "4Q: x"),
            ("postfix/smtp[9]: 4Q: x", "postfix/smtp", "4Q: x"),
            ("mail-1  | Feb 13 21:23:21 mx postfix/smtp[9]: 4Q: x", "postfix/smtp", "4Q: x"),
            ("mx exim[3]: 2026-02-13 21:23:21 1rLAbC-0001Xy-2Z Completed", "exim", "1rLAbC-0001Xy-2Z Completed"),
            (
                "2026-02-13 21:23:21 1rLAbC-0001Xy-2Z <= a@a.example H=b: x",
                "",
                "1rLAbC-0001Xy-2Z <= a@a.example H=b: x",
            ),
        ] {
            let line = Line::read(text, Span::default());
            assert_eq!((line.program, line.said), (program, said), "{text}");
        }
    }

    #[test]
    fn values_end_where_their_writer_ends_them() {
        assert_eq!(value("a=1 relay=\"mx.example (x)\" b=2", "relay="), Some("mx.example (x)"));
        assert_eq!(value("orig_to=<x> to=<y>", "to="), Some("<y>"));
        assert_eq!(value("xto=1", "to="), None);
    }
}
