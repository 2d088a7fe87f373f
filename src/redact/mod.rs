//! Redaction: the same evidence with nobody's names in it, to show to somebody else.
//!
//! Hosts, addresses, mailboxes and ids become tokens, the same for the same; subjects and bodies go. What is left reads like
//! the original, so it can be pasted back and gives the same findings: names keep their structure, networks stay private or
//! public, and an id whose shape tells its program or its moment keeps that shape.
//!
//! Times stay as they are. They could be moved by one constant only where every form of them can be read and written again: a
//! stamp of a log has no year, and `03/04/2026` may be in March or in April, so a text would keep some of them and tell
//! the constant.
//!
//! Nothing stays because it looks harmless. A word stays because the rules of this library are made of it (`words`); every
//! other word goes. So a person's name goes too, unless it is such a word itself: [`Redacted::doubtful`] lists what the user
//! should read before sharing.
//!
//! - `book`: which token stands for what.
//! - `words`: the words that may stay.
//! - `text`: any text, run by run.
//! - `mail`: messages, field by field and part by part.
//!
//! In: any input. Out: the same with tokens in place of names.
//!
//! ```
//! use backstamp::redact::{Options, redact};
//!
//! let redacted = redact(b"550 5.1.1 <anna.smith@shop.example>: User unknown", &Options::default());
//! assert!(redacted.text.contains("User unknown") && !redacted.text.contains("anna"));
//! ```

mod book;
mod mail;
mod text;
mod words;

use std::collections::HashMap;

use crate::source::Source;
use crate::trace::names;
use crate::{Context, Mine, Report, analyze_source};
use mail::Writer;

/// What may be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct Options {
    /// Keep the domains of large providers and filters, such as `google.com`: what their servers say has a meaning of its own, which is
    /// lost without the name. The labels below them are tokens all the same.
    pub keep_providers: bool,
    /// Words that are to go though the rules are made of them: a person may be called Mark, and a host `mail`. Findings that rest
    /// on such a word go with it.
    pub extra_words: Vec<String>,
}

impl Default for Options {
    fn default() -> Self {
        Self { keep_providers: true, extra_words: Vec::new() }
    }
}

/// What kind of thing a token stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub enum Kind {
    /// The name of a host or a domain.
    Host,
    /// A domain, within a name.
    Domain,
    /// An IP address.
    Address,
    /// What stands before the `@` of a mailbox.
    Mailbox,
    /// The id of a message or of a queue.
    Id,
    /// A displayed name.
    Name,
    /// The name of a header field that nobody else uses.
    Field,
}

impl Kind {
    /// Every kind that stands in a legend.
    pub const ALL: [Self; 6] = [Self::Host, Self::Address, Self::Mailbox, Self::Id, Self::Name, Self::Field];

    /// What several of them are called.
    #[must_use]
    pub fn plural(self) -> &'static str {
        match self {
            Self::Host | Self::Domain => "hosts and domains",
            Self::Address => "IP addresses",
            Self::Mailbox => "mailbox names",
            Self::Id => "message and queue ids",
            Self::Name => "displayed names",
            Self::Field => "names of header fields",
        }
    }
}

/// One line of the legend: a token and what it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct Replaced {
    /// What it is.
    pub kind: Kind,
    /// What stood there.
    pub original: String,
    /// What stands there now.
    pub token: String,
}

/// What stayed though it could give something away.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct Kept {
    /// What it could give away, as a sentence.
    pub gives_away: String,
    /// What stayed, as it stands in the text; the first of many.
    pub what: Vec<String>,
}

/// A redacted input.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct Redacted {
    /// The text to share.
    pub text: String,
    /// What stands for what. It undoes the redaction, so it is not to be shared.
    pub legend: Vec<Replaced>,
    /// What was left out, and how often: `subjects`, `bodies`.
    pub dropped: Vec<(String, usize)>,
    /// What stayed because findings rest on it, with what each could give away: the first thing to look at.
    pub kept: Vec<Kept>,
    /// Lines of free text of which words stayed because the rules know them. A person should look at them.
    pub doubtful: Vec<String>,
    /// Words within sentences that the rules know and that are written like names, whether they stayed or were to go
    /// ([`Options::extra_words`]).
    pub names: Vec<String>,
}

impl Redacted {
    /// The legend as text: a line each, token and original with a tab between.
    #[must_use]
    pub fn legend_text(&self) -> String {
        let mut out = String::new();
        for replaced in &self.legend {
            out.push_str(&replaced.token);
            out.push('\t');
            out.push_str(&replaced.original);
            out.push('\n');
        }
        out
    }

    /// What is the user's own in the redacted text: the tokens of their domains, hosts and addresses.
    #[must_use]
    pub fn mine(&self, mine: &Mine) -> Mine {
        /// More networks than this are not looked for in every address of a text.
        const MOST: usize = 200;
        let stayed = |names: &[String]| names.iter().filter(|name| is_provider(name)).cloned().collect();
        let mut own = Mine { domains: stayed(&mine.domains), hosts: stayed(&mine.hosts), networks: Vec::new() };
        for Replaced { kind, original, token } in &self.legend {
            let domain = mine.domains.iter().find(|domain| names::within(&original.to_lowercase(), domain));
            let (list, token) = match (kind, domain) {
                (Kind::Host, Some(domain)) => {
                    // What stands before the domain has as many labels in both.
                    let dots = |name: &str| name.bytes().filter(|&byte| byte == b'.').count();
                    let before = dots(original).saturating_sub(dots(domain.trim_start_matches("*.")));
                    (&mut own.domains, token.splitn(before + 1, '.').last().unwrap_or_default())
                }
                (Kind::Host, None) if mine.holds(Some(original), None) => (&mut own.hosts, token.as_str()),
                (Kind::Address, _) if mine.holds(None, Some(original)) => (&mut own.networks, token.as_str()),
                _ => continue,
            };
            if list.len() < MOST && !list.iter().any(|known| known == token) {
                list.push(token.to_owned());
            }
        }
        own
    }

    /// How many things of a kind were replaced.
    #[must_use]
    pub fn count(&self, kind: Kind) -> usize {
        self.legend.iter().filter(|replaced| replaced.kind == kind).count()
    }
}

/// Redacts any input that [`analyze`](crate::analyze) reads, in time linear in its length.
#[must_use]
pub fn redact(input: &[u8], options: &Options) -> Redacted {
    let source = Source::read(input);
    let report = analyze_source(&source, &Context::default());
    let mut writer = Writer::new(options);
    meet(&mut writer, &report);
    let kind = report.kind;
    // A report on much may take several times what it is of.
    drop(report);
    writer.input(source.clean(), kind);
    writer.finish()
}

/// Puts back what the tokens in a text stand for, as a [legend](Redacted::legend_text) says it, in time linear in both.
#[must_use]
pub fn restore(text: &str, legend: &str) -> String {
    let originals: HashMap<&str, &str> = legend.lines().filter_map(|line| line.split_once('\t')).collect();
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let near = rest.get(..rest.floor_char_boundary(LONGEST)).unwrap_or_default();
        let is_part = |letter: char| letter.is_ascii_alphanumeric() || ".-_:".contains(letter);
        let run = near.find(|letter| !is_part(letter)).unwrap_or(near.len());
        // A displayed name is a word and a number. Else a token may be the beginning of a run: `person1-bounces`, `192.0.2.1:25`.
        let digits = |from: usize| near.bytes().skip(from).take_while(u8::is_ascii_digit).count();
        let marks = near.char_indices().take(run).filter(|(_, letter)| !letter.is_ascii_alphanumeric());
        let ends = marks.map(|(at, _)| at).collect::<Vec<_>>().into_iter().rev().take(TRIED);
        let known = |end: usize| Some((end, *originals.get(near.get(..end)?)?));
        let found = [run + 1 + digits(run + 1), run].into_iter().chain(ends).find_map(known);
        let word =
            near.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(near.len()).max(first.len_utf8());
        let (length, original) = found.unwrap_or_else(|| (word, rest.get(..word).unwrap_or_default()));
        out.push_str(original);
        rest = rest.get(length..).unwrap_or_default();
    }
    out
}

/// How much of a run of letters is tried as a token: no name of a host is longer (RFC 1035 section 2.3.4).
const LONGEST: usize = 255;
/// How many beginnings of it.
const TRIED: usize = 8;

/// Meets what the reading found, so that it is known wherever it stands: a host that has but one label, an id in a log.
fn meet(writer: &mut Writer, report: &Report) {
    for hop in report.route.iter().flat_map(|route| &route.hops) {
        for name in [&hop.from.rdns, &hop.from.helo, &hop.by].into_iter().flatten() {
            writer.meet_host(name);
        }
        for id in hop.id.iter() {
            writer.meet_id(id);
        }
        for user in [&hop.ident, &hop.local_user].into_iter().flatten() {
            writer.meet_user(user);
        }
    }
    for enclosed in &report.enclosed {
        meet(writer, enclosed);
    }
}

/// Whether a host's name lies in the domain of a large provider, which [`Options::keep_providers`] keeps.
#[must_use]
pub fn is_provider(host: &str) -> bool {
    words::provider_of(&host.to_ascii_lowercase()).is_some()
}

/// Whether a word stays in a redacted text because the rules are made of it.
#[must_use]
pub fn is_common_word(word: &str) -> bool {
    words::are_known(word)
}

#[cfg(test)]
mod tests;
