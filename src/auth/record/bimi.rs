//! BIMI assertion records (draft-brand-indicators-for-message-identification), at `default._bimi.domain`: where a logo lies.

use serde::Serialize;

use super::tags::TagList;
use super::{Fault, Part};
use crate::finding::Span;

/// A record, read by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Record {
    /// Where the logo lies, an SVG; absent where the domain declines.
    pub logo: Option<String>,
    /// Where the certificate lies that speaks for the logo.
    pub evidence: Option<String>,
    /// Its parts, explained.
    pub parts: Vec<Part>,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
}

impl Record {
    /// Reads a record's text.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let list = TagList::read(text, 0);
        let mut record = Self::default();
        if list.tags.first().is_none_or(|tag| tag.name != "v" || tag.value != "BIMI1") {
            record.faults.push(Fault::problem("It does not begin with v=BIMI1.", Span::default()));
        }
        let mut uri = |name: &str| {
            let tag = list.get(name).filter(|tag| !tag.value.is_empty())?;
            if !tag.value.get(..8).is_some_and(|start| start.eq_ignore_ascii_case("https://")) {
                record.faults.push(Fault::problem(format!("{name}= must be an https: URI."), tag.span));
            }
            Some(tag.value.clone())
        };
        let (logo, evidence) = (uri("l"), uri("a"));
        if list.get("l").is_none() {
            record.faults.push(Fault::problem("It has no l=, so there is no logo.", Span::default()));
        } else if logo.is_some() && evidence.is_none() {
            let what = "It has no a=. Gmail, Apple Mail and others show a logo only with a certificate.";
            record.faults.push(Fault::warning(what, Span::default()));
        }
        (record.logo, record.evidence) = (logo, evidence);
        for tag in &list.tags {
            let meaning = match tag.name.as_str() {
                "v" => "The record's version: a BIMI logo.".to_owned(),
                "l" if tag.value.is_empty() => "The domain declines to have a logo shown.".to_owned(),
                "l" => "Where the logo lies.".to_owned(),
                "a" if tag.value.is_empty() => "No certificate speaks for the logo.".to_owned(),
                "a" => "Where the certificate lies that speaks for the logo.".to_owned(),
                _ => "A tag that readers ignore.".to_owned(),
            };
            record.parts.push(Part { text: format!("{}={}", tag.name, tag.value), meaning, span: tag.span });
        }
        record
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_logo_needs_https() {
        let record = Record::read("v=BIMI1; l=https://example.com/a.svg; a=https://example.com/a.pem");
        assert!(record.faults.is_empty());
        assert_eq!(record.logo.as_deref(), Some("https://example.com/a.svg"));
        assert!(!Record::read("v=BIMI1; l=http://example.com/a.svg").faults.is_empty());
        // Declining is a sound record.
        assert!(Record::read("v=BIMI1; l=; a=;").faults.is_empty());
    }
}
