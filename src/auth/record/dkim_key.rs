//! DKIM key records (RFC 6376 section 3.6.1): the public key of a selector, at `selector._domainkey.domain`.

use std::fmt;

use serde::Serialize;

use super::tags::{TagFault, TagList};
use super::{Fault, Part, base64};
use crate::finding::Span;

/// The most octets of a record that are read: a TXT record over DNS cannot hold more than 65,535.
const MOST: usize = 65_535;

/// A kind of key, by its `k=`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum KeyType {
    /// RSA, also where there is no `k=`.
    Rsa,
    /// Ed25519 (RFC 8463).
    Ed25519,
    /// Any other: no verifier knows it.
    Other,
}

/// A public key, out of its encoding.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum PublicKey {
    /// RSA.
    Rsa(RsaKey),
    /// Ed25519: its 32 octets.
    Ed25519([u8; 32]),
}

impl PublicKey {
    /// How many bits it has.
    #[must_use]
    pub fn bits(&self) -> usize {
        match self {
            Self::Rsa(key) => key.bits(),
            Self::Ed25519(_) => 256,
        }
    }
}

/// An RSA public key's two numbers, big-endian, without leading zeros.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RsaKey {
    /// The modulus.
    pub modulus: Vec<u8>,
    /// The public exponent.
    pub exponent: Vec<u8>,
}

impl RsaKey {
    /// How many bits the modulus has.
    #[must_use]
    pub fn bits(&self) -> usize {
        let first = self.modulus.first().map_or(0, |byte| byte.leading_zeros() as usize);
        (self.modulus.len() * 8).saturating_sub(first)
    }

    /// Reads a SubjectPublicKeyInfo, as RFC 6376 wants it, or a bare RSAPublicKey (PKCS#1), as some publish it.
    #[must_use]
    pub fn read(der: &[u8]) -> Option<Self> {
        let (outer, rest) = element(der, SEQUENCE)?;
        if !rest.is_empty() {
            return None;
        }
        if let Some((algorithm, rest)) = element(outer, SEQUENCE) {
            if !algorithm.starts_with(RSA_ENCRYPTION) {
                return None;
            }
            let (bits, rest) = element(rest, BIT_STRING)?;
            let (unused, key) = bits.split_first()?;
            if *unused != 0 || !rest.is_empty() {
                return None;
            }
            let (inner, rest) = element(key, SEQUENCE)?;
            return if rest.is_empty() { Self::numbers(inner) } else { None };
        }
        Self::numbers(outer)
    }

    fn numbers(inner: &[u8]) -> Option<Self> {
        let (modulus, rest) = element(inner, INTEGER)?;
        let (exponent, rest) = element(rest, INTEGER)?;
        let whole = |number: &[u8]| {
            let zeros = number.iter().take_while(|byte| **byte == 0).count();
            number.get(zeros..).map(<[u8]>::to_vec).filter(|number| !number.is_empty())
        };
        if !rest.is_empty() {
            return None;
        }
        Some(Self { modulus: whole(modulus)?, exponent: whole(exponent)? })
    }

    /// The key as a SubjectPublicKeyInfo (RFC 5280 section 4.1), which WebCrypto imports as `spki`.
    #[must_use]
    pub fn to_spki(&self) -> Vec<u8> {
        let number = |octets: &[u8]| {
            let sign: &[u8] = if octets.first().is_some_and(|byte| *byte >= 0x80) { &[0] } else { &[] };
            wrap(INTEGER, &[sign, octets].concat())
        };
        let key = wrap(SEQUENCE, &[number(&self.modulus), number(&self.exponent)].concat());
        let algorithm = wrap(SEQUENCE, &[RSA_ENCRYPTION, &[5, 0]].concat());
        wrap(SEQUENCE, &[algorithm, wrap(BIT_STRING, &[&[0], key.as_slice()].concat())].concat())
    }
}

const INTEGER: u8 = 0x02;
const BIT_STRING: u8 = 0x03;
const SEQUENCE: u8 = 0x30;

/// The object identifier rsaEncryption, 1.2.840.113549.1.1.1, with its tag and length.
const RSA_ENCRYPTION: &[u8] = &[6, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1];

/// One element of DER with this tag: its content, and what follows it.
fn element(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (first, rest) = der.split_first()?;
    let (length, rest) = rest.split_first()?;
    if *first != tag {
        return None;
    }
    let (length, rest) = match length {
        0..=0x7f => (usize::from(*length), rest),
        0x81..=0x83 => {
            let (octets, rest) = rest.split_at_checked(usize::from(length & 3))?;
            (octets.iter().fold(0, |sum, octet| sum << 8 | usize::from(*octet)), rest)
        }
        _ => return None,
    };
    rest.split_at_checked(length)
}

/// An element of DER; its content is shorter than 16 MB.
fn wrap(tag: u8, content: &[u8]) -> Vec<u8> {
    let [_, _, .., a, b, c] = (content.len() as u64).to_be_bytes();
    let length: &[u8] = match content.len() {
        0..0x80 => &[c],
        0x80..0x100 => &[0x81, c],
        0x100..0x1_0000 => &[0x82, b, c],
        _ => &[0x83, a, b, c],
    };
    [&[tag], length, content].concat()
}

/// Why a record gives no key to verify with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum KeyFault {
    /// The record is longer than any can be.
    TooLong,
    /// It is no tag list.
    Tags(TagFault),
    /// `v=` is not DKIM1, or does not stand first.
    Version,
    /// There is no `p=`.
    NoKey,
    /// `p=` is empty: the key was withdrawn.
    Revoked,
    /// `p=` is not base64.
    Base64,
    /// The octets are no key of the kind that `k=` names.
    Encoding,
    /// `k=` names a kind that no verifier knows.
    UnknownType,
    /// `s=` does not allow e-mail.
    Service,
}

impl fmt::Display for KeyFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLong => f.write_str("the key record is longer than a TXT record can be"),
            Self::Tags(fault) => write!(f, "the key record cannot be read: {fault}"),
            Self::Version => f.write_str("the key record's v= is not DKIM1, or does not stand first"),
            Self::NoKey => f.write_str("the key record has no p=, so it holds no key"),
            Self::Revoked => f.write_str("the key was revoked: the record's p= is empty"),
            Self::Base64 => f.write_str("the key record's p= is not base64"),
            Self::Encoding => f.write_str("what the key record's p= holds is no key of the type that k= names"),
            Self::UnknownType => f.write_str("the key record's k= names a type of key that is not known"),
            Self::Service => f.write_str("the key record's s= does not allow the key for e-mail"),
        }
    }
}

/// A key record, read by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Record {
    /// The type of key.
    pub key_type: KeyType,
    /// The key; absent where there is a fault that takes it away.
    #[serde(skip)]
    pub key: Option<PublicKey>,
    /// How many bits it has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bits: Option<usize>,
    /// The hash algorithms that `h=` allows; none for all.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hashes: Option<Vec<String>>,
    /// Whether the domain says that it only tests DKIM (`t=y`).
    pub testing: bool,
    /// Whether a signature's `i=` must be of exactly the domain in `d=` (`t=s`).
    pub strict: bool,
    /// Why it gives no key to verify with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unusable: Option<KeyFault>,
    /// Its parts, explained.
    pub parts: Vec<Part>,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
}

/// Whether a text looks like a key record, which need not name its version.
#[must_use]
pub fn is_key(text: &str) -> bool {
    let list = TagList::read(text.get(..text.floor_char_boundary(2_000)).unwrap_or_default(), 0);
    let only_known =
        list.tags.iter().all(|tag| matches!(tag.name.as_str(), "v" | "g" | "h" | "k" | "n" | "p" | "s" | "t"));
    list.get("p").is_some() && only_known && list.get("v").is_none_or(|tag| tag.value.starts_with("DKIM"))
}

impl Record {
    /// Reads a record's text.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut record = Self {
            key_type: KeyType::Rsa,
            key: None,
            bits: None,
            hashes: None,
            testing: false,
            strict: false,
            unusable: None,
            parts: Vec::new(),
            faults: Vec::new(),
        };
        if text.len() > MOST {
            record.fail(KeyFault::TooLong, Span::default());
            return record;
        }
        let list = TagList::read(text, 0);
        if let Some(fault) = &list.fault {
            let (TagFault::Syntax(span) | TagFault::Duplicate(_, span)) = fault;
            record.fail(KeyFault::Tags(fault.clone()), *span);
        }
        record.flags(&list);
        record.public_key(&list);
        record.explain(&list);
        record
    }

    fn fail(&mut self, fault: KeyFault, span: Span) {
        self.faults.push(Fault::problem(sentence(&fault.to_string()), span));
        self.unusable.get_or_insert(fault);
    }

    fn flags(&mut self, list: &TagList) {
        if let Some(at) = list.tags.iter().position(|tag| tag.name == "v")
            && let Some(tag) = list.tags.get(at)
            && (at != 0 || tag.value != "DKIM1")
        {
            self.fail(KeyFault::Version, tag.span);
        }
        if let Some(tag) = list.get("k") {
            self.key_type = match tag.value.to_ascii_lowercase().as_str() {
                "rsa" => KeyType::Rsa,
                "ed25519" => KeyType::Ed25519,
                _ => KeyType::Other,
            };
            if self.key_type == KeyType::Other {
                self.fail(KeyFault::UnknownType, tag.span);
            }
        }
        self.hashes = list.get("h").map(|tag| tag.list().map(str::to_ascii_lowercase).collect());
        if let Some(tag) = list.get("s")
            && !tag.list().any(|service| service == "*" || service.eq_ignore_ascii_case("email"))
        {
            self.fail(KeyFault::Service, tag.span);
        }
        if let Some(tag) = list.get("t") {
            self.testing = tag.list().any(|flag| flag == "y");
            self.strict = tag.list().any(|flag| flag == "s");
            if self.testing {
                self.faults.push(Fault::warning(
                    "t=y says that the domain only tests DKIM; take it out when signing works.",
                    tag.span,
                ));
            }
        }
        if let Some(tag) = list.get("g") {
            self.faults.push(Fault::warning("g= belongs to an older standard, and verifiers ignore it.", tag.span));
        }
    }

    fn public_key(&mut self, list: &TagList) {
        let Some(tag) = list.get("p") else {
            self.fail(KeyFault::NoKey, Span::default());
            return;
        };
        let digits = tag.compact();
        if digits.is_empty() {
            self.fail(KeyFault::Revoked, tag.span);
            return;
        }
        let Some(octets) = base64(&digits) else {
            self.fail(KeyFault::Base64, tag.span);
            return;
        };
        let key = match self.key_type {
            KeyType::Rsa => RsaKey::read(&octets).map(PublicKey::Rsa),
            KeyType::Ed25519 => <[u8; 32]>::try_from(octets.as_slice()).ok().map(PublicKey::Ed25519),
            KeyType::Other => return,
        };
        let Some(key) = key else {
            self.fail(KeyFault::Encoding, tag.span);
            return;
        };
        self.bits = Some(key.bits());
        if key.bits() < 1_024 && self.key_type == KeyType::Rsa {
            let what = format!("The key has {} bits; verifiers accept none with fewer than 1024.", key.bits());
            self.faults.push(Fault::problem(what, tag.span));
        } else if key.bits() < 2_048 && self.key_type == KeyType::Rsa {
            let what = format!("The key has {} bits; 2048 are recommended.", key.bits());
            self.faults.push(Fault::warning(what, tag.span));
        }
        self.key = Some(key);
    }

    fn explain(&mut self, list: &TagList) {
        for tag in &list.tags {
            let meaning = match tag.name.as_str() {
                "v" => "The record's version: a DKIM key.".to_owned(),
                "k" => format!("The type of the key: {}.", tag.value),
                "h" => format!(
                    "The hash algorithms that may be used with it: {}.",
                    tag.list().collect::<Vec<_>>().join(", ")
                ),
                "s" if tag.value == "*" => "The key may be used for every service.".to_owned(),
                "s" => format!("The services that it may be used for: {}.", tag.value),
                "t" => match (self.testing, self.strict) {
                    (true, true) => "The domain tests DKIM, and i= must be of the very domain in d=.".to_owned(),
                    (true, false) => "The domain tests DKIM.".to_owned(),
                    (false, true) => {
                        "i= of a signature must be of the very domain in d=, not of one below it.".to_owned()
                    }
                    (false, false) => "Flags that are not known.".to_owned(),
                },
                "n" => "A note for people.".to_owned(),
                "p" => match self.bits {
                    Some(bits) => format!("The public key: {bits} bits."),
                    None if tag.value.is_empty() => "Empty: the key was revoked.".to_owned(),
                    None => "The public key, which cannot be read.".to_owned(),
                },
                "g" => "An older standard's limit on local parts; ignored.".to_owned(),
                _ => "A tag that verifiers ignore.".to_owned(),
            };
            let text = if tag.name == "p" && tag.value.len() > 24 {
                format!("p={}…", tag.value.chars().take(20).collect::<String>())
            } else {
                format!("{}={}", tag.name, tag.value)
            };
            self.parts.push(Part { text, meaning, span: tag.span });
        }
    }

    /// Whether `h=` allows a hash algorithm.
    #[must_use]
    pub fn allows(&self, hash: &str) -> bool {
        self.hashes.as_ref().is_none_or(|hashes| hashes.iter().any(|allowed| allowed == hash))
    }
}

/// A clause as a sentence.
fn sentence(clause: &str) -> String {
    let mut letters = clause.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A modulus of 1024 bits as a SubjectPublicKeyInfo; nobody has its other half.
    fn spki() -> Vec<u8> {
        let mut modulus = vec![0xc5; 127];
        modulus.push(1);
        RsaKey { modulus, exponent: vec![1, 0, 1] }.to_spki()
    }

    #[test]
    fn a_key_is_read_in_both_encodings() {
        let spki = spki();
        let key = RsaKey::read(&spki).unwrap();
        assert_eq!(key.bits(), 1_024);
        assert_eq!(key.exponent, [1, 0, 1]);
        assert_eq!(key.to_spki(), spki);
        // The bare PKCS#1 form is what the bit string holds.
        let bare = &spki[spki.len() - 140..];
        assert_eq!(RsaKey::read(bare), Some(key));
        assert_eq!(RsaKey::read(&spki[..spki.len() - 1]), None);
        assert_eq!(RsaKey::read(&[]), None);
        assert_eq!(RsaKey::read(&[0x30, 0x83, 0xff, 0xff, 0xff]), None);
    }

    #[test]
    fn a_record_says_why_it_gives_no_key() {
        let why = |text: &str| Record::read(text).unusable;
        let good = data_encoding::BASE64.encode(&spki());
        assert_eq!(why(&format!("v=DKIM1; k=rsa; p={good}")), None);
        assert_eq!(why(&format!("p={good}")), None);
        assert_eq!(why(&format!("k=rsa; v=DKIM1; p={good}")), Some(KeyFault::Version));
        assert_eq!(why("v=DKIM1; p="), Some(KeyFault::Revoked));
        assert_eq!(why("v=DKIM1; k=rsa"), Some(KeyFault::NoKey));
        assert_eq!(why("v=DKIM1; p=@@"), Some(KeyFault::Base64));
        assert_eq!(why("v=DKIM1; p=AAAA"), Some(KeyFault::Encoding));
        assert_eq!(why(&format!("v=DKIM1; k=ed25519; p={good}")), Some(KeyFault::Encoding));
        assert_eq!(why(&format!("v=DKIM1; k=dsa; p={good}")), Some(KeyFault::UnknownType));
        assert_eq!(why(&format!("v=DKIM1; s=web; p={good}")), Some(KeyFault::Service));
        assert!(matches!(why(&format!("p={good}; p={good}")), Some(KeyFault::Tags(TagFault::Duplicate(..)))));
        assert_eq!(why(&"p=A".repeat(30_000)), Some(KeyFault::TooLong));
    }

    #[test]
    fn flags_and_lists_are_read() {
        let record = Record::read("v=DKIM1; h=sha1 : SHA256; t=y:s; s=email; p=");
        assert!(record.testing && record.strict);
        assert!(record.allows("sha256") && !record.allows("sha512"));
        assert!(Record::read("p=AAAA").allows("sha256"));
    }
}
