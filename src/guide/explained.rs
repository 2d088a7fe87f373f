//! Which chapter explains which finding: each room's table of rules says it.

use super::{Chapter, chapter};
use crate::dns::output;
use crate::finding::rule::Explain;
use crate::refusal::reply;
use crate::{auth, bounce, feedback, files, filter, log, mailroute, session, trace};

/// What tells the ids of a room's rules with their chapters.
const ROOMS: [fn(Explain<'_>); 11] = [
    trace::explain,
    auth::explain,
    filter::explain,
    bounce::explain,
    feedback::explain,
    reply::explain,
    session::explain,
    log::explain,
    output::explain,
    mailroute::explain,
    files::explain,
];

/// The rooms whose findings say enough themselves.
#[cfg(any(test, debug_assertions))]
const UNEXPLAINED: [&str; 4] = ["input.", "message.", "receipt.", "source."];

/// The chapter that explains a finding, by the finding's id.
#[must_use]
pub fn chapter_for(finding: &str) -> Option<&'static Chapter> {
    let mut slug = "";
    for room in ROOMS {
        room(&mut |id, chapter| {
            if id == finding {
                slug = chapter;
            }
        });
    }
    chapter(slug)
}

/// Whether some room's table has a finding.
#[cfg(any(test, debug_assertions))]
pub(crate) fn is_known(finding: &str) -> bool {
    let mut known = UNEXPLAINED.iter().any(|room| finding.starts_with(room));
    for room in ROOMS {
        room(&mut |id, _| known |= id == finding);
    }
    known
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::super::CHAPTERS;
    use super::*;

    /// Every id of every table, with its chapter.
    fn rules() -> Vec<(&'static str, &'static str)> {
        let mut rules = Vec::new();
        for room in ROOMS {
            room(&mut |id, chapter| rules.push((id, chapter)));
        }
        rules
    }

    #[test]
    fn an_id_stands_in_one_table_once() {
        let rules = rules();
        let ids: BTreeMap<&str, &str> = rules.iter().copied().collect();
        let twice: Vec<_> =
            rules.iter().filter(|one| rules.iter().filter(|other| other.0 == one.0).count() > 1).collect();
        assert!(twice.is_empty(), "{twice:?}");
        assert!(ids.contains_key("route.delay") && ids.contains_key("bounce.user-unknown"), "{ids:?}");
    }

    #[test]
    fn every_rule_names_a_chapter_that_is_there() {
        for (id, slug) in rules() {
            assert!(slug.is_empty() || chapter(slug).is_some(), "{id}: {slug}");
        }
    }

    #[test]
    fn no_chapter_is_an_orphan() {
        let explained: BTreeSet<&str> = rules().into_iter().map(|(_, slug)| slug).collect();
        for chapter in CHAPTERS {
            let is_linked = || {
                let link = format!("({})", chapter.fragment());
                CHAPTERS.iter().any(|other| other.slug != chapter.slug && other.text.contains(&link))
            };
            assert!(explained.contains(chapter.slug) || is_linked(), "nothing leads to {}", chapter.slug);
        }
    }

    #[test]
    fn a_finding_is_explained_by_its_own_line() {
        assert_eq!(chapter_for("bounce.backscatter").unwrap().slug, "backscatter");
        assert_eq!(chapter_for("route.delay").unwrap().slug, "received");
        assert_eq!(chapter_for("mailroute.spf-syntax"), None);
        assert!(is_known("input.html") && is_known("mailroute.spf-syntax") && !is_known("route.nothing"));
    }
}
