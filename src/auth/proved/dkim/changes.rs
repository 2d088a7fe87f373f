//! What was changed on the way: a change is named only where undoing it makes hash or signature fit.

use serde::Serialize;

use super::verifying::{Checked, Verifier};
use crate::auth::proved::crypto::Crypto;
use crate::dns::Resolver;
use crate::finding::Span;

/// A change that explains a failure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// What was changed, in a sentence.
    pub what: String,
    /// Where it is seen; empty where it is seen nowhere.
    pub span: Span,
}

/// Looks for what explains that a signature fails.
pub(super) async fn explain<R: Resolver, C: Crypto>(_verifier: &mut Verifier<'_, R, C>, _place: usize, _checked: &Checked) -> Vec<Change> {
    Vec::new()
}
