//! Whatever answers questions.

use serde::Serialize;

use super::{Outcome, Question};

/// What came of a question, and how it was got.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Response {
    /// What came of it.
    #[serde(flatten)]
    pub outcome: Outcome,
    /// Who answered, by the name that the user knows the resolver by.
    pub resolver: String,
    /// How long it took, in milliseconds; absent where nobody measured, and for what was remembered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub millis: Option<u64>,
    /// How often it was asked: more than once after a failure, none where it was remembered.
    pub tries: u32,
}

impl Response {
    /// The first answer of a resolver.
    #[must_use]
    pub fn new(outcome: Outcome, resolver: impl Into<String>) -> Self {
        Self { outcome, resolver: resolver.into(), millis: None, tries: 1 }
    }
}

/// Whatever answers questions: a resolver reached over HTTPS, zones in memory, or one of these wrapped in a policy.
///
/// One call is one question. Futures need not be `Send`: in a browser there is one thread.
#[expect(async_fn_in_trait, reason = "no caller needs the future to be Send: a page has one thread")]
pub trait Resolver {
    /// Asks, and waits for what comes of it. Never fails otherwise than by the outcome.
    async fn ask(&self, question: &Question) -> Response;
}

impl<R: Resolver> Resolver for &R {
    async fn ask(&self, question: &Question) -> Response {
        (**self).ask(question).await
    }
}

impl<R: Resolver> Resolver for std::rc::Rc<R> {
    async fn ask(&self, question: &Question) -> Response {
        (**self).ask(question).await
    }
}
