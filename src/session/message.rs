//! A message as it was sent in a session: what is wrong with its lines. Its words are not kept.

use super::line::Said;
use crate::finding::Span;

/// The longest line of a message, in bytes, without its end (RFC 5322 section 2.1.1).
pub(super) const LONGEST: usize = 998;

/// What is seen of a message.
#[derive(Debug, Default)]
pub(super) struct Content {
    pub lines: usize,
    /// Its first lines, as long as they are header fields, and what comes after them.
    in_header: bool,
    /// How many fields it begins with.
    pub fields: usize,
    /// The first line that is no field, where no empty line stands before it.
    pub unparted: Option<Span>,
    pub long: Option<Span>,
    /// A line that begins with one dot, which the receiver takes away.
    pub dot: Option<Span>,
    pub eight_bit: Option<Span>,
    pub bare: Option<Span>,
}

impl Content {
    /// Of a message of which so many lines are shown, not from its beginning.
    pub(super) fn rest(lines: usize) -> Self {
        Self { lines, ..Self::default() }
    }

    pub(super) fn line(&mut self, said: &Said<'_>) {
        let words = said.words;
        let here = Some(said.span()).filter(|span| !span.is_empty());
        if self.lines == 0 {
            self.in_header = true;
        }
        self.lines += 1;
        if self.in_header {
            if words.trim().is_empty() {
                self.in_header = false;
            } else if is_field(words) {
                self.fields += 1;
            } else if !(words.starts_with([' ', '\t']) && self.fields > 0) {
                self.unparted = here;
                self.in_header = false;
            }
        }
        if words.len() > LONGEST {
            self.long = self.long.or(here);
        }
        if words.starts_with('.') && !words.starts_with("..") && words.len() > 1 {
            self.dot = self.dot.or(here);
        }
        if !words.bytes().all(|byte| byte.is_ascii() && byte != 0x7F) {
            self.eight_bit = self.eight_bit.or(here);
        }
        if said.bare {
            self.bare = self.bare.or(here);
        }
    }
}

/// Whether a line begins as a header field does (RFC 5322 section 2.2).
fn is_field(line: &str) -> bool {
    line.split_once(':').is_some_and(|(name, _)| {
        let name = name.trim_end();
        !name.is_empty() && name.len() < 80 && name.bytes().all(|byte| byte.is_ascii_graphic())
    })
}
