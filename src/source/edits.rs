//! Changes to a text that remember where everything came from.

use crate::finding::Span;

/// Replaces a stretch of the text; an empty stretch inserts, an empty replacement takes away.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edit {
    pub(super) at: Span,
    pub(super) with: &'static str,
}

/// A stretch of the text as it is now: where it begins, and where in the input it came from.
#[derive(Debug, Clone, Copy)]
struct Piece {
    now: usize,
    origin: usize,
    /// Whether a repair wrote it: then all of it stands for the place in the input, up to the next piece's.
    written: bool,
}

/// A text that is being mended. It is copied only when the first edit comes.
#[derive(Debug)]
pub(super) struct Draft<'a> {
    input: &'a [u8],
    mended: Option<Mended>,
}

/// A mended text and its places.
#[derive(Debug, Clone)]
pub(super) struct Mended {
    bytes: Vec<u8>,
    /// In order; the first begins at 0.
    pieces: Vec<Piece>,
    input_length: usize,
}

impl<'a> Draft<'a> {
    pub(super) fn of(input: &'a [u8]) -> Self {
        Self { input, mended: None }
    }

    /// The text as it is now.
    pub(super) fn bytes(&self) -> &[u8] {
        self.mended.as_ref().map_or(self.input, Mended::bytes)
    }

    /// Applies edits, which are in order and do not overlap. Says whether there were any.
    pub(super) fn apply(&mut self, edits: &[Edit]) -> bool {
        if edits.is_empty() {
            return false;
        }
        let input_length = self.input.len();
        let whole = [Piece { now: 0, origin: 0, written: false }];
        let (old, pieces) = match &self.mended {
            Some(mended) => (mended.bytes.as_slice(), mended.pieces.as_slice()),
            None => (self.input, whole.as_slice()),
        };
        let mut new = Mended {
            bytes: Vec::with_capacity(old.len() + edits.len()),
            pieces: Vec::with_capacity(pieces.len() + 2 * edits.len()),
            input_length,
        };
        let mut pieces = Pieces { pieces, at: 0 };
        let mut kept = 0;
        for edit in edits {
            new.keep(old, kept, edit.at.start, &mut pieces);
            if !edit.with.is_empty() {
                let origin = pieces.origin(edit.at.start);
                new.pieces.push(Piece { now: new.bytes.len(), origin, written: true });
                new.bytes.extend_from_slice(edit.with.as_bytes());
            }
            kept = edit.at.end;
        }
        new.keep(old, kept, old.len(), &mut pieces);
        self.mended = Some(new);
        true
    }

    /// Turns every lone carriage return into a line feed. Places stay as they are.
    pub(super) fn carriage_returns_to_line_feeds(&mut self) {
        let input = self.input;
        let mended = self.mended.get_or_insert_with(|| Mended {
            bytes: input.to_vec(),
            pieces: vec![Piece { now: 0, origin: 0, written: false }],
            input_length: input.len(),
        });
        for byte in &mut mended.bytes {
            if *byte == b'\r' {
                *byte = b'\n';
            }
        }
    }

    /// The mended text, if anything was mended.
    pub(super) fn finish(self) -> Option<Mended> {
        self.mended
    }
}

impl Mended {
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Takes over a stretch of the old text, and the places of its pieces.
    fn keep(&mut self, old: &[u8], start: usize, end: usize, pieces: &mut Pieces<'_>) {
        let Some(kept) = old.get(start..end).filter(|kept| !kept.is_empty()) else { return };
        let base = self.bytes.len();
        pieces.seek(start);
        let mut from = start;
        while let Some(piece) = pieces.pieces.get(pieces.at) {
            let origin = if piece.written { piece.origin } else { piece.origin + (from - piece.now) };
            self.pieces.push(Piece { now: base + (from - start), origin, written: piece.written });
            match pieces.pieces.get(pieces.at + 1) {
                Some(next) if next.now < end => {
                    from = next.now;
                    pieces.at += 1;
                }
                _ => break,
            }
        }
        self.bytes.extend_from_slice(kept);
    }

    /// Where a stretch came from.
    pub(super) fn origin(&self, span: Span) -> Span {
        let start = self.piece_at(span.start).map_or(0, |(piece, _)| place(piece, span.start));
        let end = match span.end.checked_sub(1).filter(|_| !span.is_empty()).and_then(|last| self.piece_at(last)) {
            Some((piece, next)) if piece.written => next,
            Some((piece, next)) => place(piece, span.end).min(next),
            None => start,
        };
        Span::new(start.min(self.input_length), end.min(self.input_length))
    }

    /// The piece that holds the byte at `offset`, and where the next piece came from.
    fn piece_at(&self, offset: usize) -> Option<(Piece, usize)> {
        let after = self.pieces.partition_point(|piece| piece.now <= offset);
        let piece = self.pieces.get(after.checked_sub(1)?)?;
        Some((*piece, self.pieces.get(after).map_or(self.input_length, |next| next.origin)))
    }
}

/// Where in the input the byte at `offset` came from, which `piece` holds.
fn place(piece: Piece, offset: usize) -> usize {
    if piece.written { piece.origin } else { piece.origin + (offset - piece.now) }
}

/// The old pieces, walked once from start to end.
struct Pieces<'p> {
    pieces: &'p [Piece],
    at: usize,
}

impl Pieces<'_> {
    /// Goes to the piece that holds `offset`, which is not before the place reached so far.
    fn seek(&mut self, offset: usize) {
        while self.pieces.get(self.at + 1).is_some_and(|next| next.now <= offset) {
            self.at += 1;
        }
    }

    fn origin(&mut self, offset: usize) -> usize {
        self.seek(offset);
        self.pieces.get(self.at).map_or(0, |&piece| place(piece, offset))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(start: usize, end: usize, with: &'static str) -> Edit {
        Edit { at: Span::new(start, end), with }
    }

    /// Where each word of the mended text came from, as words of the input.
    fn origins(mended: &Mended, input: &str, words: &[(&str, &str)]) {
        let text = std::str::from_utf8(mended.bytes()).unwrap();
        for &(now, origin) in words {
            let start = text.find(now).unwrap();
            let span = mended.origin(Span::new(start, start + now.len()));
            assert_eq!(span.of(input.as_bytes()), origin.as_bytes(), "{now} in {text:?}");
        }
    }

    #[test]
    fn words_are_found_again_after_several_repairs() {
        let input = "> one &lt;two&gt;\n> three four\n";
        let mut draft = Draft::of(input.as_bytes());
        assert!(!draft.apply(&[]));
        assert!(draft.apply(&[edit(0, 2, ""), edit(18, 20, "")]));
        assert_eq!(draft.bytes(), b"one &lt;two&gt;\nthree four\n");
        assert!(draft.apply(&[edit(4, 8, "<"), edit(11, 15, ">"), edit(16, 16, "\t")]));
        let mended = draft.finish().unwrap();
        assert_eq!(mended.bytes(), b"one <two>\n\tthree four\n");
        origins(&mended, input, &[("one", "one"), ("two", "two"), ("<two>", "&lt;two&gt;"), ("four", "four")]);
        origins(&mended, input, &[("three four", "three four"), ("two>\n\tthree", "two&gt;\n> three"), ("\t", "")]);
        origins(&mended, input, &[("one <two>\n", "one &lt;two&gt;\n")]);
    }

    #[test]
    fn a_span_outside_the_text_ends_with_it() {
        let mut draft = Draft::of(b"> a");
        draft.apply(&[edit(0, 2, "")]);
        let mended = draft.finish().unwrap();
        assert_eq!(mended.origin(Span::new(0, 900)), Span::new(2, 3));
        assert_eq!(mended.origin(Span::new(800, 900)), Span::new(3, 3));
    }
}
