//! DKIM-Signature and ARC-Message-Signature fields: their tags, and what keeps one from being checked (RFC 6376 sections
//! 3.5 and 6.1.1, RFC 8617 section 4.1.2).

use chrono::{DateTime, Utc};

use super::Cause;
use crate::auth::proved::canonical::Form;
use crate::auth::proved::crypto::Hash;
use crate::auth::record::dkim_key::KeyType;
use crate::auth::record::tags::{TagFault, TagList};
use crate::auth::record::{Part, base64};
use crate::finding::Span;
use crate::message::Field;

/// The most header fields that `h=` may name and still be looked at.
const MOST_NAMES: usize = 10_000;

/// Which field it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// DKIM-Signature.
    Dkim,
    /// ARC-Message-Signature.
    Arc,
}

/// What keeps a signature from being checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    /// What it is.
    pub cause: Cause,
    /// In a sentence.
    pub why: String,
    /// The words that show it.
    pub span: Span,
}

/// A signature's tags, read as far as they can be.
#[derive(Debug, Clone)]
pub struct Signature {
    /// All of them.
    pub list: TagList,
    /// The signing domain, `d=`.
    pub domain: Option<String>,
    /// The selector, `s=`.
    pub selector: Option<String>,
    /// `a=`
    pub algorithm: Option<(KeyType, Hash)>,
    /// The form of the header.
    pub header: Form,
    /// The form of the body.
    pub body: Form,
    /// `h=`, in lower case.
    pub signed: Vec<String>,
    /// The hash of the body, `bh=`.
    pub body_hash: Vec<u8>,
    /// The signature, `b=`.
    pub signature: Vec<u8>,
    /// How many octets of the body count, `l=`.
    pub length: Option<u64>,
    /// The domain of `i=`.
    pub identity: Option<String>,
    /// When it was made, `t=`.
    pub made: Option<u64>,
    /// When it ends, `x=`.
    pub expires: Option<u64>,
}

impl Signature {
    /// Reads a field. The defect is the first in the order of RFC 6376 section 6.1.1.
    #[must_use]
    pub fn read(field: &Field<'_>, sort: Sort, now: Option<DateTime<Utc>>) -> (Self, Option<Defect>) {
        let text = String::from_utf8_lossy(field.value);
        let mut list = TagList::read(&text, field.value_span.start);
        if matches!(text, std::borrow::Cow::Owned(_)) {
            // Replaced bytes move what follows them: the whole field is the place.
            for tag in &mut list.tags {
                (tag.span, tag.value_span) = (field.span(), field.span());
            }
        }
        let get =
            |name: &str| list.get(name).map(crate::auth::record::tags::Tag::compact).filter(|value| !value.is_empty());
        let (header, body) = forms(get("c").as_deref()).unwrap_or((Form::Simple, Form::Simple));
        let signed = list.get("h").map(|tag| tag.list().take(MOST_NAMES).map(str::to_ascii_lowercase).collect());
        let number = |name: &str| get(name).and_then(|value| digits(&value));
        let signature = Self {
            domain: get("d").map(|domain| domain.to_ascii_lowercase()),
            selector: get("s"),
            algorithm: get("a").and_then(|name| algorithm(&name)),
            header,
            body,
            signed: signed.unwrap_or_default(),
            body_hash: get("bh").and_then(|value| base64(&value)).unwrap_or_default(),
            signature: get("b").and_then(|value| base64(&value)).unwrap_or_default(),
            length: number("l"),
            identity: get("i").and_then(|value| value.rsplit_once('@').map(|(_, domain)| domain.to_ascii_lowercase())),
            made: number("t"),
            expires: number("x"),
            list,
        };
        let defect = signature.defect(field, sort, now);
        (signature, defect)
    }

    fn defect(&self, field: &Field<'_>, sort: Sort, now: Option<DateTime<Utc>>) -> Option<Defect> {
        self.syntax(field, sort).or_else(|| self.values(field, sort)).or_else(|| self.meaning(field, sort, now))
    }

    /// What cannot be read at all, or is missing.
    fn syntax(&self, field: &Field<'_>, sort: Sort) -> Option<Defect> {
        let defect = |cause, why: String, span| Some(Defect { cause, why, span });
        match &self.list.fault {
            Some(TagFault::Syntax(span)) => {
                let span = if span.is_empty() { field.span() } else { *span };
                return defect(Cause::Syntax, "Between two semicolons stands what is no name=value.".to_owned(), span);
            }
            Some(TagFault::Duplicate(name, span)) => {
                return defect(Cause::Syntax, format!("The tag {name}= is there twice."), *span);
            }
            None => {}
        }
        if sort == Sort::Dkim {
            match self.list.get("v") {
                None => {
                    return defect(
                        Cause::MissingTag,
                        "The tag v= is missing: this is the form of before the standard.".to_owned(),
                        field.span(),
                    );
                }
                Some(tag) if tag.value != "1" => {
                    return defect(
                        Cause::Version,
                        format!("The version is {}, and only 1 is known.", tag.value),
                        tag.span,
                    );
                }
                Some(_) => {}
            }
        }
        for name in ["a", "b", "bh", "d", "h", "s"] {
            match self.list.get(name) {
                None => return defect(Cause::MissingTag, format!("The tag {name}= is missing."), field.span()),
                Some(tag) if tag.value.is_empty() && !(name == "h" && sort == Sort::Arc) => {
                    return defect(Cause::MissingTag, format!("The tag {name}= is empty."), tag.span);
                }
                Some(_) => {}
            }
        }
        None
    }

    /// Values that are none.
    fn values(&self, field: &Field<'_>, sort: Sort) -> Option<Defect> {
        let defect = |cause, why: String, name: &str| {
            Some(Defect { cause, why, span: self.list.get(name).map_or(field.span(), |tag| tag.span) })
        };
        let value = |name: &str| self.list.value(name).unwrap_or_default();
        if self.algorithm.is_none() {
            return defect(Cause::Algorithm, format!("The algorithm {} is not known.", value("a")), "a");
        }
        if let Some(tag) = self.list.get("c")
            && forms(Some(&tag.compact())).is_none()
        {
            return defect(Cause::Canonicalization, format!("The canonical form {} is not known.", tag.value), "c");
        }
        for (name, octets) in [("b", &self.signature), ("bh", &self.body_hash)] {
            if octets.is_empty() {
                return defect(Cause::BadTag, format!("The tag {name}= is not base64."), name);
            }
        }
        for (name, number) in [("l", self.length), ("t", self.made), ("x", self.expires)] {
            if self.list.get(name).is_some() && number.is_none() {
                return defect(Cause::BadTag, format!("The tag {name}= is no number: {}.", value(name)), name);
            }
        }
        if sort == Sort::Dkim
            && let Some(tag) = self.list.get("q")
            && !tag.list().any(|method| method.eq_ignore_ascii_case("dns/txt"))
        {
            return defect(
                Cause::QueryMethod,
                format!("The key is to be had by {}, and only dns/txt is known.", tag.value),
                "q",
            );
        }
        None
    }

    /// Values that forbid to go on.
    fn meaning(&self, field: &Field<'_>, sort: Sort, now: Option<DateTime<Utc>>) -> Option<Defect> {
        let defect = |cause, why: String, name: &str| {
            Some(Defect { cause, why, span: self.list.get(name).map_or(field.span(), |tag| tag.span) })
        };
        if sort == Sort::Dkim {
            let domain = self.domain.as_deref().unwrap_or_default();
            if let Some(tag) = self.list.get("i") {
                let below = |identity: &str| {
                    identity == domain || identity.strip_suffix(domain).is_some_and(|rest| rest.ends_with('.'))
                };
                if !self.identity.as_deref().is_some_and(below) {
                    let why = format!("i= ({}) is not of the signing domain {domain}, nor of one below it.", tag.value);
                    return defect(Cause::Identity, why, "i");
                }
            }
            if !self.signed.iter().any(|name| name == "from") {
                let why = "h= does not name From, and a signature that leaves From unsigned counts for nothing.";
                return defect(Cause::FromUnsigned, why.to_owned(), "h");
            }
        }
        if sort == Sort::Arc && self.signed.iter().any(|name| name == "arc-seal") {
            let why = "h= names ARC-Seal, which a message signature must not sign (RFC 8617 section 4.1.2).";
            return defect(Cause::BadTag, why.to_owned(), "h");
        }
        if let (Some(made), Some(expires)) = (self.made, self.expires)
            && expires < made
        {
            return defect(Cause::BadTag, "The signature ends (x=) before it was made (t=).".to_owned(), "x");
        }
        if let (Some(expires), Some(now)) = (self.expires, now)
            && i64::try_from(expires).is_ok_and(|expires| expires < now.timestamp())
        {
            let why = match moment(expires) {
                Some(moment) => format!("The signature ended at {moment} (x=)."),
                None => "The signature has ended (x=).".to_owned(),
            };
            return defect(Cause::Expired, why, "x");
        }
        if let Some((_, Hash::Sha1)) = self.algorithm {
            let why = "rsa-sha1 is too weak: verifiers must not accept it any more (RFC 8301).";
            return defect(Cause::WeakHash, why.to_owned(), "a");
        }
        None
    }

    /// Where the key stands.
    #[must_use]
    pub fn key_name(&self) -> Option<crate::dns::Name> {
        key_name(self.selector.as_deref()?, self.domain.as_deref()?)
    }

    /// The tags, explained.
    #[must_use]
    pub fn parts(&self, sort: Sort) -> Vec<Part> {
        let parts = self.list.tags.iter().map(|tag| {
            let text = match tag.compact() {
                long if matches!(tag.name.as_str(), "b" | "bh") && long.len() > 24 => {
                    format!("{}={}…", tag.name, long.chars().take(20).collect::<String>())
                }
                _ => format!("{}={}", tag.name, tag.value.split_ascii_whitespace().collect::<Vec<_>>().join(" ")),
            };
            Part { text, meaning: self.tag_meaning(&tag.name, sort), span: tag.span }
        });
        parts.collect()
    }

    fn tag_meaning(&self, name: &str, sort: Sort) -> String {
        let stamp = |seconds: Option<u64>, what: &str| match seconds.and_then(moment) {
            Some(moment) => format!("{what} {moment}."),
            None => "No moment that can be read.".to_owned(),
        };
        match name {
            "v" => "The version of the signature's form.".to_owned(),
            "a" => match self.algorithm {
                Some((KeyType::Rsa, Hash::Sha1)) => "RSA over SHA-1: too weak to count.".to_owned(),
                Some((KeyType::Rsa, Hash::Sha256)) => "RSA over SHA-256.".to_owned(),
                Some(_) => "Ed25519 over SHA-256.".to_owned(),
                None => "An algorithm that is not known.".to_owned(),
            },
            "c" => {
                format!("Canonical forms: {} for the header, {} for the body.", self.header.name(), self.body.name())
            }
            "d" => "The domain that takes responsibility for the message.".to_owned(),
            "s" => match self.key_name() {
                Some(key) => format!("The selector: the key stands at {key}."),
                None => "The selector, which makes no name with d=.".to_owned(),
            },
            "i" if sort == Sort::Arc => "The number of the ARC set.".to_owned(),
            "i" => "On whose behalf it was signed.".to_owned(),
            "h" => format!("The {} header fields that are signed.", self.signed.len()),
            "bh" => "The hash of the body.".to_owned(),
            "b" => "The signature over the header, the hash of the body included.".to_owned(),
            "l" => match self.length {
                Some(length) => {
                    format!("Only the first {length} octets of the body are signed: anybody can add to it.")
                }
                None => "No number of octets.".to_owned(),
            },
            "t" => stamp(self.made, "Signed at"),
            "x" => stamp(self.expires, "It counts until"),
            "q" => "How the key is to be had.".to_owned(),
            "z" => "Copies of header fields as they were when it was signed.".to_owned(),
            _ => "A tag that verifiers ignore.".to_owned(),
        }
    }
}

/// Where the key of a selector stands (RFC 6376 section 3.6.2.1). Letters beyond ASCII are mapped as IDNA does.
#[must_use]
pub fn key_name(selector: &str, domain: &str) -> Option<crate::dns::Name> {
    let name = format!("{selector}._domainkey.{}", domain.trim_end_matches('.'));
    let labels = name
        .split('.')
        .map(|label| if label.is_ascii() { Some(label.to_owned()) } else { crate::dns::idn::to_ascii(label) });
    crate::dns::Name::parse(&labels.collect::<Option<Vec<_>>>()?.join(".")).ok()
}

/// A Unix time in words.
fn moment(seconds: u64) -> Option<String> {
    let time = DateTime::from_timestamp(i64::try_from(seconds).ok()?, 0)?;
    Some(time.format("%Y-%m-%d %H:%M:%S UTC").to_string())
}

/// A number of digits alone; what is too large for one is the largest.
fn digits(text: &str) -> Option<u64> {
    let is_number = !text.is_empty() && text.len() <= 76 && text.bytes().all(|byte| byte.is_ascii_digit());
    is_number.then(|| text.parse().unwrap_or(u64::MAX))
}

fn algorithm(name: &str) -> Option<(KeyType, Hash)> {
    match name.to_ascii_lowercase().as_str() {
        "rsa-sha256" => Some((KeyType::Rsa, Hash::Sha256)),
        "rsa-sha1" => Some((KeyType::Rsa, Hash::Sha1)),
        "ed25519-sha256" => Some((KeyType::Ed25519, Hash::Sha256)),
        _ => None,
    }
}

/// The forms that `c=` names: the header's, and the body's, which is simple where it is not named.
fn forms(text: Option<&str>) -> Option<(Form, Form)> {
    let Some(text) = text else { return Some((Form::Simple, Form::Simple)) };
    let form = |name: &str| match name.to_ascii_lowercase().as_str() {
        "simple" => Some(Form::Simple),
        "relaxed" => Some(Form::Relaxed),
        _ => None,
    };
    match text.split_once('/') {
        None => Some((form(text)?, Form::Simple)),
        Some((header, body)) => Some((form(header)?, form(body)?)),
    }
}
