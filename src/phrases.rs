//! Many phrases, looked for at once: one pass over the text, however many they are.

use std::ops::Range;

use aho_corasick::Input;
use aho_corasick::automaton::Automaton;
use aho_corasick::nfa::contiguous::NFA;

/// Phrases that are looked for together.
///
/// Always the one kind of automaton: it is nearly as quick as any, and the page need not carry the code of the others.
#[derive(Clone)]
pub(crate) struct Phrases(NFA);

/// A place where a phrase stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Hit {
    /// Which phrase: its number among those looked for, from 0.
    pub(crate) phrase: usize,
    /// Where it stands in the text.
    pub(crate) at: Range<usize>,
}

impl Phrases {
    /// Phrases that are looked for as they are written. None where they are too many.
    pub(crate) fn exact<'p>(phrases: impl IntoIterator<Item = &'p str>) -> Option<Self> {
        NFA::builder().build(phrases).ok().map(Self)
    }

    /// Phrases that are looked for whatever the case of their ASCII letters. None where they are too many.
    pub(crate) fn in_any_case<'p>(phrases: impl IntoIterator<Item = &'p str>) -> Option<Self> {
        NFA::builder().ascii_case_insensitive(true).build(phrases).ok().map(Self)
    }

    /// Every place where a phrase stands, also within another, in the order in which they end.
    pub(crate) fn hits(&self, text: &str) -> impl Iterator<Item = Hit> {
        // It fails only for an automaton that finds the leftmost phrase alone.
        let hits = self.0.try_find_overlapping_iter(Input::new(text)).ok();
        hits.into_iter().flatten().map(|hit| Hit { phrase: hit.pattern().as_usize(), at: hit.range() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(phrases: Option<Phrases>, text: &str) -> Vec<&str> {
        phrases.unwrap().hits(text).map(|hit| text.get(hit.at).unwrap()).collect()
    }

    #[test]
    fn every_phrase_is_found_also_within_another() {
        let phrases = ["user unknown", "unknown", "mailbox full"];
        assert_eq!(found(Phrases::exact(phrases), "550 user unknown"), ["user unknown", "unknown"]);
        assert_eq!(found(Phrases::exact(phrases), "550 User Unknown"), [""; 0]);
        assert_eq!(found(Phrases::in_any_case(phrases), "550 User Unknown"), ["User Unknown", "Unknown"]);
    }
}
