//! A `Received` field as clauses: `from`, `by`, `via`, `with`, `id`, `for`, each with its words and comments
//! (RFC 5321 section 4.4), and the stamp.

use crate::message::date::{self, Stamp};

use super::token::{Kind, Token, tokens};

/// The clause that a word begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keyword {
    From,
    By,
    Via,
    With,
    Id,
    For,
    /// RFC 8314 section 4.3.
    Tls,
    /// `over TLS secured channel`, as Microsoft's SMTPSVC writes it.
    Over,
    /// Outside a comment, as Haraka writes it.
    EnvelopeFrom,
}

const KEYWORDS: [(&str, Keyword); 9] = [
    ("from", Keyword::From),
    ("by", Keyword::By),
    ("via", Keyword::Via),
    ("with", Keyword::With),
    ("id", Keyword::Id),
    ("for", Keyword::For),
    ("tls", Keyword::Tls),
    ("over", Keyword::Over),
    ("envelope-from", Keyword::EnvelopeFrom),
];

/// A keyword and what follows it, up to the next.
#[derive(Debug, Clone)]
pub(super) struct Clause<'a> {
    /// Absent for what stands before the first keyword, or behind a semicolon or the stamp.
    pub(super) keyword: Option<Keyword>,
    pub(super) items: Vec<Token<'a>>,
}

impl<'a> Clause<'a> {
    pub(super) fn words(&self) -> impl Iterator<Item = &str> {
        self.items.iter().filter(|item| item.kind == Kind::Word).map(|item| item.text.as_ref())
    }

    pub(super) fn comments(&self) -> impl Iterator<Item = &str> {
        self.items.iter().filter(|item| item.kind == Kind::Comment).map(|item| item.text.as_ref())
    }

    /// The words before the first comment.
    pub(super) fn leading_words(&self) -> impl Iterator<Item = &str> {
        self.items.iter().take_while(|item| item.kind == Kind::Word).map(|item| item.text.as_ref())
    }

    /// Its words with a blank between.
    pub(super) fn joined(&self) -> String {
        self.words().collect::<Vec<_>>().join(" ")
    }
}

/// A field taken apart.
#[derive(Debug, Default)]
pub(super) struct Clauses<'a> {
    /// In the order in which they stand; a keyword may come twice.
    pub(super) all: Vec<Clause<'a>>,
    /// The stamp; its span counts in the field's value.
    pub(super) stamp: Stamp,
    /// Whether there is a stamp, readable or not.
    pub(super) stamped: bool,
    /// Whether the stamp begins with the day of the month, as qmail's does.
    pub(super) stamp_begins_with_day: bool,
}

impl<'a> Clauses<'a> {
    pub(super) fn read(value: &'a [u8]) -> Self {
        let tokens = tokens(value);
        let (stamp, stamped) = stamp(value, &tokens);
        let first = value.get(stamp.span.start);
        let stamp_begins_with_day = stamped && stamp.is_date() && first.is_some_and(u8::is_ascii_digit);
        let mut all = vec![Clause { keyword: None, items: Vec::new() }];
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            if stamped && token.span.start >= stamp.span.start && token.span.start < stamp.span.end {
                begin(&mut all, None);
                continue;
            }
            match token.kind {
                Kind::Semicolon => begin(&mut all, None),
                Kind::Comment => push(&mut all, token),
                Kind::Word => match keyword(&token.text) {
                    // `from by (by [192.0.2.1])`: a client may call itself anything.
                    Some(_) if is_name_of_client(&all, tokens.peek()) => push(&mut all, token),
                    Some(keyword) => begin(&mut all, Some(keyword)),
                    None => push(&mut all, token),
                },
            }
        }
        Self { all, stamp, stamped, stamp_begins_with_day }
    }

    /// The first clause of this keyword.
    pub(super) fn first(&self, keyword: Keyword) -> Option<&Clause<'a>> {
        self.all.iter().find(|clause| clause.keyword == Some(keyword))
    }

    /// Every comment of the field.
    pub(super) fn comments(&self) -> impl Iterator<Item = &str> {
        self.all.iter().flat_map(Clause::comments)
    }
}

fn begin(all: &mut Vec<Clause<'_>>, keyword: Option<Keyword>) {
    match all.last_mut() {
        Some(last) if last.keyword.is_none() && last.items.is_empty() => last.keyword = keyword,
        _ => all.push(Clause { keyword, items: Vec::new() }),
    }
}

fn push<'a>(all: &mut [Clause<'a>], token: Token<'a>) {
    if let Some(last) = all.last_mut() {
        last.items.push(token);
    }
}

fn keyword(word: &str) -> Option<Keyword> {
    KEYWORDS.iter().find(|(name, _)| name.eq_ignore_ascii_case(word)).map(|&(_, keyword)| keyword)
}

fn is_name_of_client(all: &[Clause<'_>], next: Option<&Token<'_>>) -> bool {
    let in_empty_from = all.last().is_some_and(|last| last.keyword == Some(Keyword::From) && last.items.is_empty());
    in_empty_from && next.is_some_and(|next| next.kind == Kind::Comment && super::peer::holds_address(&next.text))
}

/// Finds the stamp: behind the last semicolon that has a date behind it, else wherever a date stands.
/// Says whether there is one at all.
fn stamp(value: &[u8], tokens: &[Token<'_>]) -> (Stamp, bool) {
    let read = |start: usize| {
        let mut stamp = date::read(value.get(start..).unwrap_or_default());
        stamp.span.start += start;
        stamp.span.end += start;
        stamp
    };
    let semicolons = || tokens.iter().filter(|token| token.kind == Kind::Semicolon);
    if let Some(stamp) = semicolons().rev().map(|token| read(token.span.end)).find(Stamp::is_date) {
        return (stamp, true);
    }
    let words = tokens.iter().filter(|token| token.kind == Kind::Word && date::may_begin(token.text.as_bytes()));
    if let Some(stamp) = words.map(|token| read(token.span.start)).find(Stamp::is_date) {
        return (stamp, true);
    }
    // No date, but a semicolon with something behind it that should be one.
    let Some(semicolon) = semicolons().next_back() else { return (Stamp::default(), false) };
    let mut behind = tokens.iter().filter(|token| token.span.start >= semicolon.span.end);
    let Some(first) = behind.next() else { return (Stamp::default(), false) };
    let end = behind.next_back().unwrap_or(first).span.end;
    let mut stamp = read(semicolon.span.end);
    stamp.span = crate::finding::Span::new(first.span.start, end);
    (stamp, true)
}
