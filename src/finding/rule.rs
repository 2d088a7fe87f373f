//! A rule of a room: the finding that it says, the chapter that explains it, and the function that looks for it.

use super::Finding;

/// One line in a room's table of rules: `Rule::new("route.delay", "received", hold::held_up)`.
#[derive(Debug)]
pub(crate) struct Rule<Run: 'static, Place: 'static = ()> {
    /// The finding's id, as `room.rule`.
    pub(crate) id: &'static str,
    /// The chapter of the guide that explains it; empty where the finding says enough itself.
    pub(crate) chapter: &'static str,
    /// Beside which part of the facts the finding belongs, in rooms where that differs.
    pub(crate) place: Place,
    /// What looks for it; none where the function of a line above says it too.
    pub(crate) run: Option<Run>,
}

impl<Run> Rule<Run> {
    /// A rule that belongs beside nothing in particular.
    pub(crate) const fn new(id: &'static str, chapter: &'static str, run: Run) -> Self {
        Self { id, chapter, place: (), run: Some(run) }
    }

    /// Another finding of a function that stands above, or one of a room that has no functions for each.
    pub(crate) const fn also(id: &'static str, chapter: &'static str) -> Self {
        Self { id, chapter, place: (), run: None }
    }
}

/// What is called with each rule's id and chapter.
pub(crate) type Explain<'a> = &'a mut dyn FnMut(&'static str, &'static str);

/// Tells the ids of a table with their chapters.
pub(crate) fn explain<Run, Place>(rules: &'static [Rule<Run, Place>], each: Explain<'_>) {
    for rule in rules {
        each(rule.id, rule.chapter);
    }
}

/// Whether a table has a line for each of the findings.
pub(crate) fn has_all<Run, Place>(rules: &[Rule<Run, Place>], findings: &[Finding]) -> bool {
    findings.iter().all(|finding| rules.iter().any(|rule| rule.id == finding.id))
}
