//! What somebody typed or clicked, as the name to ask for: a domain, an address, a URL, an address literal.

use std::net::IpAddr;

use serde::Serialize;

use super::name::NameError;
use super::{Name, Special};
use super::{idn, unicode_script};

/// What is to be asked about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Target {
    /// A domain.
    Domain(Name),
    /// An address in brackets or alone: mail to it needs no MX (RFC 5321 section 4.1.3).
    Address(IpAddr),
}

/// Something to say about the way a name was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Remark {
    /// It was taken out of a URL.
    FromUrl,
    /// It was taken out of a mail address.
    FromAddress,
    /// Letters beyond ASCII were turned into the `xn--` form that DNS carries.
    Encoded,
    /// One label mixes scripts, as names made to deceive do.
    MixedScripts,
    /// One label is written in letters of another script that look like Latin ones.
    LooksLatin,
    /// A label has an underscore: no host name, but a fine name for records such as `_dmarc`.
    Underscore,
}

/// What was typed, read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Subject {
    /// As it was typed, without the space around it.
    pub typed: String,
    /// What to ask about.
    pub target: Target,
    /// What stood before the `@`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local_part: Option<String>,
    /// What is worth saying of the way it was written.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<Remark>,
    /// Why it should not be sent to a public resolver, unless the user insists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub special: Option<Special>,
}

impl Subject {
    /// Reads a domain (`example.com`, `müller.example`), a mail address (`user+tag@example.com`, `user@[192.0.2.1]`),
    /// an IP address, or a URL, in angle brackets or not.
    ///
    /// # Errors
    ///
    /// When no domain name can be made of it.
    pub fn read(text: &str) -> Result<Self, NameError> {
        let typed = text.trim();
        let mut remarks = Vec::new();
        let mut rest = typed.trim_start_matches('<').trim_end_matches(['>', ',', ';']).trim();
        let mut local_part = None;
        if let Some(mailto) = strip_prefix(rest, "mailto:") {
            rest = mailto.split('?').next().unwrap_or_default();
        } else if let Some((_, behind)) = rest.split_once("://") {
            remarks.push(Remark::FromUrl);
            let authority = behind.split(['/', '?', '#', '\\']).next().unwrap_or_default();
            rest = host_of(authority);
        }
        if let Some((local, domain)) = rest.rsplit_once('@') {
            remarks.push(Remark::FromAddress);
            local_part = Some(local.to_owned()).filter(|local| !local.is_empty());
            rest = domain;
        } else if !remarks.contains(&Remark::FromUrl) {
            // A pasted link without its scheme.
            rest = rest.split(['/', '?', '#']).next().unwrap_or_default();
        }
        if let Some(address) = literal(rest) {
            let special = Special::of(&Name::reverse(address));
            return Ok(Self {
                typed: typed.to_owned(),
                target: Target::Address(address),
                local_part,
                remarks,
                special,
            });
        }
        let name = to_name(rest, &mut remarks)?;
        let special = Special::of(&name);
        Ok(Self { typed: typed.to_owned(), target: Target::Domain(name), local_part, remarks, special })
    }

    /// The domain, where it is one.
    #[must_use]
    pub fn domain(&self) -> Option<&Name> {
        match &self.target {
            Target::Domain(name) => Some(name),
            Target::Address(_) => None,
        }
    }
}

fn strip_prefix<'a>(text: &'a str, prefix: &str) -> Option<&'a str> {
    text.split_at_checked(prefix.len()).and_then(|(head, rest)| head.eq_ignore_ascii_case(prefix).then_some(rest))
}

/// The host of a URL's authority: without user and port.
fn host_of(authority: &str) -> &str {
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    if host.starts_with('[') {
        return host.split_inclusive(']').next().unwrap_or_default();
    }
    host.split(':').next().unwrap_or_default()
}

/// An address, alone or as a literal: `[192.0.2.1]`, `[IPv6:2001:db8::1]` (RFC 5321 section 4.1.3).
fn literal(text: &str) -> Option<IpAddr> {
    let inner = text.strip_prefix('[').and_then(|text| text.strip_suffix(']')).unwrap_or(text);
    strip_prefix(inner, "ipv6:").unwrap_or(inner).parse().ok()
}

fn to_name(text: &str, remarks: &mut Vec<Remark>) -> Result<Name, NameError> {
    let text = text.strip_suffix('.').unwrap_or(text);
    if text.is_empty() {
        return Err(NameError::Empty);
    }
    let ascii = if text.is_ascii() {
        text.to_owned()
    } else {
        remarks.push(Remark::Encoded);
        // Each label by itself, so that one with an underscore does not spoil the rest.
        let labels: Result<Vec<String>, NameError> = text
            .split(['.', '\u{3002}', '\u{ff0e}', '\u{ff61}'])
            .map(|label| {
                if label.is_ascii() {
                    return Ok(label.to_owned());
                }
                idn::to_ascii(label).ok_or_else(|| NameError::Character(label.to_owned()))
            })
            .collect();
        labels?.join(".")
    };
    if let Some(label) = ascii.split('.').find(|label| label.bytes().any(|byte| !is_name_byte(byte))) {
        return Err(NameError::Character(label.to_owned()));
    }
    let name = Name::parse(&ascii)?;
    let shown = name.unicode();
    for label in shown.as_deref().unwrap_or_default().split('.') {
        if unicode_script::is_mixed(label) && !remarks.contains(&Remark::MixedScripts) {
            remarks.push(Remark::MixedScripts);
        }
        if unicode_script::looks_latin(label) && !remarks.contains(&Remark::LooksLatin) {
            remarks.push(Remark::LooksLatin);
        }
    }
    if name.as_str().contains('_') {
        remarks.push(Remark::Underscore);
    }
    Ok(name)
}

/// What a name to ask for may hold: host name letters (RFC 1123 section 2.1), underscores, and the wildcard's star.
fn is_name_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'*')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn domain(text: &str) -> String {
        Subject::read(text).unwrap().domain().unwrap().to_string()
    }

    #[test]
    fn a_domain_is_found_in_what_people_paste() {
        for text in [
            "example.com",
            " Example.COM. ",
            "user+tag@example.com",
            "<user@example.com>",
            "mailto:user@example.com?subject=x",
            "https://user:pass@example.com:8443/path?q=a@b.example#x",
            "http://example.com",
            "example.com/contact",
            "\"odd@local\"@example.com",
        ] {
            assert_eq!(domain(text), "example.com", "{text}");
        }
        assert_eq!(Subject::read("user+tag@example.com").unwrap().local_part.as_deref(), Some("user+tag"));
    }

    #[test]
    fn an_address_literal_needs_no_dns() {
        for text in ["user@[192.0.2.1]", "[192.0.2.1]", "192.0.2.1", "http://192.0.2.1/"] {
            assert_eq!(Subject::read(text).unwrap().target, Target::Address("192.0.2.1".parse().unwrap()), "{text}");
        }
        let v6 = Target::Address("2001:db8::1".parse().unwrap());
        assert_eq!(Subject::read("user@[IPv6:2001:db8::1]").unwrap().target, v6);
        assert_eq!(Subject::read("https://[2001:db8::1]:443/").unwrap().target, v6);
    }

    #[test]
    fn letters_beyond_ascii_become_what_dns_carries() {
        let subject = Subject::read("info@Müller.example").unwrap();
        assert_eq!(subject.domain().unwrap().as_str(), "xn--mller-kva.example");
        assert!(subject.remarks.contains(&Remark::Encoded));
        assert_eq!(domain("例え。テスト"), "xn--r8jz45g.xn--zckzah");
    }

    #[test]
    fn names_made_to_deceive_are_remarked_on() {
        // A Cyrillic a in a Latin word.
        let mixed = Subject::read("ex\u{430}mple.com").unwrap();
        assert!(mixed.remarks.contains(&Remark::MixedScripts));
        // Letters of one script, all of which look Latin.
        let whole = Subject::read("\u{441}\u{43e}\u{440}\u{435}.example").unwrap();
        assert!(whole.remarks.contains(&Remark::LooksLatin));
        let japanese = Subject::read("日本のメール.example").unwrap();
        assert!(!japanese.remarks.contains(&Remark::MixedScripts));
    }

    #[test]
    fn underscores_are_names_and_nonsense_is_not() {
        assert!(Subject::read("_dmarc.example.com").unwrap().remarks.contains(&Remark::Underscore));
        for text in ["", "@", "hello world", "a..b", "http://", "user@"] {
            assert!(Subject::read(text).is_err(), "{text}");
        }
    }
}
