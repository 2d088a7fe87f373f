//! TLS reporting records (RFC 8460 section 3), at `_smtp._tls.domain`: where reports on TLS between mail servers go.

use serde::Serialize;

use super::tags::TagList;
use super::{Fault, Part, is_report_uri};
use crate::finding::Span;

/// A record, read by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Record {
    /// Where reports go.
    pub addresses: Vec<String>,
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
        if list.tags.first().is_none_or(|tag| tag.name != "v" || tag.value != "TLSRPTv1") {
            record.faults.push(Fault::problem("It does not begin with v=TLSRPTv1.", Span::default()));
        }
        match list.get("rua") {
            None => record
                .faults
                .push(Fault::problem("It has no rua=, so nobody knows where to send reports.", Span::default())),
            Some(tag) => {
                for uri in tag.value.split(',').map(str::trim) {
                    if is_report_uri(uri) {
                        record.addresses.push(uri.to_owned());
                    } else {
                        let what = format!("{uri} is neither a mailto: nor an https: URI.");
                        record.faults.push(Fault::problem(what, tag.span));
                    }
                }
            }
        }
        for tag in &list.tags {
            let meaning = match tag.name.as_str() {
                "v" => "The record's version: TLS reporting.".to_owned(),
                "rua" => format!("Reports go to {}.", tag.value),
                _ => "A tag that senders ignore.".to_owned(),
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
    fn addresses_are_read_and_faults_said() {
        let record = Record::read("v=TLSRPTv1; rua=mailto:tls@example.com,https://example.com/tls");
        assert_eq!(record.addresses.len(), 2);
        assert!(record.faults.is_empty());
        assert!(!Record::read("v=TLSRPTv1").faults.is_empty());
        assert!(!Record::read("v=TLSRPTv1; rua=tls@example.com").faults.is_empty());
    }
}
