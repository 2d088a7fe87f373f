//! A date's words: what stands between its blanks, commas and comments.

use memchr::{memchr2, memchr3};

/// One word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word<'a> {
    pub(super) text: &'a [u8],
    /// Whether a comma follows it.
    pub(super) comma: bool,
    start: usize,
    end: usize,
}

/// The words of a text, up to its first semicolon. Comments between them are passed over (RFC 5322 section 3.2.2).
pub(super) struct Words<'a> {
    text: &'a [u8],
    next: Option<Word<'a>>,
    /// Where the last word ended that was taken.
    end: usize,
}

impl<'a> Words<'a> {
    pub(super) fn new(text: &'a [u8]) -> Self {
        Self { text, next: word_at(text, 0), end: 0 }
    }

    pub(super) fn peek(&self) -> Option<Word<'a>> {
        self.next
    }

    /// Where the next word begins.
    pub(super) fn start(&self) -> usize {
        self.next.map_or(self.text.len(), |word| word.start)
    }

    /// Where the last word ended that was taken.
    pub(super) fn end(&self) -> usize {
        self.end
    }

    pub(super) fn next(&mut self) -> Option<Word<'a>> {
        let word = self.next?;
        self.end = word.end;
        self.next = word_at(self.text, word.end);
        Some(word)
    }

    /// Takes the next word if `read` makes something of it.
    pub(super) fn take<T>(&mut self, read: impl FnOnce(Word<'a>) -> Option<T>) -> Option<T> {
        let value = read(self.next?)?;
        self.next();
        Some(value)
    }

    /// The comment that follows the last word with nothing but blanks between, without its parentheses.
    pub(super) fn comment(&self) -> Option<(&'a [u8], usize)> {
        let start = self.end + blanks(self.text, self.end);
        let end = comment_end(self.text, start)?;
        Some((self.text.get(start + 1..end - 1)?, end))
    }

    /// Counts what ends at `end` as part of the date.
    pub(super) fn extend_to(&mut self, end: usize) {
        self.end = end;
        self.next = word_at(self.text, end);
    }
}

fn word_at(text: &[u8], from: usize) -> Option<Word<'_>> {
    let mut at = from;
    loop {
        match text.get(at)? {
            b';' => return None,
            b'(' => at = comment_end(text, at)?,
            byte if byte.is_ascii_whitespace() || matches!(byte, b',' | b')') => at += 1,
            _ => break,
        }
    }
    let length = text
        .get(at..)?
        .iter()
        .position(|byte| byte.is_ascii_whitespace() || matches!(byte, b',' | b';' | b'(' | b')'))
        .unwrap_or(text.len() - at);
    let mut end = at + length;
    // A comma between digits is that of a fraction: `21:23:21,102`.
    if text.get(end) == Some(&b',') && text.get(at..end)?.contains(&b':') {
        let digits = text.get(end + 1..)?.iter().take_while(|byte| byte.is_ascii_digit()).count();
        end += if digits > 0 { digits + 1 } else { 0 };
    }
    Some(Word { text: text.get(at..end)?, comma: text.get(end) == Some(&b','), start: at, end })
}

fn blanks(text: &[u8], from: usize) -> usize {
    text.get(from..).unwrap_or_default().iter().take_while(|byte| byte.is_ascii_whitespace()).count()
}

/// Where the comment ends that begins at `start`: behind its last parenthesis. Comments nest.
fn comment_end(text: &[u8], start: usize) -> Option<usize> {
    if text.get(start) != Some(&b'(') {
        return None;
    }
    let (mut depth, mut at) = (1_usize, start + 1);
    while depth > 0 {
        at += memchr3(b'(', b')', b'\\', text.get(at..)?)?;
        match text.get(at)? {
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => at += 1,
        }
        at += 1;
    }
    Some(at)
}

/// Whether a text holds a digit or a sign of an address: then it is no zone's name.
pub(super) fn is_plain(text: &[u8]) -> bool {
    text.len() <= 40 && memchr2(b'@', b'=', text).is_none()
}
