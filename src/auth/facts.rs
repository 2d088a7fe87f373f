//! The facts of authentication: what the header claims, who claims it, and what it rests on.

use std::collections::BTreeMap;

use serde::Serialize;

use super::proved::Proved;
use crate::finding::Span;

/// What a message tells of its authentication: SPF, DKIM, DMARC and ARC, as the header claims it and, where asked for, as it
/// was proved again.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Authentication {
    /// What fields say of checks, from the top: the newest first.
    pub claims: Vec<Claim>,
    /// The domain in `From`: the one that a reader sees, and that DMARC is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The domain of the envelope sender, as the border or `Return-Path` names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub envelope_from: Option<String>,
    /// The address that the border saw, where a trusted field names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_ip: Option<String>,
    /// What the signatures say of themselves, from the top.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub signatures: Vec<Signature>,
    /// How SPF and each signature stand to the domain in `From`, as far as it can be estimated offline.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alignments: Vec<Alignment>,
    /// What the border says of DMARC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dmarc: Option<Dmarc>,
    /// What was verified again; absent where nobody asked. A worker of the page asks nobody.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "borsh", borsh(skip))]
    pub proved: Option<Box<Proved>>,
}

/// What one field says of checks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Claim {
    /// The field's name, in its usual spelling.
    pub field: String,
    /// Who checked: the authserv-id (RFC 8601 section 2.5), or Received-SPF's receiver. Exchange leaves it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authserv: Option<String>,
    /// The version behind the authserv-id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<u32>,
    /// The number of its ARC set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance: Option<u32>,
    /// Whether it was added at or above the recipient's own border; absent where there is no route to tell by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trusted: Option<bool>,
    /// Whether it names the recipient's own server although it stands within what others sent.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub forged: bool,
    /// What it says.
    pub results: Vec<MethodResult>,
    /// The whole field.
    pub span: Span,
}

/// One result: a method and what it came to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct MethodResult {
    /// The method, in lower case: `spf`, `dkim`, `dmarc`, `compauth` …
    pub method: String,
    /// The method's version, where it is given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method_version: Option<u32>,
    /// What it came to, in lower case: `pass`, `fail`, `softfail`, `none` …
    pub result: String,
    /// Why, in the field's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Its comments.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// Its properties: names in lower case, values as written.
    pub props: BTreeMap<String, String>,
}

impl MethodResult {
    /// A property that is there and says something.
    #[must_use]
    pub fn prop(&self, name: &str) -> Option<&str> {
        self.props.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// The domain that the method is about: of the envelope sender for SPF, of the signer for DKIM, of `From` for DMARC.
    #[must_use]
    pub fn domain(&self) -> Option<String> {
        const NAMES: [&str; 8] =
            ["header.d", "header.i", "smtp.mailfrom", "smtp.mfrom", "smtp.mail", "envelope-from", "smtp.helo", "helo"];
        let names: &[&str] = match self.method.as_str() {
            "dmarc" | "sender-id" => &["header.from"],
            "dkim" => &["header.d", "header.i"],
            _ => &NAMES,
        };
        names.iter().find_map(|name| self.prop(name)).and_then(domain_of)
    }
}

/// The domain of an address, or the name itself.
pub(super) fn domain_of(text: &str) -> Option<String> {
    let domain = text.rsplit('@').next()?.trim_matches(['<', '>', '"', ' ']).trim_end_matches('.').to_ascii_lowercase();
    (domain.contains('.') && !domain.contains(char::is_whitespace)).then_some(domain)
}

/// What a signature says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Signature {
    /// The field: DKIM-Signature, ARC-Message-Signature, ARC-Seal, X-Google-DKIM-Signature.
    pub field: String,
    /// The signing domain (`d=`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// The selector (`s=`): the key's name is `selector._domainkey.domain`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub selector: Option<String>,
    /// The algorithm (`a=`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub algorithm: Option<String>,
    /// On whose behalf it was signed (`i=` of DKIM).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity: Option<String>,
    /// The number of the set (`i=` of ARC).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instance: Option<u32>,
    /// What the seal says of the sets before it (`cv=`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub chain: Option<String>,
    /// How header and body were made canonical (`c=`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub canonicalization: Option<String>,
    /// The fields that are signed (`h=`), in lower case.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub signed: Vec<String>,
    /// When it was signed (`t=`), in seconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signed_at: Option<i64>,
    /// When it expires (`x=`), in seconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<i64>,
    /// How many bytes of the body are signed (`l=`): what is added behind them is not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body_length: Option<u64>,
    /// The first letters of the signature, by which `header.b` names it (RFC 6008).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mark: Option<String>,
    /// The whole field.
    pub span: Span,
}

/// How two domains stand to each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
pub enum Aligned {
    /// The same domain: aligned in strict and in relaxed mode.
    Strict,
    /// Of one organisation, as far as the names tell: aligned in relaxed mode.
    Relaxed,
    /// Of two organisations.
    No,
}

/// One line between the domain in `From` and a domain that was authenticated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Alignment {
    /// `spf` or `dkim`.
    pub method: String,
    /// The domain that the method is about.
    pub domain: String,
    /// What the method came to.
    pub result: String,
    /// How the domain stands to the one in `From`.
    pub aligned: Aligned,
}

/// What the border says of DMARC (RFC 9989), and what it rests on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Dmarc {
    /// `pass`, `fail`, `none`, `bestguesspass` …; absent where no trusted field says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub result: Option<String>,
    /// What the domain asked for: `none`, `quarantine`, `reject`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<String>,
    /// Where the policy was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy_domain: Option<String>,
    /// What the receiver did: `none`, `quarantine`, `reject`, `oreject` …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disposition: Option<String>,
    /// Why it did something else than it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub override_reason: Option<String>,
    /// Whether SPF passed for a domain aligned with `From`; absent where nothing trusted tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub spf_aligned: Option<bool>,
    /// Whether a signature passed whose domain is aligned with `From`; absent where nothing trusted tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dkim_aligned: Option<bool>,
}

impl Authentication {
    /// Moves every span through `place`.
    pub fn place_spans(&mut self, place: &impl Fn(Span) -> Span) {
        let claims = self.claims.iter_mut().map(|claim| &mut claim.span);
        for span in claims.chain(self.signatures.iter_mut().map(|one| &mut one.span)) {
            *span = place(*span);
        }
        if let Some(proved) = &mut self.proved {
            proved.place_spans(place);
        }
    }

    /// The claims that may be believed: those at or above the border, or all where no route tells their place.
    pub fn believed(&self) -> impl Iterator<Item = &Claim> {
        self.claims.iter().filter(|claim| claim.trusted != Some(false) && !claim.field.starts_with("ARC-"))
    }

    /// The believed results of a method, the newest field first.
    pub fn results<'a>(&'a self, method: &'a str) -> impl Iterator<Item = (&'a Claim, &'a MethodResult)> {
        self.believed()
            .flat_map(|claim| claim.results.iter().map(move |result| (claim, result)))
            .filter(move |(_, result)| result.method == method)
    }
}
