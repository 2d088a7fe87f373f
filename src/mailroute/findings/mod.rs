//! What is right and wrong with a route: one small function a rule.

mod exchange;
mod published;
mod route;
mod zone;

use crate::dns::Name;
use crate::finding::Finding;

use super::Walk;

/// Every rule's findings.
pub(super) fn all(walk: &Walk) -> Vec<Finding> {
    let mut findings = Vec::new();
    route::all(walk, &mut findings);
    if walk.domain().is_some() {
        exchange::all(walk, &mut findings);
        zone::all(walk, &mut findings);
        published::all(walk, &mut findings);
    }
    findings
}

/// Names in a row: `a`, `a and b`, `a, b and c`.
pub(super) fn row<'a>(names: impl IntoIterator<Item = &'a Name>) -> String {
    let names: Vec<String> = names.into_iter().map(Name::shown).collect();
    match names.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}
