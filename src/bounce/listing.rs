//! Recipients as notices list them: an address that opens a line, and the words below or behind it.
//!
//! Nearly every program writes `<address>: words`, `address` on a line and the words under it, or something near. The
//! first such line sets the indentation; deeper lines are words, so a wrapped diagnostic is no recipient.

use super::address;
use super::notice::NoticeParts;
use super::per_recipient::{MOST_READ, Told};

/// Which lines open a recipient.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Opening {
    /// `<a@example.org>` with anything behind it.
    pub bracketed: bool,
    /// `<a@example.org>:` only, so that a wrapped diagnostic does not open a recipient.
    pub bracketed_colon: bool,
    /// `a@example.org:` with anything behind it.
    pub colon: bool,
    /// `a@example.org` alone.
    pub alone: bool,
    /// `a@example.org`, a space, and words.
    pub spaced: bool,
    /// `"a@example.org":`
    pub quoted: bool,
}

/// Any line that begins with an address.
pub(super) const ANY: Opening =
    Opening { bracketed: true, bracketed_colon: false, colon: true, alone: true, spaced: true, quoted: true };

/// A line that begins with an address and is nothing else, or has a colon behind it.
pub(super) const CLEAR: Opening =
    Opening { bracketed: true, bracketed_colon: false, colon: true, alone: true, spaced: false, quoted: true };

/// Where the words of a recipient end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Until {
    /// At an empty line.
    Blank,
    /// At the next recipient.
    Next,
}

/// A line that opens a recipient, taken apart.
struct Opened<'a> {
    address: &'a str,
    original: Option<&'a str>,
    rest: &'a str,
}

/// Reads the recipients that `text`, a piece of the notice, lists.
pub(super) fn read(notice: &NoticeParts<'_>, text: &str, opening: Opening, until: Until) -> Vec<Told> {
    let mut found: Vec<Told> = Vec::new();
    let mut indent = None;
    let mut open: Option<(Told, &str, usize)> = None;
    let mut ended = false;
    let mut at = 0;
    for raw in text.split_inclusive('\n') {
        let start = at;
        at += raw.len();
        let line = raw.trim_end();
        let bare = line.trim_start();
        if bare.is_empty() {
            ended = until == Until::Blank && open.as_ref().is_some_and(|(told, ..)| !told.words.is_empty());
            continue;
        }
        let deep = line.len() - bare.len();
        let opened = indent.is_none_or(|indent| deep <= indent).then(|| opened(bare, opening)).flatten();
        if let Some(opened) = opened {
            indent.get_or_insert(deep);
            close(notice, open.take(), &mut found);
            if found.len() >= MOST_READ {
                break;
            }
            let mut told = Told::of(opened.address, opened.rest);
            told.original = opened.original.map(str::to_owned);
            open = Some((told, text.get(start..).unwrap_or_default(), line.len()));
            ended = false;
        } else if let Some((told, from, length)) = &mut open
            && !ended
        {
            if !told.words.is_empty() {
                told.words.push(' ');
            }
            told.words.push_str(bare);
            *length = from.len() - text.get(start + line.len()..).map_or(0, str::len);
        }
    }
    close(notice, open, &mut found);
    found
}

fn close(notice: &NoticeParts<'_>, open: Option<(Told, &str, usize)>, found: &mut Vec<Told>) {
    let Some((mut told, from, length)) = open else { return };
    if let Some(piece) = from.get(..length) {
        told.evidence.push(notice.place_of(piece));
    }
    expand(&mut told);
    found.push(told);
}

/// `(expanded from <a@example.org>): words` names the address that the sender wrote.
fn expand(told: &mut Told) {
    let Some(rest) = told.words.strip_prefix("(expanded from") else { return };
    let Some((inside, after)) = rest.split_once(')') else { return };
    told.original = address::first(inside).map(str::to_owned).or(told.original.take());
    told.words = after.trim_start_matches([':', ' ']).to_owned();
}

fn opened(line: &str, opening: Opening) -> Option<Opened<'_>> {
    let line =
        ["* ", "-- ", "- ", "-> ", "=> ", "• "].iter().find_map(|bullet| line.strip_prefix(bullet)).unwrap_or(line);
    let line = line.trim_start();
    if let Some(inside) = line.strip_prefix('<') {
        let (name, rest) = inside.split_once('>')?;
        let colon = rest.trim_start().starts_with(':') || rest.trim_start().starts_with("(expanded from");
        let allowed = opening.bracketed || (opening.bracketed_colon && colon);
        let name = name.strip_prefix("mailto:").unwrap_or(name);
        // A local name without a domain stands only where a colon shows that it is a recipient.
        let is_name = address::is_address(name) || (colon && !name.is_empty() && !name.contains([' ', '/', '@']));
        return (allowed && is_name).then(|| Opened { address: name, original: None, rest: words(rest) });
    }
    if let Some((name, rest)) = line.strip_prefix('"').and_then(|inside| inside.split_once('"'))
        && address::is_address(name)
    {
        return opening.quoted.then(|| Opened { address: name, original: None, rest: words(rest) });
    }
    if let Some(inside) = line.strip_prefix('[') {
        let (name, rest) = inside.split_once(']')?;
        return (opening.colon && address::is_address(name) && rest.starts_with(':')).then(|| Opened {
            address: name,
            original: None,
            rest: words(rest),
        });
    }
    let (name, rest) = address::leading(line)?;
    let bare = rest.trim_start();
    // Exchange repeats an address as a link: `a@example.org<mailto:a@example.org>`.
    let bare =
        bare.strip_prefix("<mailto:").and_then(|link| link.split_once('>')).map_or(bare, |(_, rest)| rest.trim_start());
    let allowed = match bare.chars().next() {
        None => opening.alone,
        Some(':') => opening.colon,
        Some(_) if bare.starts_with("... ") => opening.colon,
        Some(_) => opening.spaced && rest.starts_with([' ', '\t']),
    };
    allowed.then(|| Opened { address: name, original: None, rest: words(bare) })
}

/// The words behind an address, without what sets them off.
fn words(rest: &str) -> &str {
    let rest = rest.trim();
    rest.strip_prefix(':').or_else(|| rest.strip_prefix("... ")).unwrap_or(rest).trim_start()
}

/// The first place where `phrase` stands in `text`; ASCII case does not count.
pub(super) fn find(text: &str, phrase: &str) -> Option<usize> {
    let (first, bytes) = (*phrase.as_bytes().first()?, text.as_bytes());
    memchr::memchr2_iter(first.to_ascii_lowercase(), first.to_ascii_uppercase(), bytes)
        .find(|&at| bytes.get(at..at + phrase.len()).is_some_and(|here| here.eq_ignore_ascii_case(phrase.as_bytes())))
}

/// What stands behind the first of `phrases` that `text` holds; the whole of it where it holds none.
pub(super) fn after<'a>(text: &'a str, phrases: &[&str]) -> &'a str {
    behind(text, phrases).unwrap_or(text)
}

/// What stands behind the first of `phrases` that `text` holds.
pub(super) fn behind<'a>(text: &'a str, phrases: &[&str]) -> Option<&'a str> {
    phrases.iter().find_map(|phrase| text.get(find(text, phrase)? + phrase.len()..))
}

/// What stands before the first of `phrases` that `text` holds; the whole of it where it holds none.
pub(super) fn before<'a>(text: &'a str, phrases: &[&str]) -> &'a str {
    phrases.iter().find_map(|phrase| text.get(..find(text, phrase)?)).unwrap_or(text)
}

/// The rest of the line that `text` begins in.
pub(super) fn line(text: &str) -> &str {
    text.split(['\n', '\r']).next().unwrap_or_default().trim()
}

/// The first line of `text` that is not empty.
pub(super) fn first_line(text: &str) -> &str {
    text.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default()
}

/// The paragraph that `text` begins with, on one line.
pub(super) fn paragraph(text: &str) -> String {
    let mut joined = String::new();
    for line in text.trim_start().lines().map(str::trim).take_while(|line| !line.is_empty()) {
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(line);
    }
    joined
}

/// The whole of `text` on one line.
pub(super) fn joined(text: &str) -> String {
    let mut joined = String::with_capacity(text.len());
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if !joined.is_empty() {
            joined.push(' ');
        }
        joined.push_str(line);
    }
    joined
}

/// The value of a line `label value` of the text.
pub(super) fn labelled<'a>(text: &'a str, label: &str) -> Option<&'a str> {
    behind(text, &[label]).map(line).filter(|value| !value.is_empty())
}

/// One recipient named in running text behind one of `phrases`, with the words that follow.
pub(super) fn named(notice: &NoticeParts<'_>, phrases: &[&str], words: impl FnOnce(&str) -> String) -> Vec<Told> {
    behind(&notice.text, phrases).map(|rest| named_in(notice, rest, words)).unwrap_or_default()
}

/// The first recipient named in `rest`, a piece of the notice, with the words that follow.
pub(super) fn named_in(notice: &NoticeParts<'_>, rest: &str, words: impl FnOnce(&str) -> String) -> Vec<Told> {
    let Some(address) = address::first(rest) else { return Vec::new() };
    let mut told = Told::of(address, "");
    let end = find(rest, address).map_or(0, |at| at + address.len());
    told.words = words(rest.get(end..).unwrap_or_default());
    told.evidence.push(notice.place_of(address));
    vec![told]
}

/// Whether `line` begins with `phrase`; ASCII case does not count.
pub(super) fn starts(line: &str, phrase: &str) -> bool {
    line.get(..phrase.len()).is_some_and(|start| start.eq_ignore_ascii_case(phrase))
}
