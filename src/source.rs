//! The pasted text: what was given, what parsers read, and how a place in one is found in the other.
//!
//! Copies of headers come with damage: a mail client's indentation, a quoting `> `, lost folding, UTF-16. [`Source`] keeps
//! two forms of the input. [`Source::text`] is what a page shows, character for character as it was given.
//! [`Source::clean`] is what parsers read, with the damage mended. [`Source::in_text`] takes a span of the second to the first,
//! and [`Source::repairs`] says what was mended.

use serde::{Deserialize, Serialize};

use crate::finding::Span;

/// Damage that was found in the input, and mended before it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Repair {
    /// A byte order mark at the start was left out.
    ByteOrderMark,
    /// The input was UTF-16, or text with a NUL beside every letter.
    Utf16,
    /// Lone carriage returns ended its lines.
    CarriageReturns,
    /// An mbox `From ` line stood before the header.
    MboxLine,
    /// Every line began with the same spaces or tabs.
    Indentation,
    /// Every line began with `>`.
    Quoting,
    /// Every line began with its number.
    LineNumbers,
    /// Folded lines had lost the white space they began with.
    Folding,
    /// Blank lines stood between the header's lines.
    BlankLines,
}

/// The input, as it is shown and as it is read.
#[derive(Debug, Clone, Default)]
pub struct Source {
    text: String,
    clean: Vec<u8>,
    /// Where stretches of `clean` begin in both forms; sorted. Between two entries offsets run side by side.
    map: Vec<(usize, usize)>,
    repairs: Vec<Repair>,
}

impl Source {
    /// Reads any bytes: UTF-8, UTF-16, or a mixture with stray bytes, as headers, a whole message or anything else.
    #[must_use]
    pub fn read(input: &[u8]) -> Self {
        let text = String::from_utf8_lossy(input).into_owned();
        let clean = input.to_vec();
        Self { text, clean, map: vec![(0, 0)], repairs: Vec::new() }
    }

    /// The text that a page shows. Bytes that are no UTF-8 stand in it as U+FFFD.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The bytes that parsers read.
    #[must_use]
    pub fn clean(&self) -> &[u8] {
        &self.clean
    }

    /// What was mended, in the order in which it was found.
    #[must_use]
    pub fn repairs(&self) -> &[Repair] {
        &self.repairs
    }

    /// Where a span of [`clean`](Self::clean) stands in [`text`](Self::text).
    #[must_use]
    pub fn in_text(&self, span: Span) -> Span {
        Span::new(self.offset_in_text(span.start), self.offset_in_text(span.end))
    }

    fn offset_in_text(&self, offset: usize) -> usize {
        let after = self.map.partition_point(|&(clean, _)| clean <= offset);
        let (clean, text) = after.checked_sub(1).and_then(|at| self.map.get(at)).copied().unwrap_or_default();
        (text + (offset - clean)).min(self.text.len())
    }
}
