//! The guide: short chapters on what the reports speak of, and which findings each of them explains.
//!
//! A chapter is a text of its own in `chapters/`, in a few marks that `markup` reads. Whoever shows it needs no other.
//!
//! In: a finding's id. Out: the chapter that explains it.
//!
//! ```
//! assert_eq!(backstamp::guide::chapter_for("route.delay").unwrap().slug, "received");
//! ```

mod explained;
mod markup;

pub use explained::chapter_for;
#[cfg(any(test, debug_assertions))]
pub(crate) use explained::is_known;
pub use markup::{Block, Inline, inlines};

/// A chapter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Chapter {
    /// What it is called in addresses.
    pub slug: &'static str,
    text: &'static str,
}

macro_rules! chapters {
    ($($slug:literal,)*) => {
        /// The chapters, in the order in which they are listed.
        pub static CHAPTERS: &[Chapter] =
            &[$(Chapter { slug: $slug, text: include_str!(concat!("chapters/", $slug, ".txt")) },)*];
    };
}

chapters! {
    "triage",
    "received",
    "errors",
    "bounces",
    "mx",
    "after-mx",
    "subdomains",
    "own-subdomain",
    "by-hand",
    "complaints",
    "forwarding",
    "two-mailboxes",
    "authentication",
    "junk",
    "blocklists",
    "lists",
    "border",
    "backscatter",
    "many-bounces",
    "what-is-sent",
}

/// The chapter of this name.
#[must_use]
pub fn chapter(slug: &str) -> Option<&'static Chapter> {
    CHAPTERS.iter().find(|chapter| chapter.slug == slug)
}

impl Chapter {
    /// Its title.
    #[must_use]
    pub fn title(&self) -> &'static str {
        self.text.lines().next().unwrap_or_default()
    }

    /// Its place in the page, as the address's fragment.
    #[must_use]
    pub fn fragment(&self) -> String {
        format!("#/guide/{}", self.slug)
    }

    /// What it is about, in a sentence.
    #[must_use]
    pub fn about(&self) -> &'static str {
        self.text.lines().nth(1).unwrap_or_default()
    }

    /// What it says.
    #[must_use]
    pub fn blocks(&self) -> Vec<Block> {
        let rest = self.text.split_once("\n\n").map_or("", |(_, rest)| rest);
        markup::blocks(rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dns::Subject;
    use crate::dns::zone::Zones;
    use crate::finding::Standard;
    use crate::mailroute::{Options, walk};
    use crate::smtp::codes;
    use crate::{Context, analyze};

    fn prose(chapter: &Chapter) -> Vec<String> {
        let blocks = chapter.blocks().into_iter().flat_map(|block| match block {
            Block::Heading(text) | Block::Paragraph(text) => vec![text],
            Block::Bullets(items) | Block::Steps(items) => items,
            Block::Code(_) | Block::Mail(_) | Block::Zone { .. } => Vec::new(),
        });
        [chapter.title().to_owned(), chapter.about().to_owned()].into_iter().chain(blocks).collect()
    }

    #[test]
    fn each_chapter_is_read_in_under_three_minutes() {
        for chapter in CHAPTERS {
            let words: usize = prose(chapter).iter().map(|text| text.split_whitespace().count()).sum();
            assert!((200..=550).contains(&words), "{}: {words} words", chapter.slug);
        }
    }

    #[test]
    fn each_chapter_cites_a_standard_that_findings_cite_too() {
        for chapter in CHAPTERS {
            let prose = prose(chapter);
            let cited: Vec<&str> = prose
                .iter()
                .flat_map(|text| inlines(text))
                .filter_map(|inline| match inline {
                    Inline::Standard(text) => Some(text),
                    _ => None,
                })
                .collect();
            assert!(!cited.is_empty(), "{} cites nothing", chapter.slug);
            for text in cited {
                let (number, section) = text.split_once(" section ").unwrap_or((text, ""));
                let known = Standard::ALL.iter().find(|standard| standard.section("").as_str() == number);
                assert!(known.is_some_and(|known| known.section(section).as_str() == text), "{}: {text}", chapter.slug);
            }
        }
    }

    #[test]
    fn each_link_leads_somewhere() {
        for chapter in CHAPTERS {
            for text in prose(chapter) {
                for inline in inlines(&text) {
                    let Inline::Link { target, .. } = inline else { continue };
                    let leads = match target.strip_prefix("#/").unwrap_or("?").split_once('/') {
                        Some(("guide", slug)) => super::chapter(slug).is_some_and(|other| other != chapter),
                        Some(("codes", code)) => codes::lookup(code).is_some(),
                        Some(_) => false,
                        None => matches!(target, "#/" | "#/codes" | "#/route" | "#/session" | "#/settings"),
                    };
                    assert!(leads, "{}: {target}", chapter.slug);
                }
            }
        }
    }

    #[test]
    fn each_mark_is_closed() {
        for chapter in CHAPTERS {
            for text in prose(chapter) {
                for inline in inlines(&text) {
                    if let Inline::Text(plain) = inline {
                        assert!(!plain.contains(['`', '[', ']', '@']), "{}: {plain}", chapter.slug);
                    }
                }
            }
        }
    }

    #[test]
    fn each_example_shows_something_and_the_walks_are_answered() {
        for chapter in CHAPTERS {
            let mut zones = 0;
            for block in chapter.blocks() {
                match block {
                    Block::Mail(text) => {
                        let report = analyze(text.as_bytes(), &Context::default());
                        assert!(!report.headline.is_empty() && !report.findings.is_empty(), "{}", chapter.slug);
                    }
                    Block::Zone { subject, text } => {
                        zones += 1;
                        let zones = Zones::parse(&text).unwrap_or_else(|error| panic!("{}: {error}", chapter.slug));
                        let walk =
                            pollster::block_on(walk(Subject::read(&subject).unwrap(), &zones, &Options::default()));
                        assert!(!walk.findings.is_empty(), "{}", chapter.slug);
                    }
                    _ => {}
                }
            }
            assert!(zones <= 1, "{}: the findings of two walks would share their names", chapter.slug);
        }
    }

    /// What the library says of a chapter's first example.
    fn example(slug: &str) -> crate::Report {
        let text = chapter(slug).unwrap().blocks().into_iter().find_map(|block| match block {
            Block::Mail(text) => Some(text),
            _ => None,
        });
        analyze(text.unwrap().as_bytes(), &Context::default())
    }

    #[test]
    fn what_is_often_told_wrong_is_told_right() {
        let says = |slug: &str, words: &str| {
            let text = prose(chapter(slug).unwrap()).join(" ").split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(text.contains(words), "{slug} lacks {words:?}");
        };
        says("by-hand", "Older guides warn that a message without `QUIT` is thrown away. It is not");
        says("by-hand", "A message needs `Date:` and `From:`");
        says("errors", "Many servers also say here what they have against the client, its `HELO` or the sender");
        says(
            "forwarding",
            "with `p=reject` many receivers refuse, with `p=quarantine` it goes to junk, with `p=none` nothing follows",
        );
        says("triage", "Mail that came twice is usually not sent twice");
        says("after-mx", "It asks for MX, and for no SOA");
        says("two-mailboxes", "A test of your own proves nothing");
        let code: Vec<Block> =
            chapter("by-hand").unwrap().blocks().into_iter().filter(|block| matches!(block, Block::Code(_))).collect();
        assert!(matches!(code.as_slice(), [Block::Code(open), Block::Code(session), ..]
            if open.contains("nc -C") && session.contains("Date: ") && session.contains("From: ")));
    }

    #[test]
    fn the_examples_show_what_their_chapters_say() {
        assert_eq!(example("received").route.unwrap().held_at, Some(1));
        assert_eq!(example("errors").reply.unwrap().reply_code.as_deref(), Some("452"));
        assert_eq!(example("bounces").kind, crate::report::Kind::Bounce);
        assert_eq!(example("complaints").kind, crate::report::Kind::FeedbackReport);
    }
}
