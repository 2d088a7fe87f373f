//! The words, comments and semicolons of a `Received` field (RFC 5322 section 3.2).

use std::borrow::Cow;

use memchr::memchr;

use crate::finding::Span;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// What stands between blanks: an atom, a quoted string, an address in angle brackets.
    Word,
    /// A comment; its text is what stands between its outer parentheses, inner ones included.
    Comment,
    /// A semicolon that stands in neither.
    Semicolon,
}

/// One token.
#[derive(Debug, Clone)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    pub(super) text: Cow<'a, str>,
    /// Where it stands in the field's value, parentheses included.
    pub(super) span: Span,
}

/// A quoted string longer than this is none: its second quote belongs to something else.
const LONGEST_QUOTED: usize = 512;

/// Splits a field's value into tokens, in time linear in its length.
///
/// A parenthesis without its partner separates words as a blank does; a quote without its partner is a letter.
pub(super) fn tokens(value: &[u8]) -> Vec<Token<'_>> {
    let ends = comment_ends(value);
    let mut next_comment = ends.iter().peekable();
    let mut tokens = Vec::new();
    let mut push = |kind, start: usize, end: usize| {
        let text = match kind {
            Kind::Comment => value.get(start + 1..end.saturating_sub(1)),
            _ => value.get(start..end),
        };
        tokens.push(Token {
            kind,
            text: String::from_utf8_lossy(text.unwrap_or_default()),
            span: Span::new(start, end),
        });
    };
    let mut at = 0;
    while let Some(&byte) = value.get(at) {
        while next_comment.next_if(|(start, _)| *start < at).is_some() {}
        match byte {
            b'(' => match next_comment.next_if(|(start, _)| *start == at) {
                Some(&(start, end)) => {
                    push(Kind::Comment, start, end);
                    at = end;
                }
                None => at += 1,
            },
            b')' => at += 1,
            b';' => {
                push(Kind::Semicolon, at, at + 1);
                at += 1;
            }
            _ if byte.is_ascii_whitespace() => at += 1,
            _ => {
                let end = word_end(value, at);
                push(Kind::Word, at, end);
                at = end;
            }
        }
    }
    tokens
}

/// Where the comments begin and end that lie in no other.
fn comment_ends(value: &[u8]) -> Vec<(usize, usize)> {
    let mut open: Vec<usize> = Vec::new();
    let mut closed: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    while let Some(&byte) = value.get(at) {
        match byte {
            b'\\' if !open.is_empty() => at += 1,
            b'"' if open.is_empty() => at = quoted_end(value, at).map_or(at, |end| end - 1),
            b'(' => open.push(at),
            b')' => {
                if let Some(start) = open.pop() {
                    // What lies within the one just closed is part of it.
                    while closed.pop_if(|(inner, _)| *inner > start).is_some() {}
                    closed.push((start, at + 1));
                }
            }
            _ => {}
        }
        at += 1;
    }
    closed
}

/// Where the quoted string ends that begins at `start`: behind its second quote.
fn quoted_end(value: &[u8], start: usize) -> Option<usize> {
    let inside = value.get(start + 1..)?;
    let inside = inside.get(..LONGEST_QUOTED).unwrap_or(inside);
    let mut escaped = false;
    for (index, byte) in inside.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => return Some(start + 1 + index + 1),
            _ => {}
        }
    }
    None
}

fn word_end(value: &[u8], start: usize) -> usize {
    let mut at = start;
    if value.get(start) == Some(&b'<')
        && let Some(end) = angle_end(value, start)
    {
        at = end;
    }
    while let Some(&byte) = value.get(at) {
        match byte {
            b'(' | b')' | b';' => break,
            b'"' => at = quoted_end(value, at).unwrap_or(at + 1),
            _ if byte.is_ascii_whitespace() => break,
            _ => at += 1,
        }
    }
    at
}

/// Where an address in angle brackets ends, if it has no blank in it: it may hold a semicolon or a parenthesis.
fn angle_end(value: &[u8], start: usize) -> Option<usize> {
    let rest = value.get(start..)?;
    let rest = rest.get(..LONGEST_QUOTED).unwrap_or(rest);
    let end = memchr(b'>', rest)?;
    let blank = rest.get(..end)?.iter().any(u8::is_ascii_whitespace);
    (!blank).then_some(start + end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(value: &str) -> Vec<(Kind, String)> {
        tokens(value.as_bytes()).into_iter().map(|token| (token.kind, token.text.into_owned())).collect()
    }

    #[test]
    fn comments_nest_and_quoted_strings_hide_what_they_hold() {
        assert_eq!(
            shown(r#"from "a (b; c" (d (e) f);"#),
            [
                (Kind::Word, "from".into()),
                (Kind::Word, r#""a (b; c""#.into()),
                (Kind::Comment, "d (e) f".into()),
                (Kind::Semicolon, ";".into()),
            ]
        );
    }

    #[test]
    fn a_parenthesis_that_is_never_closed_swallows_nothing() {
        assert_eq!(
            shown("from a( (b) by c"),
            [
                (Kind::Word, "from".into()),
                (Kind::Word, "a".into()),
                (Kind::Comment, "b".into()),
                (Kind::Word, "by".into()),
                (Kind::Word, "c".into()),
            ]
        );
    }

    #[test]
    fn an_address_in_angle_brackets_is_one_word() {
        assert_eq!(
            shown("<a;b(c)@d.example>;"),
            [(Kind::Word, "<a;b(c)@d.example>".into()), (Kind::Semicolon, ";".into())]
        );
    }
}
