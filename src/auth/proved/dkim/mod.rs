//! DKIM, verified again (RFC 6376 section 6, RFC 8301, RFC 8463): each signature of a message, tag by tag, with the reason
//! where it does not hold.

mod changes;
pub mod signature;
mod verifying;

use serde::Serialize;

pub use changes::{Change, Kind as ChangeKind};
pub use verifying::{Checked, Verifier, verify};

use super::canonical::Form;
use crate::auth::record::{Part, dkim_key};
use crate::finding::Span;

/// A result, in the words of RFC 8601 section 2.7.1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// The signature holds.
    Pass,
    /// Key and signature can be used, and do not fit the message.
    Fail,
    /// It cannot be known from what is here.
    Neutral,
    /// Signature or key cannot be used.
    PermError,
    /// DNS did not answer.
    TempError,
}

/// What a result rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Cause {
    /// All of it fits.
    Verified,
    /// The message has more signatures than are checked.
    NotChecked,
    /// The field is no tag list.
    Syntax,
    /// The version is not 1.
    Version,
    /// A tag that must be there is not, or is empty.
    MissingTag,
    /// A tag's value is none that it can have.
    BadTag,
    /// The algorithm is not known.
    Algorithm,
    /// The canonical form is not known.
    Canonicalization,
    /// The key is to be had in a way that is not known.
    QueryMethod,
    /// `i=` is not of the domain in `d=`.
    Identity,
    /// From is not signed.
    FromUnsigned,
    /// The signature has ended.
    Expired,
    /// SHA-1.
    WeakHash,
    /// DNS did not give the key.
    KeyUnavailable,
    /// There is no key.
    KeyMissing,
    /// The key record cannot be used.
    KeyRecord,
    /// The key was revoked.
    KeyRevoked,
    /// The key is of another type than the signature.
    KeyType,
    /// The key is not for this hash algorithm.
    KeyHash,
    /// The key wants `i=` to be of the very domain in `d=`.
    KeyStrict,
    /// The key is too short.
    KeyWeak,
    /// `l=` is more than there is.
    BodyLength,
    /// The body is not here.
    BodyMissing,
    /// The body is another.
    BodyHash,
    /// The header is another, or the key.
    Signature,
    /// Nothing here can check it.
    Unsupported,
}

/// The key that a signature names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Key {
    /// Where it stands.
    pub name: String,
    /// What DNS answered, in words.
    pub answer: String,
    /// The record's text, where there is one; the first where there are several.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The record, read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<dkim_key::Record>,
}

/// How much of the body a signature covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Covered {
    /// How many octets of the canonical body are signed.
    pub signed: u64,
    /// How many it has.
    pub total: u64,
}

/// One signature, verified again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Proof {
    /// The signing domain, `d=`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// The selector, `s=`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub selector: Option<String>,
    /// The result.
    pub result: Outcome,
    /// What it rests on.
    pub cause: Cause,
    /// Why, in a sentence.
    pub why: String,
    /// The field's tags, explained.
    pub tags: Vec<Part>,
    /// The header fields that are signed, in the order of `h=`.
    pub signed: Vec<String>,
    /// The form in which the header is signed.
    pub header_form: Form,
    /// The form in which the body is signed.
    pub body_form: Form,
    /// The key.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<Key>,
    /// Whether the hash of the body fits; absent where it could not be compared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body_matches: Option<bool>,
    /// The hash that the body has now, in base64.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body_hash: Option<String>,
    /// Whether the signature fits header and key; absent where it could not be checked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signature_matches: Option<bool>,
    /// How much of the body is signed, where `l=` limits it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub covered: Option<Covered>,
    /// Changes that would explain a failure: undone, the signature fits.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
    /// Where the field stands.
    pub span: Span,
    /// The words that show why.
    pub shown: Span,
}
