//! mbox mailboxes (RFC 4155): mboxo, mboxrd, mboxcl and mboxcl2, and MMDF.
//!
//! A `From ` line separates messages where it has a date and stands below a blank line or above a header field. That is not
//! enough: a notice may quote such a line of the message that it returns. What speaks against it: a `Content-Length` that ends at
//! another separator or at the end of the file, and a notice that announces what it quotes. A line that was quoted as `>From ` stays
//! as it is.

use memchr::memmem;

use crate::message::Message;
use crate::source::line_at;

/// How much of a header is read to tell how its body ends.
const MAX_HEADER: usize = 256 * 1024;
/// How long a `From ` line is at most.
const MAX_SEPARATOR: usize = 1000;
/// The line that stands before and after each message in an MMDF mailbox.
const MMDF: &[u8] = b"\x01\x01\x01\x01";

/// One message of a mailbox.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry<'a> {
    /// Its `From ` line, without the line end; empty in an MMDF mailbox that has none.
    pub separator: &'a [u8],
    /// The message: header and body, without the separator and the blank line above the next.
    pub message: &'a [u8],
    /// Where the message begins in the mailbox.
    pub start: usize,
}

/// Whether this begins as a mailbox does, a byte order mark and blank lines aside.
#[must_use]
pub fn is_mbox(bytes: &[u8]) -> bool {
    let start = first_line(bytes);
    let head = bytes.get(start..).unwrap_or_default();
    let (line, _) = line_at(head.get(..MAX_SEPARATOR).unwrap_or(head), 0);
    is_separator(line) || line == MMDF
}

/// The messages of a mailbox, in the order in which they stand, each where it lies. Takes time linear in its length.
pub fn messages(bytes: &[u8]) -> impl Iterator<Item = Entry<'_>> {
    let start = first_line(bytes);
    let is_mmdf = bytes.get(start..).unwrap_or_default().starts_with(MMDF);
    // Lines of old Macs end in CR alone.
    let head = bytes.get(..MAX_HEADER).unwrap_or(bytes);
    let is_mac = memchr::memchr(b'\n', head).is_none() && memchr::memchr(b'\r', head).is_some();
    let needle: &[u8] = match (is_mmdf, is_mac) {
        (true, _) => b"\n\x01\x01\x01\x01",
        (false, true) => b"\rFrom ",
        (false, false) => b"\nFrom ",
    };
    let mut mailbox = Mailbox { bytes, at: start, finder: memmem::Finder::new(needle), is_mmdf };
    std::iter::from_fn(move || mailbox.next_message())
}

/// Where the first line begins that is not blank.
fn first_line(bytes: &[u8]) -> usize {
    let mark = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let rest = bytes.get(mark..).unwrap_or_default();
    mark + rest.iter().take_while(|&&byte| matches!(byte, b'\r' | b'\n')).count()
}

/// Whether a line is `From `, a sender and a date, in whatever order the date's parts stand. A sentence may begin with the word and
/// name a time; a month, a day, a time and a year together it seldom does.
#[must_use]
pub fn is_separator(line: &[u8]) -> bool {
    const MONTHS: [&[u8]; 12] =
        [b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec"];
    let Some(rest) = line.strip_prefix(b"From ").filter(|rest| rest.len() <= MAX_SEPARATOR) else { return false };
    let (mut month, mut day, mut time, mut year) = (false, false, false, false);
    for word in rest.split(|byte| matches!(byte, b' ' | b'\t' | b',' | b'T')).filter(|word| !word.is_empty()) {
        let digits = word.iter().take_while(|byte| byte.is_ascii_digit()).count();
        match (digits, word.len()) {
            (1 | 2, length) if length == digits => day = true,
            (4, 4) if word.starts_with(b"19") || word.starts_with(b"20") => year = true,
            (1 | 2, _) if word.get(digits) == Some(&b':') && word.get(digits + 1).is_some_and(u8::is_ascii_digit) => {
                time = true;
            }
            // 2024-01-31, and 31-Jan-2024.
            (4, 10..) if word.get(4) == Some(&b'-') => (year, month, day) = (true, true, true),
            (1 | 2, 10 | 11) if word.get(digits) == Some(&b'-') => (year, month, day) = (true, true, true),
            (0, 3) => month |= MONTHS.iter().any(|name| word.eq_ignore_ascii_case(name)),
            _ => {}
        }
    }
    month && day && time && year
}

struct Mailbox<'a> {
    bytes: &'a [u8],
    /// Where the next separator stands.
    at: usize,
    finder: memmem::Finder<'a>,
    is_mmdf: bool,
}

impl<'a> Mailbox<'a> {
    fn next_message(&mut self) -> Option<Entry<'a>> {
        let bytes = self.bytes;
        if self.is_mmdf {
            return self.next_of_mmdf();
        }
        if self.at >= bytes.len() {
            return None;
        }
        let (separator, start) = line_at(bytes, self.at);
        let end = self.end_of_message(start);
        self.at = end;
        Some(Entry { separator, message: without_blank_line(bytes.get(start..end).unwrap_or_default()), start })
    }

    fn next_of_mmdf(&mut self) -> Option<Entry<'a>> {
        let bytes = self.bytes;
        let mut start = self.at;
        let is_mark = |at: usize| bytes.get(at..).is_some_and(|rest| rest.starts_with(MMDF));
        while is_mark(start) {
            start = line_at(bytes, start).1;
        }
        let rest = bytes.get(start..).filter(|rest| !rest.is_empty())?;
        let end = self.finder.find(rest).map_or(bytes.len(), |found| start + found + 1);
        self.at = end;
        let (first, next) = line_at(bytes, start);
        let (separator, start) = if first.starts_with(b"From ") { (first, next) } else { (&b""[..], start) };
        Some(Entry { separator, message: bytes.get(start..end).unwrap_or_default(), start })
    }

    /// Where the message ends that begins at `start`: at the next separator, or at the end of the mailbox.
    fn end_of_message(&mut self, start: usize) -> usize {
        let bytes = self.bytes;
        let (mut stated, mut notice) = (None, None);
        let mut at = start;
        // A message may be empty: then its first line is the next separator.
        if self.separates(start, start) && is_blank_above(bytes, start) {
            return start;
        }
        loop {
            let rest = bytes.get(at..).unwrap_or_default();
            let Some(found) = self.finder.find(rest) else { return bytes.len() };
            let candidate = at + found + 1;
            at = candidate;
            if !self.separates(candidate, start) {
                continue;
            }
            let stated = *stated.get_or_insert_with(|| stated_end(bytes, start, candidate));
            if let Some(end) = stated.filter(|&end| end > candidate)
                && let Some(end) = self.lands(end)
            {
                return end;
            }
            let mut of_program = || is_notice(&Message::read(head(bytes, start, candidate), start));
            if is_announced(bytes, start, candidate) && *notice.get_or_insert_with(&mut of_program) {
                continue;
            }
            return candidate;
        }
    }

    /// Whether the line at `at` is a separator, by itself and by what stands around it.
    fn separates(&self, at: usize, start: usize) -> bool {
        let window = self.bytes.get(at..).unwrap_or_default();
        let (line, next) = line_at(window.get(..MAX_SEPARATOR + 2).unwrap_or(window), 0);
        if !is_separator(line) {
            return false;
        }
        let below = window.get(next..).unwrap_or_default();
        let (below, _) = line_at(below.get(..MAX_SEPARATOR).unwrap_or(below), 0);
        at <= start || is_blank_above(self.bytes, at) || is_field(below) || below.starts_with(b">From ")
    }

    /// Where a stated length leads: to a separator or to the end of the mailbox, blank lines aside; else it is wrong.
    fn lands(&self, end: usize) -> Option<usize> {
        let rest = self.bytes.get(end..)?;
        let blank = rest.iter().take(8).take_while(|&&byte| matches!(byte, b'\r' | b'\n')).count();
        let at = end + blank;
        let window = self.bytes.get(at..)?;
        let (line, _) = line_at(window.get(..MAX_SEPARATOR + 2).unwrap_or(window), 0);
        let begins_line = blank > 0 || matches!(self.bytes.get(at.wrapping_sub(1)), Some(b'\n' | b'\r'));
        (window.is_empty() || begins_line && is_separator(line)).then_some(at)
    }
}

/// The head of a message that ends at `end` at the latest.
fn head(bytes: &[u8], start: usize, end: usize) -> &[u8] {
    bytes.get(start..end.min(start.saturating_add(MAX_HEADER))).unwrap_or_default()
}

/// Where a message's `Content-Length` says that its body ends.
fn stated_end(bytes: &[u8], start: usize, candidate: usize) -> Option<usize> {
    let head = head(bytes, start, candidate);
    // Few messages have the field: the header is read where its name is in sight.
    memmem::find(head, b"ength:").or_else(|| memmem::find(head, b"ENGTH:"))?;
    let message = Message::read(head, start);
    let length = message.text("Content-Length")?.trim().parse::<usize>().ok()?;
    message.body_start.checked_add(length)
}

/// Whether the line above ends in a colon, as where a notice announces what it quotes: `bounced message:`.
fn is_announced(bytes: &[u8], start: usize, at: usize) -> bool {
    let above = bytes.get(start..at).unwrap_or_default();
    let near = above.get(above.len().saturating_sub(MAX_SEPARATOR)..).unwrap_or(above);
    near.trim_ascii_end().ends_with(b":")
}

/// Whether a program wrote a message about another one.
pub(crate) fn is_notice(message: &Message<'_>) -> bool {
    let text = |name: &str| message.text(name).unwrap_or_default().to_ascii_lowercase();
    let from = text("From");
    message.text("Return-Path").is_some_and(|path| path.replace(' ', "") == "<>")
        || ["mailer-daemon", "postmaster", "mail delivery"].iter().any(|name| from.contains(name))
        || text("Auto-Submitted").starts_with("auto-")
        || text("Content-Type").contains("report-type")
}

fn is_blank_above(bytes: &[u8], at: usize) -> bool {
    let above = bytes.get(..at).unwrap_or_default();
    let without_end = |bytes: &'_ [u8]| match bytes {
        [.., b'\r', b'\n'] => bytes.len() - 2,
        [.., b'\n' | b'\r'] => bytes.len() - 1,
        _ => bytes.len(),
    };
    let line = above.get(..without_end(above)).unwrap_or_default();
    line.is_empty() || matches!(line.last(), Some(b'\n' | b'\r'))
}

/// Whether a line begins with a field's name and a colon.
fn is_field(line: &[u8]) -> bool {
    let name = line.iter().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')).count();
    name > 0 && line.get(name) == Some(&b':')
}

/// A message without the blank line that stands between it and the next separator.
fn without_blank_line(message: &[u8]) -> &[u8] {
    for blank in [&b"\r\n\r\n"[..], b"\n\n", b"\r\r"] {
        if message.ends_with(blank) {
            return message.get(..message.len() - blank.len() / 2).unwrap_or(message);
        }
    }
    message
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subjects(mailbox: &str) -> Vec<String> {
        let subject =
            |entry: Entry<'_>| Message::read(entry.message, 0).text("Subject").unwrap_or_default().into_owned();
        messages(mailbox.as_bytes()).map(subject).collect()
    }

    const TWO: &str = "From joe@example.com Fri Feb 13 21:23:21 2009\nSubject: one\n\nfirst\n\n\
        From jane@example.com Fri Feb 13 21:23:22 2009\nSubject: two\n\nsecond\n";

    #[test]
    fn messages_stand_below_from_lines() {
        assert_eq!(subjects(TWO), ["one", "two"]);
        assert_eq!(messages(TWO.as_bytes()).next().unwrap().message, b"Subject: one\n\nfirst\n");
        for end in ["\r\n", "\r"] {
            assert_eq!(subjects(&TWO.replace('\n', end)), ["one", "two"], "{end:?}");
        }
        assert_eq!(subjects(&format!("\u{feff}\n\n{TWO}")), ["one", "two"]);
    }

    #[test]
    fn a_sentence_that_begins_with_from_is_none() {
        for line in
            ["From now on we meet on Mondays.", "From 10:00 to 11:30 in room 2024.", "From: a@b.example", "From "]
        {
            assert!(!is_separator(line.as_bytes()), "{line}");
            assert_eq!(subjects(&TWO.replace("first", &format!("\n{line}\n"))), ["one", "two"], "{line}");
        }
    }

    #[test]
    fn dates_of_every_program_are_known() {
        for line in [
            "From joe@example.com Fri Feb 13 21:23:21 2009",
            "From joe@example.com Fri Feb 13 21:23:21 GMT 2009",
            "From joe@example.com Fri Feb 13 21:23 2009",
            "From joe@example.com Fri, 13 Feb 2009 21:23:21 +0200",
            "From - Fri Feb 13 21:23:21 2009",
            "From ???@??? Fri Feb 13 21:23:21 2009",
            "From \"a b\"@example.com Fri Feb 13 21:23:21 2009 remote from there",
            "From 1786@xxx Fri Feb 13 21:23:21 +0000 2009",
            "From joe@example.com 2009-02-13T21:23:21Z",
            "From joe@example.com 13-Feb-2009 21:23:21 -0000",
        ] {
            assert!(is_separator(line.as_bytes()), "{line}");
        }
    }

    #[test]
    fn a_length_counts_where_it_leads_to_a_separator() {
        let inner = "From joe@example.com Fri Feb 13 21:23:21 2009\nSubject: inner\n\nx\n";
        let with = |length: usize| {
            TWO.replace("first\n", &format!("look:\n\n{inner}"))
                .replace("one\n", &format!("one\nContent-Length: {length}\n"))
        };
        assert_eq!(subjects(&with("look:\n\n".len() + inner.len())), ["one", "two"]);
        // It lies: what stands there counts.
        assert_eq!(subjects(&with(3)), ["one", "inner", "two"]);
        assert_eq!(subjects(&with(usize::MAX)), ["one", "inner", "two"]);
    }

    #[test]
    fn what_a_notice_quotes_is_no_message_of_the_mailbox() {
        let quoted = "From joe@example.com Fri Feb 13 21:23:20 2009\nSubject: quoted\n";
        let notice = |body: &str, head: &str| {
            format!("From MAILER-DAEMON Fri Feb 13 21:23:21 2009\nSubject: failed\n{head}\n{body}\n\n{TWO}")
        };
        let plain = notice(&format!("bounced message:\n\n{quoted}"), "Return-Path: <>\n");
        assert_eq!(subjects(&plain), ["failed", "one", "two"]);
        // A letter of a person that ends in a colon announces nothing.
        assert_eq!(subjects(&notice("see here:", "")), ["failed", "one", "two"]);
    }

    #[test]
    fn messages_without_blank_lines_and_without_bodies_are_told_apart() {
        assert_eq!(subjects(&TWO.replace("first\n\n", "first\n")), ["one", "two"]);
        assert_eq!(subjects(&TWO.replace("\n\nfirst", "")), ["one", "two"]);
    }

    #[test]
    fn mmdf_has_lines_of_its_own() {
        let line = "\u{1}\u{1}\u{1}\u{1}\n";
        let text = format!("{line}Subject: one\n\nx\n{line}{line}Subject: two\n\nFrom here\n{line}");
        assert!(is_mbox(text.as_bytes()));
        assert_eq!(subjects(&text), ["one", "two"]);
        assert_eq!(subjects(line), [""; 0]);
        assert_eq!(subjects(&line.repeat(5)), [""; 0]);
    }

    #[test]
    fn nothing_is_no_mailbox() {
        for text in ["", "\n", "This isn't an mbox.", "From: a@b.example\nSubject: x\n"] {
            assert!(!is_mbox(text.as_bytes()), "{text:?}");
        }
    }
}
