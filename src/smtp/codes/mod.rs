//! Every reply code and enhanced status code: what it means, where it is defined, what it usually tells, what to do.

mod enhanced;
mod reply;

use super::Reason;
use crate::finding::{Party, Reference, Standard};

/// A reply code (RFC 5321 section 4.2) or an enhanced status code (RFC 3463 and its registry, RFC 5248).
#[derive(Debug)]
pub struct Code {
    /// As written: `550`; an enhanced code with `x` for its class: `x.1.1`.
    pub code: &'static str,
    /// What it is called, in a few words.
    pub title: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// What it usually comes from, and what to do about it.
    pub advice: &'static str,
    /// Whose side it is usually on.
    pub party: Party,
    /// Where it is defined.
    standard: Standard,
    section: &'static str,
    /// The reason that it points to, and how much it says by itself, on the scale of [`Weight`](super::reason::Weight).
    points_to: Option<(Reason, u8)>,
}

impl Code {
    /// Where it is defined.
    #[must_use]
    pub fn reference(&self) -> Reference {
        self.standard.section(self.section)
    }

    /// Whether it may stand for this reason; a server can use it in a sense of its own.
    #[must_use]
    pub fn fits(&self, reason: Reason) -> bool {
        self.points_to.is_none_or(|(usual, _)| usual == reason)
    }

    /// Whether it is an enhanced status code.
    #[must_use]
    pub fn is_enhanced(&self) -> bool {
        self.code.contains('.')
    }
}

/// What a code says of the reason, and how much.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Evidence {
    /// The reason.
    pub reason: Reason,
    /// How much it says: as a rule's weight.
    pub weight: u8,
}

impl Evidence {
    /// Whether the code names a reason rather than a field of reasons.
    pub fn speaks(self) -> bool {
        self.weight >= 50
    }
}

/// What the codes of a reply say. The enhanced status is the finer one and is asked first.
pub(crate) fn evidence(reply_code: Option<&str>, status: Option<&str>) -> Option<Evidence> {
    let of =
        |code: &str| lookup(code).and_then(|code| code.points_to).map(|(reason, weight)| Evidence { reason, weight });
    status.and_then(of).or_else(|| reply_code.and_then(of))
}

/// Every code: the reply codes, then the classes, subjects and details of the enhanced ones.
pub fn all() -> impl Iterator<Item = &'static Code> {
    reply::CODES.iter().chain(enhanced::CODES)
}

/// The meaning of a code as a server writes it: `550`, `5.1.1`.
#[must_use]
pub fn lookup(code: &str) -> Option<&'static Code> {
    let code = code.trim();
    match code.split_once('.') {
        None => reply::CODES.iter().find(|known| known.code == code),
        Some((class, detail)) => {
            let known = matches!(class, "2" | "4" | "5" | "x" | "X");
            enhanced::CODES.iter().find(|code| known && code.code.split_once('.').is_some_and(|(_, own)| own == detail))
        }
    }
}

/// The codes that match what a person types: a code or the beginning of one (`55`, `5.7`), or words, all of which must occur.
/// An empty query gives every code.
#[must_use]
pub fn search(query: &str) -> Vec<&'static Code> {
    let query = query.trim().to_lowercase();
    if query.starts_with(|first: char| first.is_ascii_digit()) {
        let by_detail = query.split_once('.').map(|(_, detail)| format!("x.{detail}"));
        let exact = lookup(&query);
        return all()
            .filter(|code| {
                exact.map_or_else(
                    || {
                        code.code.starts_with(&query)
                            || by_detail.as_ref().is_some_and(|detail| code.code.starts_with(detail))
                    },
                    |exact| std::ptr::eq(exact, *code),
                )
            })
            .collect();
    }
    let words: Vec<&str> = query.split_whitespace().collect();
    all()
        .filter(|code| {
            let text = format!("{} {} {} {}", code.code, code.title, code.meaning, code.advice).to_lowercase();
            words.iter().all(|word| text.contains(word))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_as_a_server_writes_it() {
        assert_eq!(lookup("550").map(|code| code.code), Some("550"));
        assert_eq!(lookup("5.1.1").map(|code| code.code), Some("x.1.1"));
        assert_eq!(lookup("4.7.28").map(|code| code.code), Some("x.7.28"));
        assert!(lookup("9.1.1").is_none());
        assert!(lookup("999").is_none());
    }

    #[test]
    fn codes_are_found_by_their_beginning() {
        let found: Vec<_> = search("55").iter().map(|code| code.code).collect();
        assert_eq!(found, ["550", "551", "552", "553", "554", "555", "556"]);
        assert!(search("5.2").iter().all(|code| code.code.starts_with("x.2")));
        assert_eq!(search("5.2.2").len(), 1);
    }

    #[test]
    fn codes_are_found_by_words_in_any_order() {
        assert!(search("quota mailbox").iter().any(|code| code.code == "x.2.2"));
        assert!(search("null mx").iter().any(|code| code.code == "556"));
        assert!(search("no such words at all").is_empty());
    }

    #[test]
    fn every_code_is_there_once_and_says_something() {
        let mut seen = std::collections::BTreeSet::new();
        for code in all() {
            assert!(seen.insert(code.code), "{} is there twice", code.code);
            assert!(!code.title.is_empty() && !code.meaning.is_empty() && !code.advice.is_empty(), "{}", code.code);
            assert!(code.meaning.ends_with('.') && code.advice.ends_with('.'), "{}", code.code);
        }
        assert!(seen.len() > 110);
    }

    #[test]
    fn a_code_cites_the_standard_that_defines_it() {
        assert_eq!(lookup("5.7.25").unwrap().reference().as_str(), "RFC 7372");
        assert_eq!(lookup("5.1.1").unwrap().reference().as_str(), "RFC 3463 section 3.2");
        assert_eq!(lookup("421").unwrap().reference().as_str(), "RFC 5321 section 4.2.3");
        assert_eq!(lookup("5.7.17").unwrap().reference().as_str(), "RFC 7293");
        assert_eq!(lookup("5.7.30").unwrap().reference().as_str(), "RFC 8689");
        assert_eq!(lookup("5.6.8").unwrap().reference().as_str(), "RFC 6531 section 4.2");
    }
}
