//! What a rule has to say: a [`Finding`], and the words it is made of.
//!
//! A finding never stands alone: it says what, why it matters, whose side it is on, what to do next, which words of
//! the input show it, how sure it is, and the standard it rests on.
//!
//! In: what a rule found. Out: one shape for all of it.
//!
//! ```
//! use backstamp::finding::{Confidence, Finding, Party, Severity, Standard};
//!
//! let finding = Finding::new("route.delay", Severity::Warning, Party::Recipient, Confidence::Likely, "Held up")
//!     .why("The next server was down.")
//!     .by(Standard::Smtp, "4.5.4.1");
//! assert_eq!(finding.references[0].as_str(), "RFC 5321 section 4.5.4.1");
//! ```

mod reference;
pub(crate) mod rule;

pub use reference::{Reference, Standard};

use crate::order;
use std::borrow::Cow;

use serde::Serialize;

/// A stretch of the source text, in bytes: `start` is the first, `end` the one after the last.
///
/// While the input is being read, spans count in [`Source::clean`](crate::source::Source::clean); in a finished
/// [`Report`](crate::report::Report) they count in [`Source::text`](crate::source::Source::text), the text that a page shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct Span {
    /// The first byte.
    pub start: usize,
    /// The byte after the last.
    pub end: usize,
}

impl Span {
    /// The stretch from `start` up to, not including, `end`. An end before the start gives an empty span.
    #[must_use]
    pub fn new(start: usize, end: usize) -> Self {
        Self { start, end: end.max(start) }
    }

    /// Its length in bytes.
    #[must_use]
    pub fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether it holds no byte.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// Moved towards the end by `by` bytes.
    #[must_use]
    pub fn shifted(self, by: usize) -> Self {
        Self { start: self.start.saturating_add(by), end: self.end.saturating_add(by) }
    }

    /// Whether the byte at `offset` lies in it.
    #[must_use]
    pub fn contains(self, offset: usize) -> bool {
        self.start <= offset && offset < self.end
    }

    /// The bytes it stands for; empty where it reaches outside.
    #[must_use]
    pub fn of(self, bytes: &[u8]) -> &[u8] {
        bytes.get(self.start..self.end).unwrap_or_default()
    }
}

/// How much a finding matters to the person who reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
pub enum Severity {
    /// Something failed, or was held up.
    Problem,
    /// Something is wrong, or will be.
    Warning,
    /// Worth knowing.
    Note,
    /// In order, and worth saying.
    Good,
}

/// Whose side a finding is on: who must act, or could.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
pub enum Party {
    /// Whoever sent the message, and their servers.
    Sender,
    /// Whoever it was for, and their servers.
    Recipient,
    /// Whoever passed it on: a list, an alias, a forwarding rule.
    Forwarder,
    /// What lies between: DNS, the network, a carrier.
    Network,
    /// Nobody need act.
    Nobody,
    /// The input does not tell.
    Unknown,
}

impl Party {
    /// Whose side that is, in words; nothing where nobody need act.
    #[must_use]
    pub fn side(self) -> Option<&'static str> {
        match self {
            Self::Sender => Some("sender's side"),
            Self::Recipient => Some("recipient's side"),
            Self::Forwarder => Some("forwarder"),
            Self::Network => Some("network between"),
            Self::Nobody => None,
            Self::Unknown => Some("side unknown"),
        }
    }
}

/// How sure a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
pub enum Confidence {
    /// The input's words leave no other reading.
    Certain,
    /// The usual explanation, but not the only one.
    Likely,
    /// One explanation among several.
    Possible,
}

/// One thing that a rule found, and everything a reader needs to act on it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct Finding {
    /// The rule, as `room.rule`: `route.clock-skew`.
    pub id: Cow<'static, str>,
    /// How much it matters.
    pub severity: Severity,
    /// Whose side it is on.
    pub party: Party,
    /// How sure it is.
    pub confidence: Confidence,
    /// What: a short sentence without a full stop.
    pub title: String,
    /// Why it matters, or how it came about, in plain sentences.
    pub why: String,
    /// What to do next, one step each, the first first.
    pub next: Vec<String>,
    /// The words of the input that show it.
    pub evidence: Vec<Span>,
    /// The standards it rests on.
    pub references: Vec<Reference>,
}

impl Finding {
    /// A finding with its rule, weight, side and title; the rest is added with the methods below.
    #[must_use]
    pub fn new(
        id: &'static str,
        severity: Severity,
        party: Party,
        confidence: Confidence,
        title: impl Into<String>,
    ) -> Self {
        Self {
            id: Cow::Borrowed(id),
            severity,
            party,
            confidence,
            title: title.into(),
            why: String::new(),
            next: Vec::new(),
            evidence: Vec::new(),
            references: Vec::new(),
        }
    }

    /// Says why it matters.
    #[must_use]
    pub fn why(mut self, why: impl Into<String>) -> Self {
        self.why = why.into();
        self
    }

    /// Adds a step to take.
    #[must_use]
    pub fn next(mut self, step: impl Into<String>) -> Self {
        self.next.push(step.into());
        self
    }

    /// Adds the words that show it; empty spans are left out.
    #[must_use]
    pub fn shown_by(mut self, spans: impl IntoIterator<Item = Span>) -> Self {
        self.evidence.extend(spans.into_iter().filter(|span| !span.is_empty()));
        self
    }

    /// Adds a section of a standard.
    #[must_use]
    pub fn by(mut self, standard: Standard, section: &str) -> Self {
        self.references.push(standard.section(section));
        self
    }
}

/// Puts the findings in order: what matters most comes first, and equals stay as they are.
pub(crate) fn weightiest_first(findings: &mut Vec<Finding>) {
    order::sort_by_key(findings, |finding| finding.severity);
}

/// What the eye should meet first: a postmark of one or two words, and the few facts under the headline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Verdict {
    /// The colour of it.
    pub severity: Severity,
    /// One or two words for the postmark: `HELD UP`.
    pub stamp: String,
    /// What stands under them: `1½–2½ h`. Empty where there is nothing to say.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub stamp_detail: String,
    /// A sentence or two under the headline.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub detail: String,
    /// Whose side, whom to ask first, how sure.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub facts: Vec<Fact>,
}

/// A labelled fact under the headline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[non_exhaustive]
pub struct Fact {
    /// `Whose side`.
    pub label: String,
    /// `The path to your border MTA`.
    pub value: String,
    /// What it is about.
    #[serde(skip)]
    pub kind: FactKind,
}

impl Fact {
    /// A fact that nothing tells from others.
    #[must_use]
    pub fn new(label: &str, value: String) -> Self {
        Self { label: label.to_owned(), value, kind: FactKind::Other }
    }

    /// Says what it is about.
    #[must_use]
    pub fn of(mut self, kind: FactKind) -> Self {
        self.kind = kind;
        self
    }
}

/// What a fact is about, where two lists may both have it under labels of their own, or where it looks unlike others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub enum FactKind {
    /// Anything else.
    #[default]
    Other,
    /// Whose side must act.
    Side,
    /// How sure the reading is.
    Sureness,
    /// The reply code and the enhanced status code, with a space between.
    Codes,
    /// The step of a session.
    Step,
    /// The server that answered.
    Server,
    /// Who reported it.
    Reporter,
    /// The program that wrote it.
    Program,
    /// The kind of a report.
    ReportKind,
    /// The address that the mail was sent from.
    Source,
    /// Who complained.
    Complainant,
    /// Whom a receipt is from.
    Recipient,
    /// The message that it is about, by its `Message-ID`.
    Message,
}

/// The facts that another list does not have already.
#[must_use]
pub fn beyond(shown: &[Fact], mut facts: Vec<Fact>) -> Vec<Fact> {
    facts.retain(|fact| fact.kind == FactKind::Other || shown.iter().all(|other| other.kind != fact.kind));
    facts
}
