//! Tag lists, `name=value; name=value` (RFC 6376 section 3.2): the form of DKIM signatures and keys, of ARC seals, DMARC
//! and others.

use std::collections::BTreeSet;
use std::fmt;

use serde::Serialize;

use crate::finding::Span;

/// One tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tag {
    /// Its name as written; case counts.
    pub name: String,
    /// Its value without the white space around it; folds within are kept.
    pub value: String,
    /// Where name and value stand in the text.
    pub span: Span,
    /// Where the value stands; empty where it is empty.
    pub value_span: Span,
}

impl Tag {
    /// The value without any white space, for what may be folded anywhere.
    #[must_use]
    pub fn compact(&self) -> String {
        self.value.split_ascii_whitespace().collect()
    }

    /// The parts of a list with colons, without white space around them.
    pub fn list(&self) -> impl Iterator<Item = &str> {
        self.value.split(':').map(str::trim)
    }
}

/// Why a text is no tag list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum TagFault {
    /// What stands between two semicolons has no `=`, or no name that a tag can have.
    Syntax(Span),
    /// A tag is there twice.
    Duplicate(String, Span),
}

impl fmt::Display for TagFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Syntax(_) => f.write_str("what stands between two semicolons is no name=value"),
            Self::Duplicate(name, _) => write!(f, "the tag {name}= is there twice"),
        }
    }
}

/// A list of tags, read as far as it can be.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct TagList {
    /// The tags, in their order.
    pub tags: Vec<Tag>,
    /// The first thing that makes it no tag list.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<TagFault>,
}

impl TagList {
    /// Reads a list. Spans count from `base`.
    #[must_use]
    pub fn read(text: &str, base: usize) -> Self {
        let mut list = Self::default();
        let mut names = BTreeSet::new();
        let mut at = 0;
        let mut pieces = text.split(';').peekable();
        while let Some(piece) = pieces.next() {
            let start = at + (piece.len() - piece.trim_start().len());
            at += piece.len() + 1;
            let inner = piece.trim();
            let span = Span::new(base + start, base + start + inner.len());
            if inner.is_empty() {
                // One semicolon may stand at the end.
                if pieces.peek().is_some() {
                    list.fault.get_or_insert(TagFault::Syntax(span));
                }
                continue;
            }
            let Some((name, value)) = inner.split_once('=').filter(|(name, _)| is_name(name.trim_end())) else {
                list.fault.get_or_insert(TagFault::Syntax(span));
                continue;
            };
            let name = name.trim_end();
            if !names.insert(name.to_owned()) {
                list.fault.get_or_insert_with(|| TagFault::Duplicate(name.to_owned(), span));
            }
            let value = value.trim_start();
            let value_span = Span::new(span.end - value.len(), span.end);
            list.tags.push(Tag { name: name.to_owned(), value: value.to_owned(), span, value_span });
        }
        if list.tags.is_empty() {
            list.fault.get_or_insert(TagFault::Syntax(Span::new(base, base + text.len())));
        }
        list
    }

    /// The first tag of this name.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Tag> {
        self.tags.iter().find(|tag| tag.name == name)
    }

    /// The value of the first tag of this name.
    #[must_use]
    pub fn value(&self, name: &str) -> Option<&str> {
        self.get(name).map(|tag| tag.value.as_str())
    }
}

/// Whether a tag can have this name: a letter, then letters, digits and underscores.
fn is_name(name: &str) -> bool {
    name.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_read_with_their_places() {
        let text = " v=1; a = rsa-sha256;\r\n\tb=AB\r\n CD ; ";
        let list = TagList::read(text, 100);
        assert_eq!(list.fault, None);
        let names: Vec<&str> = list.tags.iter().map(|tag| tag.name.as_str()).collect();
        assert_eq!(names, ["v", "a", "b"]);
        let b = list.get("b").unwrap();
        assert_eq!(b.compact(), "ABCD");
        let at = |span: Span| text.get(span.start - 100..span.end - 100);
        assert_eq!(at(b.span), Some("b=AB\r\n CD"));
        assert_eq!(at(b.value_span), Some("AB\r\n CD"));
        assert_eq!(list.value("a"), Some("rsa-sha256"));
    }

    #[test]
    fn what_is_no_tag_list_is_called_so() {
        let fault = |text: &str| TagList::read(text, 0).fault;
        assert!(matches!(fault("v=1; x"), Some(TagFault::Syntax(_))));
        assert!(matches!(fault("v=1; =x"), Some(TagFault::Syntax(_))));
        assert!(matches!(fault("v=1;; d=x"), Some(TagFault::Syntax(_))));
        assert!(matches!(fault(""), Some(TagFault::Syntax(_))));
        assert_eq!(fault("d=a; d=a"), Some(TagFault::Duplicate("d".to_owned(), Span::new(5, 8))));
        // Case counts in names.
        assert_eq!(fault("d=a; D=a"), None);
        assert_eq!(fault("d=a;"), None);
    }
}
