//! SPF, evaluated again (RFC 7208): the record as a tree of terms, each with its question, its answer and what it decided.

mod evaluating;
mod macros;

use std::net::IpAddr;

use serde::Serialize;

use super::asking::Asked;
use crate::finding::Span;

pub use evaluating::check;

/// A result of `check_host()` (RFC 7208 section 2.6).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Outcome {
    /// There is no name to check, or it has no record.
    #[default]
    None,
    /// The domain says nothing of this address.
    Neutral,
    /// The address may send for the domain.
    Pass,
    /// It may not.
    Fail,
    /// It probably may not.
    SoftFail,
    /// DNS did not answer.
    TempError,
    /// The records cannot be understood, or ask too much.
    PermError,
}

impl Outcome {
    /// As results name it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Neutral => "neutral",
            Self::Pass => "pass",
            Self::Fail => "fail",
            Self::SoftFail => "softfail",
            Self::TempError => "temperror",
            Self::PermError => "permerror",
        }
    }
}

/// Which name is checked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Identity {
    /// The envelope sender.
    #[default]
    MailFrom,
    /// The name that the host gave, where there is no envelope sender.
    Helo,
}

/// What is checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    /// The address that the message came from.
    pub ip: IpAddr,
    /// The envelope sender; empty for a bounce.
    pub mail_from: String,
    /// The name that the host gave.
    pub helo: String,
    /// The name of the host that checks, for explanations.
    pub receiver: String,
    /// The moment in seconds since 1970, for explanations.
    pub now: i64,
}

/// What became of one term.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Fate {
    /// It matched, and decided.
    Matched,
    /// It did not match.
    Passed,
    /// It led to an error, which decided.
    Error,
    /// Another was decisive before it.
    NotReached,
    /// It is none that can match.
    Modifier,
}

/// One term, evaluated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Term {
    /// As it is written.
    pub text: String,
    /// Where it stands in its record.
    pub span: Span,
    /// What became of it.
    pub fate: Fate,
    /// The name after macros were put in, where it differs from what is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expanded: Option<String>,
    /// What was asked of DNS for it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub asked: Vec<Asked>,
    /// Terms that ask DNS, this one included, up to here.
    pub lookups: usize,
    /// Questions without an answer up to here.
    pub void_lookups: usize,
    /// What it came to, in a sentence.
    pub why: String,
    /// The record that it includes or redirects to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<Box<Evaluated>>,
}

/// One record, evaluated.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Evaluated {
    /// Whose record it is.
    pub domain: String,
    /// Its text; absent where there is none, or more than one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// What DNS answered to the question for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub asked: Option<Asked>,
    /// What it came to.
    pub result: Outcome,
    /// Why, in a sentence.
    pub why: String,
    /// Its terms, in their order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<Term>,
}

/// SPF for one message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Proof {
    /// The result.
    pub result: Outcome,
    /// Which name was checked.
    pub identity: Identity,
    /// The domain that was checked.
    pub domain: String,
    /// The address.
    pub ip: IpAddr,
    /// Terms that asked DNS; ten are allowed (RFC 7208 section 4.6.4).
    pub lookups: usize,
    /// Questions without an answer; two are allowed.
    pub void_lookups: usize,
    /// Why, in a sentence.
    pub why: String,
    /// The domain's own words about a failure.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub explanation: Option<String>,
    /// The records, from the domain's own down.
    pub tree: Evaluated,
}
