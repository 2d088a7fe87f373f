//! Trying again, and elsewhere: the policy, apart from how a question travels.

use super::{Barrier, Outcome, Question, Resolver, Response};

/// How often a question is asked, and of whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// How often one resolver is asked again after a failure that may pass.
    pub again: u32,
    /// Whether the next resolver is asked when one gives no answer. It then sees the name too.
    pub elsewhere: bool,
}

impl Default for Policy {
    /// Once more, and nobody else.
    fn default() -> Self {
        Self { again: 1, elsewhere: false }
    }
}

/// Asks the first of several resolvers, again after a failure, and then the next if the policy says so.
#[derive(Debug)]
pub struct Retrying<R> {
    resolvers: Vec<R>,
    policy: Policy,
}

impl<R: Resolver> Retrying<R> {
    /// Resolvers in the order of preference.
    #[must_use]
    pub fn new(resolvers: Vec<R>, policy: Policy) -> Self {
        Self { resolvers, policy }
    }
}

impl<R: Resolver> Resolver for Retrying<R> {
    async fn ask(&self, question: &Question) -> Response {
        let reach = if self.policy.elsewhere { self.resolvers.len() } else { 1 };
        let mut tries = 0_u32;
        let mut last: Option<Response> = None;
        for resolver in self.resolvers.iter().take(reach) {
            for _ in 0..=self.policy.again {
                let mut response = resolver.ask(question).await;
                tries = tries.saturating_add(response.tries);
                response.tries = tries;
                if !response.outcome.may_pass() {
                    return response;
                }
                // SERVFAIL for a broken zone comes from every resolver: keep the first that says why.
                let says_more = !response.outcome.errors().is_empty();
                match &mut last {
                    Some(kept) if !says_more => kept.tries = tries,
                    last => *last = Some(response),
                }
            }
        }
        last.unwrap_or_else(|| Response::new(Outcome::Blocked { by: Barrier::NoNetwork }, "no resolver chosen"))
    }
}
