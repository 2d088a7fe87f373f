//! Lines, whatever they end in.

use crate::finding::Span;

/// The line at `at` without its end, and where the next one begins. Lines end in LF, CRLF or CR.
#[must_use]
pub fn line_at(bytes: &[u8], at: usize) -> (&[u8], usize) {
    let rest = bytes.get(at..).unwrap_or_default();
    match memchr::memchr2(b'\n', b'\r', rest) {
        None => (rest, bytes.len()),
        Some(end) => {
            let crlf = rest.get(end..end + 2) == Some(b"\r\n");
            (rest.get(..end).unwrap_or_default(), at + end + if crlf { 2 } else { 1 })
        }
    }
}

/// One line of a text.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'a> {
    /// Its bytes, without its end.
    pub(crate) bytes: &'a [u8],
    /// Where it begins.
    pub(crate) start: usize,
    /// Where the next one begins.
    pub(crate) next: usize,
}

impl Line<'_> {
    /// Where it stands, without its end.
    pub(crate) fn span(&self) -> Span {
        Span::new(self.start, self.start + self.bytes.len())
    }

    /// Whether it shows nothing.
    pub(crate) fn is_blank(&self) -> bool {
        self.bytes.trim_ascii().is_empty()
    }

    /// Whether it begins with a space or a tab, and so continues the field above (RFC 5322 section 2.2.3).
    pub(crate) fn is_folded(&self) -> bool {
        matches!(self.bytes.first(), Some(b' ' | b'\t'))
    }
}

/// The lines of a text, in order.
pub(crate) fn lines(bytes: &[u8]) -> impl Iterator<Item = Line<'_>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        (at < bytes.len()).then(|| {
            let start = at;
            let (line, next) = line_at(bytes, start);
            at = next;
            Line { bytes: line, start, next }
        })
    })
}
