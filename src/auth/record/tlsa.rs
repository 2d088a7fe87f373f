//! TLSA records for mail (RFC 6698 section 2.1, RFC 7672), at `_25._tcp.server`: which certificate a server shows.

use serde::Serialize;

use super::{Fault, Part};
use crate::finding::Span;

/// A record, read by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Record {
    /// How the certificate is to be trusted: 0 to 3.
    pub usage: u8,
    /// What is matched: 0 the certificate, 1 its key.
    pub selector: u8,
    /// How: 0 whole, 1 SHA-256, 2 SHA-512.
    pub matching: u8,
    /// The data, in hexadecimal digits.
    pub data: String,
    /// Its parts, explained.
    pub parts: Vec<Part>,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
}

impl Record {
    /// Reads three numbers and hexadecimal digits. None for anything else.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let mut words = text.split_ascii_whitespace();
        let mut number = || words.next()?.parse::<u8>().ok();
        let (usage, selector, matching) = (number()?, number()?, number()?);
        let data: String = words.map(str::to_ascii_lowercase).collect();
        if data.is_empty() || !data.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return None;
        }
        let mut faults = Vec::new();
        let mut fault = |what: &str| faults.push(Fault::problem(what, Span::default()));
        match usage {
            2 | 3 => {}
            0 | 1 => fault("Usages 0 and 1 are not for mail servers, and senders may ignore them: use 3, or 2."),
            _ => fault("There is no such usage."),
        }
        if selector > 1 {
            fault("There is no such selector.");
        }
        match (matching, data.len()) {
            (1, 64) | (2, 128) | (0, _) => {}
            (1 | 2, _) => fault("The data has another length than its hash."),
            _ => fault("There is no such matching type."),
        }
        if data.len() % 2 == 1 {
            fault("The data has half an octet.");
        }
        let part = |text: String, meaning: &str| Part { text, meaning: meaning.to_owned(), span: Span::default() };
        let parts = vec![
            part(
                usage.to_string(),
                match usage {
                    2 => "The certificate is signed by this authority (DANE-TA).",
                    3 => "The server shows this very certificate or key (DANE-EE).",
                    _ => "A usage that mail does not use.",
                },
            ),
            part(
                selector.to_string(),
                if selector == 0 { "The whole certificate is matched." } else { "The public key is matched." },
            ),
            part(
                matching.to_string(),
                match matching {
                    0 => "The data is the thing itself.",
                    1 => "The data is its SHA-256.",
                    2 => "The data is its SHA-512.",
                    _ => "A matching type that is not known.",
                },
            ),
        ];
        Some(Self { usage, selector, matching, data, parts, faults })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_mail_uses_is_sound() {
        let read = |text: String| Record::read(&text).unwrap();
        assert!(read(format!("3 1 1 {}", "0a".repeat(32))).faults.is_empty());
        assert!(!read(format!("1 1 1 {}", "0a".repeat(32))).faults.is_empty());
        assert!(!read("3 1 1 0a".to_owned()).faults.is_empty());
        assert_eq!(Record::read("3 1 300 0a"), None);
        assert_eq!(Record::read("3 1 1 xyz"), None);
        assert_eq!(Record::read("1 2"), None);
    }
}
