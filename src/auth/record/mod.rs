//! The records that domains publish about their mail, each read by itself: typed facts, what each part means, and faults.
//!
//! Nothing here asks DNS. [`tags`] is the form that DKIM, DMARC, BIMI, MTA-STS and TLS reporting share; SPF has one of its own.

pub mod bimi;
pub mod dkim_key;
pub mod dmarc;
pub mod mta_sts;
pub mod spf;
pub mod tags;
pub mod tls_reporting;
pub mod tlsa;

use serde::Serialize;

use crate::finding::{Severity, Span};

/// One part of a record, explained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// As it is written: `p=reject`, `include:_spf.example.net`.
    pub text: String,
    /// What it means, in a sentence.
    pub meaning: String,
    /// Where it stands in the record's text.
    pub span: Span,
}

/// Something wrong with a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// A problem makes receivers ignore the record or a part of it; a warning does not.
    pub severity: Severity,
    /// What is wrong, in a sentence.
    pub what: String,
    /// Where; empty for the whole record.
    pub span: Span,
}

impl Fault {
    fn problem(what: impl Into<String>, span: Span) -> Self {
        Self { severity: Severity::Problem, what: what.into(), span }
    }

    fn warning(what: impl Into<String>, span: Span) -> Self {
        Self { severity: Severity::Warning, what: what.into(), span }
    }
}

/// Any record about mail, recognised by its own words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Read {
    /// Which hosts send for a domain.
    Spf(spf::Record),
    /// What a domain asks to be done with mail that does not authenticate.
    Dmarc(dmarc::Record),
    /// The public key of a DKIM selector.
    DkimKey(dkim_key::Record),
    /// Where reports on TLS go.
    TlsReporting(tls_reporting::Record),
    /// Whether there is a policy on TLS.
    MtaSts(mta_sts::Record),
    /// The policy on TLS itself.
    MtaStsPolicy(mta_sts::Policy),
    /// Where a logo lies.
    Bimi(bimi::Record),
    /// A certificate's mark.
    Tlsa(tlsa::Record),
}

/// Reads the text of a record, whichever it is. None for a text that names no version of any.
#[must_use]
pub fn read(text: &str) -> Option<Read> {
    let trimmed = text.trim();
    let version = trimmed.split(';').next().unwrap_or_default().split_ascii_whitespace().collect::<String>();
    let has = |expected: &str| version.eq_ignore_ascii_case(expected);
    Some(if spf::is_spf(trimmed) {
        Read::Spf(spf::Record::read(text))
    } else if has("v=DMARC1") {
        Read::Dmarc(dmarc::Record::read(text))
    } else if has("v=TLSRPTv1") {
        Read::TlsReporting(tls_reporting::Record::read(text))
    } else if has("v=STSv1") {
        Read::MtaSts(mta_sts::Record::read(text))
    } else if has("v=BIMI1") {
        Read::Bimi(bimi::Record::read(text))
    } else if has("v=DKIM1") || dkim_key::is_key(trimmed) {
        Read::DkimKey(dkim_key::Record::read(text))
    } else if mta_sts::is_policy(trimmed) {
        Read::MtaStsPolicy(mta_sts::Policy::read(text))
    } else {
        Read::Tlsa(tlsa::Record::read(trimmed)?)
    })
}

/// Decodes base64 of mail: white space within counts for nothing, and the padding may be missing (RFC 6376 section 2.10).
#[must_use]
pub fn base64(text: &str) -> Option<Vec<u8>> {
    let mut digits: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    for _ in 0..2 {
        if digits.last() == Some(&b'=') {
            digits.pop();
        }
    }
    data_encoding::BASE64_NOPAD.decode(&digits).ok().or_else(|| loose(&digits))
}

/// The same, with bits left over at the end, which mean nothing: some writers leave them set.
fn loose(digits: &[u8]) -> Option<Vec<u8>> {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let (last, before) = digits.split_last()?;
    let value = ALPHABET.iter().position(|digit| digit == last)?;
    let mask = match digits.len() % 4 {
        2 => 0b11_0000,
        3 => 0b11_1100,
        _ => return None,
    };
    let mut digits = before.to_vec();
    digits.push(*ALPHABET.get(value & mask)?);
    data_encoding::BASE64_NOPAD.decode(&digits).ok()
}

/// Whether a text can be the URI of a report's address (`mailto:` or `https:`).
fn is_report_uri(uri: &str) -> bool {
    let uri = uri.trim();
    let starts = |scheme: &str| uri.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
    if starts("mailto:") {
        let address = uri.get(7..).unwrap_or_default().split(['?', '!']).next().unwrap_or_default();
        return address.rsplit_once('@').is_some_and(|(local, domain)| !local.is_empty() && domain.contains('.'));
    }
    starts("https:") && uri.len() > 8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_of_mail_is_read_with_folds_and_without_padding() {
        assert_eq!(base64("TWFu\r\n IE1h"), Some(b"Man Ma".to_vec()));
        assert_eq!(base64("TWE="), Some(b"Ma".to_vec()));
        assert_eq!(base64("TWE"), Some(b"Ma".to_vec()));
        assert_eq!(base64("TWF"), Some(b"Ma".to_vec()));
        assert_eq!(base64("@@@@"), None);
        assert_eq!(base64("A"), None);
        assert_eq!(base64(""), Some(Vec::new()));
    }

    #[test]
    fn a_record_is_known_by_its_own_words() {
        assert!(matches!(read("v=spf1 -all"), Some(Read::Spf(_))));
        assert!(matches!(read("v=DMARC1; p=none"), Some(Read::Dmarc(_))));
        assert!(matches!(read("k=rsa; p=AAAA"), Some(Read::DkimKey(_))));
        assert!(matches!(read("v=TLSRPTv1; rua=mailto:a@example.com"), Some(Read::TlsReporting(_))));
        assert!(matches!(read("v=STSv1; id=1"), Some(Read::MtaSts(_))));
        assert!(matches!(read("version: STSv1\nmode: none\nmax_age: 86400\n"), Some(Read::MtaStsPolicy(_))));
        assert!(matches!(read("v=BIMI1; l=https://example.com/a.svg"), Some(Read::Bimi(_))));
        assert!(matches!(read(&format!("3 1 1 {}", "ab".repeat(32))), Some(Read::Tlsa(_))));
        assert_eq!(read("google-site-verification=x"), None);
        assert_eq!(read(""), None);
    }
}
