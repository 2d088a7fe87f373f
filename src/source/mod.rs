//! The pasted text: what was given, what parsers read, and how a place in one is found in the other.
//!
//! Copies of headers come with damage: a mail client's indentation, a quoting `> `, lost folding, UTF-16. [`Source`] keeps
//! two forms of the input. [`Source::text`] is what a page shows, character for character as it was given.
//! [`Source::clean`] is what parsers read, with the damage mended. [`Source::in_text`] takes a span of the second to the first,
//! and [`Source::repairs`] says what was mended.
//!
//! - `decoding`: bytes to text: UTF-8 with stray bytes, UTF-16.
//! - `edits`: how places are kept while the text is changed.
//! - `lines`: lines, whatever they end in.
//! - `names`: what a header field's name looks like, and the ones that everybody writes.
//! - `objects`: what PowerShell prints of objects, as lists and as tables.
//! - `repair`: the repairs, one small function each, and what is said of them.
//!
//! In: any bytes. Out: [`Source`].
//!
//! ```
//! use backstamp::source::Source;
//!
//! let source = Source::read(b"> Subject: quoted\n> From: a@x.example\n");
//! assert!(source.clean().starts_with(b"Subject:"));
//! ```

mod decoding;
mod edits;
mod lines;
mod names;
mod objects;
mod repair;

pub use lines::line_at;
pub(crate) use lines::lines;
pub(crate) use names::known as field_names;
pub(crate) use names::{begins_known_field, is_dialogue, name_of as field_name};
pub(crate) use objects::{blocks, rows};

pub use repair::Repair;
pub(crate) use repair::finding;

use crate::finding::Span;
use decoding::Lossy;
use edits::Draft;

/// The input, as it is shown and as it is read.
///
/// Bytes are stored once where two forms of them are the same: a sound message in UTF-8 is held as its text alone.
#[derive(Debug, Clone, Default)]
pub struct Source {
    text: String,
    /// The input's bytes, where they are not those of the text.
    lossy: Option<Lossy>,
    /// What parsers read and where it came from, where it is not the input itself.
    mended: Option<edits::Mended>,
    repairs: Vec<Repair>,
}

impl Source {
    /// Reads any bytes: UTF-8, UTF-16, or a mixture with stray bytes, as headers, a whole message or anything else.
    #[must_use]
    pub fn read(input: &[u8]) -> Self {
        let mut repairs = Vec::new();
        let (text, lossy) = match decoding::utf16(input) {
            Some(text) => {
                repairs.push(Repair::Utf16);
                (text, None)
            }
            None => decoding::utf8(input),
        };
        let mut draft = Draft::of(lossy.as_ref().map_or(text.as_bytes(), Lossy::bytes));
        repair::mend(&mut draft, &mut repairs);
        let mended = draft.finish();
        Self { text, lossy, mended, repairs }
    }

    /// Takes an input as it stands: nothing is mended, so that [`clean`](Self::clean) is the input itself.
    pub(crate) fn plain(input: &[u8]) -> Self {
        let (text, lossy) = decoding::utf8(input);
        Self { text, lossy, mended: None, repairs: Vec::new() }
    }

    /// The text that a page shows. Bytes that are no UTF-8 stand in it as U+FFFD.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The bytes that parsers read.
    #[must_use]
    pub fn clean(&self) -> &[u8] {
        match (&self.mended, &self.lossy) {
            (Some(mended), _) => mended.bytes(),
            (None, Some(lossy)) => lossy.bytes(),
            (None, None) => self.text.as_bytes(),
        }
    }

    /// What was mended, in the order in which it was found.
    #[must_use]
    pub fn repairs(&self) -> &[Repair] {
        &self.repairs
    }

    /// Where a span of [`clean`](Self::clean) stands in [`text`](Self::text). It begins and ends between two characters.
    #[must_use]
    pub fn in_text(&self, span: Span) -> Span {
        let span = self.mended.as_ref().map_or(span, |mended| mended.origin(span));
        match &self.lossy {
            Some(lossy) => Span::new(lossy.start_in_text(span.start), lossy.end_in_text(span.end)),
            None => Span::new(self.text.floor_char_boundary(span.start), self.text.ceil_char_boundary(span.end)),
        }
    }
}

/// Whether this is the name of a header field that everybody writes; every `X-` name counts.
pub(crate) fn is_known_name(name: &str) -> bool {
    names::is_known(name.as_bytes())
}
