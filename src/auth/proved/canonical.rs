//! Canonical forms of header fields and bodies (RFC 6376 section 3.4): what is hashed.

use serde::Serialize;

use crate::finding::Span;
use crate::message::{Field, Message};

/// A way to make what is hashed the same after harmless changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Form {
    /// Nearly nothing may change.
    Simple,
    /// White space may change.
    Relaxed,
}

impl Form {
    /// As `c=` names it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Simple => "simple",
            Self::Relaxed => "relaxed",
        }
    }

    /// The other one.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Simple => Self::Relaxed,
            Self::Relaxed => Self::Simple,
        }
    }
}

/// A message whose octets are at hand: fields with their raw text, and the body.
#[derive(Debug, Clone)]
pub struct Mail<'a> {
    /// Its fields and body.
    pub message: Message<'a>,
    whole: &'a [u8],
    base: usize,
    /// Whether lines end in CR alone: nowhere is a line feed.
    ends_in_cr: bool,
}

impl<'a> Mail<'a> {
    /// Reads a message whose first byte stands at `base` of the input.
    #[must_use]
    pub fn read(whole: &'a [u8], base: usize) -> Self {
        let ends_in_cr = memchr::memchr(b'\n', whole).is_none();
        Self { message: Message::read(whole, base), whole, base, ends_in_cr }
    }

    /// A field as it stands, without the last line's end.
    #[must_use]
    pub fn raw(&self, field: &Field<'_>) -> &'a [u8] {
        let Span { start, end } = field.span();
        self.whole.get(start.saturating_sub(self.base)..end.saturating_sub(self.base)).unwrap_or_default()
    }

    /// Whether an empty line ends the header, so that a body follows, be it an empty one.
    #[must_use]
    pub fn has_body(&self) -> bool {
        let last = self.message.fields.last().map_or(0, |field| field.value_span.end - self.base);
        let between = self.whole.get(last..self.message.body_start - self.base).unwrap_or_default();
        let ends = between.iter().filter(|byte| **byte == if self.ends_in_cr { b'\r' } else { b'\n' }).count();
        ends > 1 || !self.message.body.is_empty()
    }

    /// The lines of a body, without their ends.
    pub fn lines<'b>(&self, body: &'b [u8]) -> impl Iterator<Item = &'b [u8]> + use<'b> {
        let mut rest = body;
        let end = if self.ends_in_cr { b'\r' } else { b'\n' };
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let (line, after) = match memchr::memchr(end, rest).and_then(|at| rest.split_at_checked(at)) {
                Some((line, after)) => (line, after.get(1..).unwrap_or_default()),
                None => (rest, &[][..]),
            };
            rest = after;
            Some(if end == b'\n' { line.strip_suffix(b"\r").unwrap_or(line) } else { line })
        })
    }

    /// A body in canonical form.
    #[must_use]
    pub fn body(&self, body: &[u8], form: Form) -> Vec<u8> {
        canonical_body(self.lines(body), body.len(), form)
    }
}

/// Lines in canonical form; empty ones at the end go.
pub(super) fn canonical_body<'l>(lines: impl Iterator<Item = &'l [u8]>, size: usize, form: Form) -> Vec<u8> {
    let mut out = Vec::with_capacity(size + size / 32 + 2);
    let mut empty = 0_usize;
    for line in lines {
        let start = out.len();
        if form == Form::Relaxed {
            let text = trim_end(line);
            if !text.is_empty() {
                ends(&mut out, &mut empty);
                squeeze(&mut out, text);
            }
        } else if !line.is_empty() {
            ends(&mut out, &mut empty);
            out.extend_from_slice(line);
        }
        if out.len() == start {
            empty += 1;
        } else {
            out.extend_from_slice(b"\r\n");
        }
    }
    if out.is_empty() && form == Form::Simple {
        out.extend_from_slice(b"\r\n");
    }
    out
}

/// Writes the empty lines that turned out to have something behind them.
fn ends(out: &mut Vec<u8>, empty: &mut usize) {
    for _ in 0..std::mem::take(empty) {
        out.extend_from_slice(b"\r\n");
    }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t')
}

fn trim_end(line: &[u8]) -> &[u8] {
    let blanks = line.iter().rev().take_while(|byte| is_blank(**byte)).count();
    line.get(..line.len() - blanks).unwrap_or_default()
}

/// Writes text with each run of blanks as one space.
fn squeeze(out: &mut Vec<u8>, text: &[u8]) {
    let mut blank = false;
    for &byte in text {
        if is_blank(byte) {
            blank = true;
            continue;
        }
        if std::mem::take(&mut blank) {
            out.push(b' ');
        }
        out.push(byte);
    }
    if blank {
        out.push(b' ');
    }
}

/// A header field in canonical form, without the end of its last line. `raw` is name, colon and value as they stand.
#[must_use]
pub fn field(raw: &[u8], form: Form) -> Vec<u8> {
    let mut out = Vec::with_capacity(raw.len() + 8);
    if form == Form::Simple {
        // Only the ends of lines are made the same.
        let mut bytes = raw.iter().copied().peekable();
        while let Some(byte) = bytes.next() {
            match byte {
                b'\r' | b'\n' => {
                    if byte == b'\r' && bytes.peek() == Some(&b'\n') {
                        bytes.next();
                    }
                    out.extend_from_slice(b"\r\n");
                }
                byte => out.push(byte),
            }
        }
        return out;
    }
    let colon = memchr::memchr(b':', raw).unwrap_or(raw.len());
    let (name, value) = raw.split_at_checked(colon).unwrap_or((raw, &[]));
    out.extend(name.trim_ascii().iter().map(u8::to_ascii_lowercase));
    out.push(b':');
    let unfolded: Vec<u8> = value.iter().skip(1).copied().filter(|byte| !matches!(byte, b'\r' | b'\n')).collect();
    let start = unfolded.iter().take_while(|byte| is_blank(**byte)).count();
    squeeze(&mut out, trim_end(unfolded.get(start..).unwrap_or_default()));
    out
}

/// A signature's field with an empty `b=`: its value and the white space around it go (RFC 6376 section 3.7).
#[must_use]
pub fn without_signature(raw: &[u8]) -> Vec<u8> {
    let colon = memchr::memchr(b':', raw).map_or(0, |at| at + 1);
    let (name, value) = raw.split_at_checked(colon).unwrap_or((&[], raw));
    let mut out = name.to_vec();
    for (place, piece) in value.split(|byte| *byte == b';').enumerate() {
        if place > 0 {
            out.push(b';');
        }
        match memchr::memchr(b'=', piece).and_then(|at| piece.split_at_checked(at + 1)) {
            Some((tag, _)) if tag.get(..tag.len() - 1).unwrap_or_default().trim_ascii() == b"b" => {
                out.extend_from_slice(tag);
            }
            _ => out.extend_from_slice(piece),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body(text: &str, form: Form) -> String {
        let mail = Mail::read(text.as_bytes(), 0);
        String::from_utf8(mail.body(text.as_bytes(), form)).unwrap()
    }

    /// The example of RFC 6376 section 3.4.5.
    #[test]
    fn the_standards_own_example_comes_out() {
        let text = " C \r\nD \t E\r\n\r\n\r\n";
        assert_eq!(body(text, Form::Relaxed), " C\r\nD E\r\n");
        assert_eq!(body(text, Form::Simple), " C \r\nD \t E\r\n");
        assert_eq!(field(b"A: X", Form::Relaxed), b"a:X");
        assert_eq!(field(b"B : Y\t\r\n\tZ  ", Form::Relaxed), b"b:Y Z");
        assert_eq!(field(b"B : Y\t\r\n\tZ  ", Form::Simple), b"B : Y\t\r\n\tZ  ");
    }

    #[test]
    fn empty_bodies_and_missing_ends_of_lines() {
        assert_eq!(body("", Form::Simple), "\r\n");
        assert_eq!(body("", Form::Relaxed), "");
        assert_eq!(body("\r\n\r\n", Form::Simple), "\r\n");
        assert_eq!(body(" \t\r\n \r\n", Form::Relaxed), "");
        assert_eq!(body("x", Form::Relaxed), "x\r\n");
        assert_eq!(body("x\n\ny\n", Form::Simple), "x\r\n\r\ny\r\n");
        assert_eq!(body("x\ry\r", Form::Simple), "x\r\ny\r\n");
        // Among lines that end otherwise, a carriage return is a character.
        assert_eq!(body("x\ry\r\n", Form::Simple), "x\ry\r\n");
    }

    #[test]
    fn only_the_signature_goes() {
        let raw = b"DKIM-Signature: v=1; bh=b=;\r\n\tb = AB\r\n CD ; d=example.com";
        assert_eq!(without_signature(raw), b"DKIM-Signature: v=1; bh=b=;\r\n\tb =; d=example.com");
        assert_eq!(without_signature(b"X: b=AB"), b"X: b=");
        assert_eq!(without_signature(b""), b"");
    }

    #[test]
    fn headers_alone_have_no_body() {
        let has = |text: &str| Mail::read(text.as_bytes(), 0).has_body();
        assert!(!has("A: b\r\nC: d\r\n"));
        assert!(!has("A: b"));
        assert!(has("A: b\r\n\r\n"));
        assert!(has("A: b\n\nx"));
    }
}
