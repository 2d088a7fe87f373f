//! The parts of a message (MIME, RFC 2045 and 2046), decoded, with the places where they stand.

use std::borrow::Cow;

use super::{Field, Message};
use crate::finding::Span;

/// A part of a message, or the whole of one.
#[derive(Debug, Clone)]
pub struct Part<'a> {
    /// Its own header fields.
    pub fields: Vec<Field<'a>>,
    /// Its media type in lower case, `text/plain` where none is stated.
    pub media_type: String,
    /// Its body with the transfer encoding undone.
    pub body: Cow<'a, [u8]>,
    /// Where its body stands in the whole input, still encoded.
    pub span: Span,
    /// The parts within it.
    pub parts: Vec<Self>,
}

/// A part's text, decoded from its character set, that knows where it stands.
#[derive(Debug, Clone)]
pub struct Text<'a> {
    /// The text.
    pub text: Cow<'a, str>,
    /// Where the part stands in the whole input.
    span: Span,
    /// Whether offsets in the text run side by side with offsets in the input.
    exact: bool,
}

impl Text<'_> {
    /// Where a stretch of the text stands in the whole input: the stretch itself where text and input run side by side,
    /// the whole part where an encoding lies between.
    #[must_use]
    pub fn place(&self, within: Span) -> Span {
        if self.exact { within.shifted(self.span.start) } else { self.span }
    }
}

impl<'a> Part<'a> {
    /// Takes a message apart, as far as it can be.
    #[must_use]
    pub fn of(message: &Message<'a>) -> Self {
        Self {
            fields: message.fields.clone(),
            media_type: "text/plain".to_owned(),
            body: Cow::Borrowed(message.body),
            span: Span::new(message.body_start, message.body_start + message.body.len()),
            parts: Vec::new(),
        }
    }

    /// A parameter of its Content-Type: `report-type`, `boundary`, `charset`.
    #[must_use]
    pub fn param(&self, _name: &str) -> Option<String> {
        None
    }

    /// This part and every part within it, in the order in which they stand.
    pub fn walk(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self)
    }

    /// Its body as text.
    #[must_use]
    pub fn text(&self) -> Text<'_> {
        Text { text: String::from_utf8_lossy(&self.body), span: self.span, exact: true }
    }
}
