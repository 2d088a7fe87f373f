//! Header fields with the places where they stand (RFC 5322 section 2.2).

use std::borrow::Cow;

use super::decode_words;
use crate::finding::Span;
use crate::source::line_at;

/// One header field. Its spans count in the bytes that the whole input's [`Source::clean`](crate::source::Source::clean) holds.
#[derive(Debug, Clone, Copy)]
pub struct Field<'a> {
    /// The name, without the colon.
    pub name: &'a str,
    /// The value as it stands, folding included, without the colon and the last line's end.
    pub value: &'a [u8],
    /// Where the name stands.
    pub name_span: Span,
    /// Where the value stands.
    pub value_span: Span,
}

impl Field<'_> {
    /// Whether it has this name; case does not count.
    #[must_use]
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// Name and value together.
    #[must_use]
    pub fn span(&self) -> Span {
        Span::new(self.name_span.start, self.value_span.end)
    }

    /// The value on one line: unfolded and trimmed, not decoded. Bytes that are no UTF-8 become U+FFFD.
    #[must_use]
    pub fn unfolded(&self) -> String {
        let text = String::from_utf8_lossy(self.value);
        let mut line = String::with_capacity(text.len());
        for piece in text.split(['\r', '\n']) {
            line.push_str(piece);
        }
        line.trim().to_owned()
    }

    /// The value on one line with its encoded words decoded (RFC 2047), for display.
    #[must_use]
    pub fn decoded(&self) -> String {
        decode_words(&self.unfolded()).into_owned()
    }
}

/// How many fields of one header are read. Mail has a few dozen; each that is read takes many times its own length of memory.
pub const MOST_FIELDS: usize = 20_000;
/// How many bytes of one field's value are read: a thousand recipients take a fifth of it.
pub const LONGEST_VALUE: usize = 256 * 1024;

/// A message, or a header block alone: its fields and what follows them.
#[derive(Debug, Clone)]
pub struct Message<'a> {
    /// The header fields, as they stand: the first [`MOST_FIELDS`], and of a value the first [`LONGEST_VALUE`] bytes.
    pub fields: Vec<Field<'a>>,
    /// How many fields more stand in the header.
    pub unread: usize,
    /// What follows the empty line; empty where there is none.
    pub body: &'a [u8],
    /// Where the body begins, in the bytes of the whole input.
    pub body_start: usize,
}

impl<'a> Message<'a> {
    /// Reads a message whose first byte stands at `base` of the whole input. Lines may end in LF, CRLF or CR.
    ///
    /// A line that is neither a field nor a fold ends the header, as an empty one does.
    #[must_use]
    pub fn read(bytes: &'a [u8], base: usize) -> Self {
        let mut fields: Vec<Field<'a>> = Vec::new();
        let mut unread = 0;
        let mut at = 0;
        let mut start_of_body = bytes.len();
        while at < bytes.len() {
            let (line, next) = line_at(bytes, at);
            if line.is_empty() {
                start_of_body = next;
                break;
            }
            if matches!(line.first(), Some(b' ' | b'\t'))
                && let Some(last) = fields.last_mut()
            {
                let end = at + line.len();
                let start = last.value_span.start - base;
                if unread == 0 {
                    last.value = bytes.get(start..end.min(start + LONGEST_VALUE)).unwrap_or_default();
                    last.value_span.end = base + end;
                }
            } else if let Some(colon) = name_length(line) {
                if fields.len() >= MOST_FIELDS {
                    unread += 1;
                    at = next;
                    continue;
                }
                let name = line.get(..colon).and_then(|name| std::str::from_utf8(name).ok()).unwrap_or_default();
                fields.push(Field {
                    name: name.trim_end(),
                    value: line.get(colon + 1..line.len().min(colon + 1 + LONGEST_VALUE)).unwrap_or_default(),
                    name_span: Span::new(base + at, base + at + name.trim_end().len()),
                    value_span: Span::new(base + at + colon + 1, base + at + line.len()),
                });
            } else {
                start_of_body = at;
                break;
            }
            at = next;
        }
        Self { fields, unread, body: bytes.get(start_of_body..).unwrap_or_default(), body_start: base + start_of_body }
    }

    /// The first field of this name.
    #[must_use]
    pub fn first(&self, name: &str) -> Option<&Field<'a>> {
        self.fields.iter().find(|field| field.is(name))
    }

    /// Every field of this name, from the top.
    pub fn all(&self, name: &str) -> impl Iterator<Item = &Field<'a>> {
        self.fields.iter().filter(move |field| field.is(name))
    }

    /// The first field of this name, unfolded.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<Cow<'a, str>> {
        self.first(name).map(|field| Cow::Owned(field.unfolded()))
    }
}

/// How long the field name is that a line begins with (RFC 5322 section 3.6.8; spaces before the colon are its obsolete form).
fn name_length(line: &[u8]) -> Option<usize> {
    // mailparse splits it. It makes a field of a line without a colon too, and an empty value has no place in what it gives.
    let (header, _) = mailparse::parse_header(line).ok()?;
    let name = header.get_key_raw();
    let colon = name.len();
    if line.get(colon) != Some(&b':') {
        return None;
    }
    let printed = name.trim_ascii_end();
    (!printed.is_empty() && printed.iter().all(|byte| (33..=126).contains(byte))).then_some(colon)
}
