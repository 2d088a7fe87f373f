//! What a large provider means by its own marks and codes: one file a provider.
//!
//! A provider's mark counts only in a refusal of that provider: one whose server's name, or whose text, shows it. Marks are
//! written as the phrases of [`reason`](super::reason) are.

use super::Reason;

/// A provider that is known to mean something particular by its replies.
#[derive(Debug)]
pub struct Provider {
    /// Its name, as it is shown.
    pub name: &'static str,
    /// Ends of its servers' names, and words by which its replies show themselves.
    pub shown_by: &'static [&'static str],
    /// Its marks.
    pub meanings: &'static [Meaning],
}

/// What a provider means by a mark in its replies.
#[derive(Debug)]
pub struct Meaning {
    /// The rule, as `provider.mark`.
    pub id: &'static str,
    /// Marks in its text, any of which means it.
    pub marks: &'static [&'static str],
    /// Enhanced status codes, any of which means it, where the provider uses them in a sense of its own.
    pub statuses: &'static [&'static str],
    /// Why.
    pub reason: Reason,
    /// What the provider means, in plain sentences.
    pub sentence: &'static str,
}

/// Every provider.
pub static PROVIDERS: &[&Provider] = &[];

impl Provider {
    /// Whether a server of this name is the provider's.
    #[must_use]
    pub fn runs(&self, host: &str) -> bool {
        self.shown_by.iter().any(|end| {
            let rest = host.len().checked_sub(end.len()).and_then(|at| host.split_at_checked(at));
            rest.is_some_and(|(before, tail)| {
                tail.eq_ignore_ascii_case(end) && (before.is_empty() || before.ends_with('.'))
            })
        })
    }
}
