//! The few marks of a chapter's text.
//!
//! Blocks stand apart by an empty line: `## ` begins a heading, `- ` and `1. ` a list, four spaces code. The line `@mail`
//! before code makes it an input that is read on the spot, `@zone user@example.com` makes it a zone in which the route to
//! that address is walked. Within a block `` ` `` encloses code, `[words](#/place)` is a link, `[RFC 5321 section 4.4]`
//! a standard.

const INDENT: &str = "    ";

/// A part of a chapter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// A heading.
    Heading(String),
    /// A paragraph.
    Paragraph(String),
    /// A list in any order.
    Bullets(Vec<String>),
    /// A list in order.
    Steps(Vec<String>),
    /// Something to be shown as it is written.
    Code(String),
    /// An input to be read on the spot, and changed.
    Mail(String),
    /// A zone to be walked on the spot, and changed.
    Zone {
        /// Where the mail is to go.
        subject: String,
        /// The zone file.
        text: String,
    },
}

/// A part of a line of prose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Inline<'a> {
    /// Words.
    Text(&'a str),
    /// Words of a machine.
    Code(&'a str),
    /// A link to another place of the page.
    Link {
        /// Its words.
        text: &'a str,
        /// The fragment of the place.
        target: &'a str,
    },
    /// A standard, as it is cited.
    Standard(&'a str),
}

pub(super) fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Vec::new();
    for part in text.split("\n\n") {
        let part = part.trim_matches('\n');
        let (mark, rest) = part.split_once('\n').unwrap_or((part, ""));
        if part.starts_with(INDENT) {
            let code = unindented(part);
            // Code may have empty lines.
            match blocks.last_mut() {
                Some(Block::Code(text) | Block::Mail(text) | Block::Zone { text, .. }) => {
                    text.push('\n');
                    text.push_str(&code);
                }
                _ => blocks.push(Block::Code(code)),
            }
        } else if mark == "@mail" {
            blocks.push(Block::Mail(unindented(rest)));
        } else if let Some(subject) = mark.strip_prefix("@zone ") {
            blocks.push(Block::Zone { subject: subject.to_owned(), text: unindented(rest) });
        } else if let Some(heading) = part.strip_prefix("## ") {
            blocks.push(Block::Heading(heading.to_owned()));
        } else if part.starts_with("- ") {
            blocks.push(Block::Bullets(items(part, "- ")));
        } else if part.starts_with("1. ") {
            blocks.push(Block::Steps(items(part, "1. ")));
        } else if !part.is_empty() {
            blocks.push(Block::Paragraph(part.to_owned()));
        }
    }
    blocks
}

fn unindented(text: &str) -> String {
    text.lines().flat_map(|line| [line.strip_prefix(INDENT).unwrap_or(line), "\n"]).collect()
}

fn items(text: &str, mark: &str) -> Vec<String> {
    let mut items: Vec<String> = Vec::new();
    for line in text.lines() {
        match (line.strip_prefix(mark), items.last_mut()) {
            (None, Some(item)) => {
                item.push(' ');
                item.push_str(line.trim_start());
            }
            (begin, _) => items.push(begin.unwrap_or(line).to_owned()),
        }
    }
    items
}

/// The parts of a line of prose.
#[must_use]
pub fn inlines(mut text: &str) -> Vec<Inline<'_>> {
    let mut parts = Vec::new();
    while let Some(at) = text.find(['`', '[']) {
        let (before, rest) = text.split_at(at);
        let Some((part, after)) = inline(rest) else { break };
        if !before.is_empty() {
            parts.push(Inline::Text(before));
        }
        parts.push(part);
        text = after;
    }
    if !text.is_empty() {
        parts.push(Inline::Text(text));
    }
    parts
}

fn inline(text: &str) -> Option<(Inline<'_>, &str)> {
    if let Some(rest) = text.strip_prefix('`') {
        let (code, after) = rest.split_once('`')?;
        return Some((Inline::Code(code), after));
    }
    let (words, after) = text.strip_prefix('[')?.split_once(']')?;
    match after.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
        Some((target, after)) => Some((Inline::Link { text: words, target }, after)),
        None => Some((Inline::Standard(words), after)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_told_apart_by_how_they_begin() {
        let text = "One\nline.\n\n## Two\n\n- a\n  b\n- c\n\n1. d\n1. e\n\n    code\n\n    more\n\n@zone a@b.example\n    @ MX 0 .\n";
        let expected = vec![
            Block::Paragraph("One\nline.".to_owned()),
            Block::Heading("Two".to_owned()),
            Block::Bullets(vec!["a b".to_owned(), "c".to_owned()]),
            Block::Steps(vec!["d".to_owned(), "e".to_owned()]),
            Block::Code("code\n\nmore\n".to_owned()),
            Block::Zone { subject: "a@b.example".to_owned(), text: "@ MX 0 .\n".to_owned() },
        ];
        assert_eq!(blocks(text), expected);
    }

    #[test]
    fn a_line_has_code_links_and_standards() {
        let expected = [
            Inline::Text("See "),
            Inline::Code("EHLO"),
            Inline::Text(" in "),
            Inline::Link { text: "codes", target: "#/codes" },
            Inline::Text(", "),
            Inline::Standard("RFC 5321 section 4.4"),
            Inline::Text("."),
        ];
        assert_eq!(inlines("See `EHLO` in [codes](#/codes), [RFC 5321 section 4.4]."), expected);
    }

    #[test]
    fn a_mark_that_is_not_closed_is_words() {
        assert_eq!(inlines("a `b"), [Inline::Text("a `b")]);
        assert_eq!(inlines("a [b"), [Inline::Text("a [b")]);
    }
}
