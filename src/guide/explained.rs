//! Which chapter explains which finding.

use super::{Chapter, chapter};

/// A finding's id, or a room with its dot for all the others of the room; and the chapter that explains it. The first that
/// fits counts. An empty chapter: what the finding says itself is enough.
const EXPLAINED: &[(&str, &str)] = &[
    ("route.passed-again", "forwarding"),
    ("route.forwarded", "forwarding"),
    ("route.loop", "forwarding"),
    ("route.many-hops", "forwarding"),
    ("route.helo-mismatch", "border"),
    ("route.no-tls", "border"),
    ("route.fetched", ""),
    ("route.on-time", "triage"),
    ("route.", "received"),
    ("bounce.backscatter", "backscatter"),
    ("bounce.own-backscatter", "backscatter"),
    ("bounce.loop", "forwarding"),
    ("bounce.many-hops", "forwarding"),
    ("bounce.forwarded-address", "forwarding"),
    ("bounce.authentication", "authentication"),
    ("bounce.expired", "errors"),
    ("bounce.given-up", "errors"),
    ("bounce.still-tried", "errors"),
    ("bounce.rate-limit", "errors"),
    ("bounce.host-unknown", "mx"),
    ("bounce.takes-no-mail", "mx"),
    ("bounce.relaying-denied", "by-hand"),
    ("bounce.reverse-dns", "border"),
    ("bounce.client-blocked", "blocklists"),
    ("bounce.low-reputation", "blocklists"),
    ("bounce.content", "blocklists"),
    ("bounce.", "bounces"),
    ("reply.", "errors"),
    ("log.", "errors"),
    ("dns.final-dot", "after-mx"),
    ("dns.", "mx"),
    ("feedback.forwarded", "forwarding"),
    ("feedback.", "complaints"),
    ("mailroute.subdomain", "subdomains"),
    ("mailroute.wildcard", "subdomains"),
    ("mailroute.questions", "after-mx"),
    ("mailroute.zone", "after-mx"),
    ("mailroute.alias", "after-mx"),
    ("mailroute.mx-alias", "after-mx"),
    ("mailroute.mx-final-dot", "after-mx"),
    ("mailroute.mx-missing", "after-mx"),
    ("mailroute.mx-no-answer", "after-mx"),
    ("mailroute.name-server", "after-mx"),
    ("mailroute.one-name-server", "after-mx"),
    ("mailroute.negative-ttl-long", "after-mx"),
    ("mailroute.ttl-", "after-mx"),
    ("mailroute.spf", ""),
    ("mailroute.dmarc", ""),
    ("mailroute.dane", ""),
    ("mailroute.mta-sts", ""),
    ("mailroute.tls-reports", ""),
    ("mailroute.private-name", "what-is-sent"),
    ("mailroute.address-", "border"),
    ("mailroute.literal", ""),
    ("mailroute.reverse", "border"),
    ("mailroute.bounce-", "bounces"),
    ("mailroute.parked", ""),
    ("mailroute.deceptive-name", ""),
    ("mailroute.", "mx"),
    ("forward.", "forwarding"),
    ("loop.", "forwarding"),
    ("auth.compauth-fail", "junk"),
    ("auth.bulk-sender", "junk"),
    ("auth.dkim-fail", "lists"),
    ("auth.spf-fail", "lists"),
    ("auth.arc", "lists"),
    ("auth.policy-overridden", "lists"),
    ("auth.", "authentication"),
    ("filter.", "junk"),
    ("session.", "by-hand"),
    ("automatic.loop", "backscatter"),
    ("automatic.challenge", "backscatter"),
    ("automatic.", ""),
    ("input.", ""),
    ("receipt.", ""),
    ("source.", ""),
    ("message.", ""),
    ("file.first-messages", "many-bounces"),
    ("file.", ""),
];

/// The chapter that explains a finding, by the finding's id.
#[must_use]
pub fn chapter_for(finding: &str) -> Option<&'static Chapter> {
    entry(finding).and_then(|(_, slug)| chapter(slug))
}

fn entry(finding: &str) -> Option<&'static (&'static str, &'static str)> {
    EXPLAINED.iter().find(|(begin, _)| finding.starts_with(begin))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::super::CHAPTERS;
    use super::*;

    /// The ids in the library's text: `"room.rule"` of the rooms that have rules.
    fn ids() -> BTreeSet<String> {
        const ROOMS: [&str; 16] = [
            "automatic",
            "auth",
            "filter",
            "input",
            "route",
            "bounce",
            "reply",
            "feedback",
            "receipt",
            "mailroute",
            "source",
            "message",
            "forward",
            "loop",
            "session",
            "file",
        ];
        let mut ids = BTreeSet::new();
        let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
        while let Some(folder) = folders.pop() {
            for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("explained.rs")
                {
                    let text = std::fs::read_to_string(path).unwrap();
                    let is_rule = |word: &&str| {
                        word.split_once('.').is_some_and(|(room, rule)| {
                            ROOMS.contains(&room)
                                && !rule.is_empty()
                                && rule.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
                        })
                    };
                    ids.extend(text.split('"').filter(is_rule).map(str::to_owned));
                }
            }
        }
        ids
    }

    #[test]
    fn every_finding_has_its_chapter_or_is_left_out_on_purpose() {
        let ids = ids();
        assert!(ids.contains("route.delay") && ids.contains("bounce.user-unknown"), "{ids:?}");
        let forgotten: Vec<&String> = ids.iter().filter(|id| entry(id).is_none()).collect();
        assert!(forgotten.is_empty(), "no entry in EXPLAINED for {forgotten:?}");
    }

    #[test]
    fn every_entry_names_a_chapter_that_is_there() {
        for (begin, slug) in EXPLAINED {
            assert!(slug.is_empty() || chapter(slug).is_some(), "{begin}: {slug}");
        }
    }

    #[test]
    fn no_chapter_is_an_orphan() {
        let explained: BTreeSet<&str> = ids().iter().filter_map(|id| chapter_for(id)).map(|found| found.slug).collect();
        for chapter in CHAPTERS {
            let is_linked = || {
                let link = format!("({})", chapter.fragment());
                CHAPTERS.iter().any(|other| other.slug != chapter.slug && other.text.contains(&link))
            };
            assert!(explained.contains(chapter.slug) || is_linked(), "nothing leads to {}", chapter.slug);
        }
    }

    #[test]
    fn the_rules_of_the_table_come_before_their_rooms() {
        assert_eq!(chapter_for("bounce.backscatter").unwrap().slug, "backscatter");
        assert_eq!(chapter_for("route.delay").unwrap().slug, "received");
        assert_eq!(chapter_for("mailroute.spf-syntax"), None);
    }
}
