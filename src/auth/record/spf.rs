//! SPF records (RFC 7208 sections 4 to 7 and 12): `v=spf1` and the terms behind it, read and explained without asking DNS.

use std::net::{Ipv4Addr, Ipv6Addr};

use serde::Serialize;

use super::{Fault, Part};
use crate::finding::Span;

/// What a match of a mechanism means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Qualifier {
    /// `+`, or nothing.
    Pass,
    /// `-`
    Fail,
    /// `~`
    SoftFail,
    /// `?`
    Neutral,
}

impl Qualifier {
    fn of(term: &str) -> (Self, &str) {
        let qualifier = match term.bytes().next() {
            Some(b'+') => Self::Pass,
            Some(b'-') => Self::Fail,
            Some(b'~') => Self::SoftFail,
            Some(b'?') => Self::Neutral,
            _ => return (Self::Pass, term),
        };
        (qualifier, term.get(1..).unwrap_or_default())
    }

    fn words(self) -> &'static str {
        match self {
            Self::Pass => "passes",
            Self::Fail => "fails",
            Self::SoftFail => "fails softly: it is suspect, and usually accepted",
            Self::Neutral => "is neutral: the domain says nothing of it",
        }
    }
}

/// A text with macros (RFC 7208 section 7).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MacroString {
    /// As it is written.
    pub text: String,
    /// What it is made of.
    #[serde(skip)]
    pub pieces: Vec<Piece>,
}

/// A piece of a text with macros.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Text that stands for itself.
    Literal(String),
    /// What is put in for each message.
    Macro {
        /// `s`, `l`, `o`, `d`, `i`, `p`, `v`, `h`; in explanations also `c`, `r`, `t`.
        letter: char,
        /// Whether what is put in is escaped as in a URL: the letter was a capital.
        escape: bool,
        /// How many parts from the right are kept.
        keep: Option<usize>,
        /// Whether the parts change their order.
        reverse: bool,
        /// What separates the parts; a dot where it is empty.
        delimiters: String,
    },
}

impl MacroString {
    /// Reads a text. `explanation` also allows spaces and the letters `c`, `r`, `t` (RFC 7208 section 6.2).
    ///
    /// # Errors
    ///
    /// A clause that says what is wrong.
    pub fn read(text: &str, explanation: bool) -> Result<Self, String> {
        let mut pieces = Vec::new();
        let mut literal = String::new();
        let mut rest = text;
        while let Some(letter) = rest.chars().next() {
            rest = rest.get(letter.len_utf8()..).unwrap_or_default();
            if letter != '%' {
                if !(letter.is_ascii_graphic() || explanation && letter == ' ') {
                    return Err("it has a character that cannot stand there".to_owned());
                }
                literal.push(letter);
                continue;
            }
            let mark = rest.chars().next().ok_or("a % stands alone")?;
            rest = rest.get(mark.len_utf8()..).unwrap_or_default();
            match mark {
                '%' => literal.push('%'),
                '_' => literal.push(' '),
                '-' => literal.push_str("%20"),
                '{' => {
                    let (inner, after) = rest.split_once('}').ok_or("a macro is not closed")?;
                    rest = after;
                    if !literal.is_empty() {
                        pieces.push(Piece::Literal(std::mem::take(&mut literal)));
                    }
                    pieces.push(Self::expand(inner, explanation)?);
                }
                _ => return Err("a % is followed by what cannot follow it".to_owned()),
            }
        }
        if !literal.is_empty() {
            pieces.push(Piece::Literal(literal));
        }
        Ok(Self { text: text.to_owned(), pieces })
    }

    fn expand(inner: &str, explanation: bool) -> Result<Piece, String> {
        let mut letters = inner.chars();
        let first = letters.next().ok_or("a macro is empty")?;
        let letter = first.to_ascii_lowercase();
        if !"slodipvh".contains(letter) && !(explanation && "crt".contains(letter)) {
            return Err(format!("there is no macro {first} here"));
        }
        let rest = letters.as_str();
        let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
        let rest = rest.get(digits.len()..).unwrap_or_default();
        let keep = if digits.is_empty() { None } else { Some(digits.parse::<usize>().unwrap_or(usize::MAX)) };
        if keep == Some(0) {
            return Err("a macro keeps no part".to_owned());
        }
        let (reverse, delimiters) = match rest.strip_prefix(['r', 'R']) {
            Some(rest) => (true, rest),
            None => (false, rest),
        };
        if !delimiters.chars().all(|letter| ".-+,/_=".contains(letter)) {
            return Err("a macro has something that cannot stand in one".to_owned());
        }
        Ok(Piece::Macro {
            letter,
            escape: first.is_ascii_uppercase(),
            keep,
            reverse,
            delimiters: delimiters.to_owned(),
        })
    }

    /// Reads the name of a domain, which ends in a label or in a macro (`domain-spec`).
    fn domain(text: &str) -> Result<Self, String> {
        let domain = Self::read(text, false)?;
        let ends_well = match domain.pieces.last() {
            None => return Err("the domain is missing".to_owned()),
            Some(Piece::Macro { .. }) => true,
            Some(Piece::Literal(_)) if ["%%", "%_", "%-"].iter().any(|end| text.ends_with(end)) => true,
            Some(Piece::Literal(_)) => {
                let text = text.strip_suffix('.').unwrap_or(text);
                text.rsplit_once('.').is_some_and(|(_, label)| is_top_label(label))
            }
        };
        if ends_well { Ok(domain) } else { Err("it does not end in the name of a domain".to_owned()) }
    }
}

/// Whether a name can end in this label: letters, digits and hyphens within, and not digits alone.
fn is_top_label(label: &str) -> bool {
    label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label.bytes().any(|byte| !byte.is_ascii_digit())
        && !label.is_empty()
}

/// How many bits of an address count: of IPv4, and of IPv6.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Prefixes {
    /// 0 to 32.
    pub v4: u8,
    /// 0 to 128.
    pub v6: u8,
}

/// What a mechanism tests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Mechanism {
    /// Matches always.
    All,
    /// The record of another domain passes.
    Include(MacroString),
    /// The addresses of a name.
    A(Option<MacroString>, Prefixes),
    /// The addresses of a domain's mail servers.
    Mx(Option<MacroString>, Prefixes),
    /// The names of the address.
    Ptr(Option<MacroString>),
    /// A name that must exist.
    Exists(MacroString),
    /// A network of IPv4.
    Ip4(Ipv4Addr, u8),
    /// A network of IPv6.
    Ip6(Ipv6Addr, u8),
}

impl Mechanism {
    /// Whether it makes the receiver ask DNS, which counts against the limit of ten (RFC 7208 section 4.6.4).
    #[must_use]
    pub fn asks(&self) -> bool {
        !matches!(self, Self::All | Self::Ip4(..) | Self::Ip6(..))
    }
}

/// What a term is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Kind {
    /// It can match.
    Mechanism(Qualifier, Mechanism),
    /// The record of another domain is read where nothing matches.
    Redirect(MacroString),
    /// Where an explanation of a failure stands.
    Explanation(MacroString),
    /// A modifier that is not known, and means nothing.
    UnknownModifier,
    /// Not understood: it spoils the whole record.
    Wrong(String),
}

/// One term.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Term {
    /// As it is written.
    pub text: String,
    /// Where it stands in the record.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
}

/// A record, read by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Record {
    /// Its terms, in their order.
    #[serde(skip)]
    pub terms: Vec<Term>,
    /// How many of its own terms make a receiver ask DNS; what they include asks more.
    pub lookups: usize,
    /// Its parts, explained.
    pub parts: Vec<Part>,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
}

/// Whether a text is an SPF record: `v=spf1` in any case, alone or before a space (RFC 7208 section 4.5).
#[must_use]
pub fn is_spf(text: &str) -> bool {
    text.split(' ').next().is_some_and(|first| first.eq_ignore_ascii_case("v=spf1"))
}

impl Record {
    /// Reads a record's text.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut record = Self::default();
        let mut at = 0;
        for (place, word) in text.split(' ').enumerate() {
            let span = Span::new(at, at + word.len());
            at += word.len() + 1;
            if place == 0 {
                record.parts.push(Part {
                    text: word.to_owned(),
                    meaning: "The record's version: SPF.".to_owned(),
                    span,
                });
                continue;
            }
            if !word.is_empty() {
                record.terms.push(Term { text: word.to_owned(), span, kind: kind(word) });
            }
        }
        record.check();
        record
    }

    fn check(&mut self) {
        if !self.parts.first().is_some_and(|part| is_spf(&part.text)) {
            self.faults.push(Fault::problem(
                "It does not begin with v=spf1 and a space, so it is no SPF record.",
                Span::default(),
            ));
        }
        let mut seen_all: Option<Span> = None;
        let (mut redirects, mut explanations) = (0, 0);
        for term in &mut self.terms {
            match &term.kind {
                Kind::Redirect(_) => redirects += 1,
                Kind::Explanation(_) => explanations += 1,
                _ => {}
            }
            if redirects > 1 || explanations > 1 {
                term.kind = Kind::Wrong("it is there twice".to_owned());
                (redirects, explanations) = (redirects.min(1), explanations.min(1));
            }
        }
        for term in &self.terms {
            let dead = seen_all.is_some();
            match &term.kind {
                Kind::Wrong(why) => {
                    let what = format!("{} is not understood: {why}. It spoils the whole record.", term.text);
                    self.faults.push(Fault::problem(what, term.span));
                }
                Kind::Mechanism(_, mechanism) => {
                    if dead {
                        let what = format!("{} stands behind all and is never tested.", term.text);
                        self.faults.push(Fault::warning(what, term.span));
                    } else if mechanism.asks() {
                        self.lookups += 1;
                    }
                    if matches!(mechanism, Mechanism::Ptr(_)) {
                        let what = "ptr is slow and unreliable, and should not be used (RFC 7208 section 5.5).";
                        self.faults.push(Fault::warning(what, term.span));
                    }
                    if let Kind::Mechanism(Qualifier::Pass, Mechanism::All) = term.kind {
                        let what = "+all lets everybody send for the domain.";
                        self.faults.push(Fault::problem(what, term.span));
                    }
                    if *mechanism == Mechanism::All {
                        seen_all.get_or_insert(term.span);
                    }
                }
                Kind::Redirect(_)
                    if self.terms.iter().any(|term| matches!(term.kind, Kind::Mechanism(_, Mechanism::All))) =>
                {
                    self.faults.push(Fault::warning("redirect= means nothing beside all.", term.span));
                }
                Kind::Redirect(_) => self.lookups += 1,
                _ => {}
            }
        }
        let decides = |term: &Term| matches!(term.kind, Kind::Redirect(_) | Kind::Mechanism(_, Mechanism::All));
        if !self.terms.iter().any(decides) {
            let what = "It has neither all nor redirect=, so of every other host it says nothing (neutral).";
            self.faults.push(Fault::warning(what, Span::default()));
        }
        if self.lookups > 10 {
            let what = format!("{} of its terms ask DNS, and ten are allowed.", self.lookups);
            self.faults.push(Fault::problem(what, Span::default()));
        }
        self.parts.extend(self.terms.iter().map(|term| Part {
            text: term.text.clone(),
            meaning: meaning(&term.kind),
            span: term.span,
        }));
    }

    /// The first term that is not understood, with why.
    #[must_use]
    pub fn wrong(&self) -> Option<(&Term, &str)> {
        self.terms.iter().find_map(|term| match &term.kind {
            Kind::Wrong(why) => Some((term, why.as_str())),
            _ => None,
        })
    }
}

/// What a term is, by its text.
fn kind(word: &str) -> Kind {
    if !word.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Kind::Wrong("it has a character that cannot stand there".to_owned());
    }
    let name_end =
        word.find(|letter: char| !(letter.is_ascii_alphanumeric() || "-_.".contains(letter))).unwrap_or(word.len());
    let (name, rest) = word.split_at_checked(name_end).unwrap_or((word, ""));
    if let Some(value) = rest.strip_prefix('=')
        && name.starts_with(|letter: char| letter.is_ascii_alphabetic())
    {
        let domain = || MacroString::domain(value);
        return match name.to_ascii_lowercase().as_str() {
            "redirect" => domain().map_or_else(Kind::Wrong, Kind::Redirect),
            "exp" => domain().map_or_else(Kind::Wrong, Kind::Explanation),
            _ => MacroString::read(value, false).map_or_else(Kind::Wrong, |_| Kind::UnknownModifier),
        };
    }
    let (qualifier, mechanism) = Qualifier::of(word);
    self::mechanism(mechanism).map_or_else(Kind::Wrong, |mechanism| Kind::Mechanism(qualifier, mechanism))
}

fn mechanism(text: &str) -> Result<Mechanism, String> {
    let end = text.find([':', '/']).unwrap_or(text.len());
    let (name, rest) = text.split_at_checked(end).unwrap_or((text, ""));
    let needed = || rest.strip_prefix(':').ok_or_else(|| "a colon and a value must follow".to_owned());
    Ok(match name.to_ascii_lowercase().as_str() {
        "all" if rest.is_empty() => Mechanism::All,
        "all" => return Err("all takes no value".to_owned()),
        "include" => Mechanism::Include(MacroString::domain(needed()?)?),
        "exists" => Mechanism::Exists(MacroString::domain(needed()?)?),
        "ptr" if rest.is_empty() => Mechanism::Ptr(None),
        "ptr" => Mechanism::Ptr(Some(MacroString::domain(needed()?)?)),
        "a" => {
            let (domain, prefixes) = domain_and_prefixes(rest)?;
            Mechanism::A(domain, prefixes)
        }
        "mx" => {
            let (domain, prefixes) = domain_and_prefixes(rest)?;
            Mechanism::Mx(domain, prefixes)
        }
        "ip4" => {
            let (address, length) = network(needed()?, 32)?;
            Mechanism::Ip4(address.parse().map_err(|_| "this is no IPv4 address".to_owned())?, length)
        }
        "ip6" => {
            let (address, length) = network(needed()?, 128)?;
            Mechanism::Ip6(address.parse().map_err(|_| "this is no IPv6 address".to_owned())?, length)
        }
        "" => return Err("there is nothing to test".to_owned()),
        _ => return Err(format!("there is no mechanism {name}")),
    })
}

/// `:domain/24//64`, each part at will.
fn domain_and_prefixes(rest: &str) -> Result<(Option<MacroString>, Prefixes), String> {
    let digits_from_end = |text: &str, mark: &str| -> Option<(usize, String)> {
        let start = text.rfind(|letter: char| !letter.is_ascii_digit())? + 1;
        let (before, digits) = text.split_at_checked(start)?;
        let before = before.strip_suffix(mark)?;
        (!digits.is_empty()).then(|| (before.len(), digits.to_owned()))
    };
    let mut prefixes = Prefixes { v4: 32, v6: 128 };
    let mut rest = rest;
    if let Some((end, digits)) = digits_from_end(rest, "//") {
        prefixes.v6 = prefix(&digits, 128)?;
        rest = rest.get(..end).unwrap_or_default();
    }
    if let Some((end, digits)) = digits_from_end(rest, "/") {
        prefixes.v4 = prefix(&digits, 32)?;
        rest = rest.get(..end).unwrap_or_default();
    }
    match rest.strip_prefix(':') {
        Some(domain) => Ok((Some(MacroString::domain(domain)?), prefixes)),
        None if rest.is_empty() => Ok((None, prefixes)),
        None => Err("what follows is neither a domain nor a length".to_owned()),
    }
}

fn network(text: &str, most: u8) -> Result<(&str, u8), String> {
    match text.split_once('/') {
        None => Ok((text, most)),
        Some((address, digits)) => Ok((address, prefix(digits, most)?)),
    }
}

/// A number of bits, without a zero in front.
fn prefix(digits: &str, most: u8) -> Result<u8, String> {
    let is_plain = digits == "0" || !digits.starts_with('0') && digits.bytes().all(|byte| byte.is_ascii_digit());
    digits
        .parse()
        .ok()
        .filter(|length| is_plain && *length <= most)
        .ok_or_else(|| format!("the length of the network is no number from 0 to {most}"))
}

fn meaning(kind: &Kind) -> String {
    let of = |domain: &Option<MacroString>| {
        domain.as_ref().map_or("the domain itself".to_owned(), |domain| domain.text.clone())
    };
    match kind {
        Kind::Mechanism(qualifier, mechanism) => {
            let who = match mechanism {
                Mechanism::All => "Mail from anywhere".to_owned(),
                Mechanism::Include(domain) => format!("Mail that passes the record of {}", domain.text),
                Mechanism::A(domain, _) => format!("Mail from an address of {}", of(domain)),
                Mechanism::Mx(domain, _) => format!("Mail from an address of the mail servers of {}", of(domain)),
                Mechanism::Ptr(domain) => format!("Mail from an address whose name lies in {}", of(domain)),
                Mechanism::Exists(domain) => format!("Mail for which the name {} exists", domain.text),
                Mechanism::Ip4(address, 32) => format!("Mail from {address}"),
                Mechanism::Ip6(address, 128) => format!("Mail from {address}"),
                Mechanism::Ip4(address, length) => format!("Mail from the network {address}/{length}"),
                Mechanism::Ip6(address, length) => format!("Mail from the network {address}/{length}"),
            };
            format!("{who} {}.", qualifier.words())
        }
        Kind::Redirect(domain) => format!("Where nothing matches, the record of {} is read in its place.", domain.text),
        Kind::Explanation(domain) => format!("The text for senders that fail stands at {}.", domain.text),
        Kind::UnknownModifier => "A modifier that is not known; receivers ignore it.".to_owned(),
        Kind::Wrong(why) => format!("Not understood: {why}."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(term: &str) -> bool {
        Record::read(&format!("v=spf1 {term} -all")).wrong().is_some()
    }

    #[test]
    fn terms_follow_the_grammar() {
        for good in [
            "a",
            "a:example.com",
            "a/24",
            "a//64",
            "a:example.com/24//64",
            "mx",
            "?ptr",
            "ptr:example.com",
            "exists:%{i}.x.example.com",
            "ip4:192.0.2.0/24",
            "ip6:2001:db8::/32",
            "include:%{d2}",
            "A:%{l1r+-}.example.com",
            "x-note=%{d}",
            "include:example.com.",
        ] {
            assert!(!wrong(good), "{good}");
        }
        for bad in [
            "include",
            "include:",
            "a:",
            "all:x",
            "all/8",
            "ip4",
            "ip4:192.0.2.1/33",
            "ip4:192.0.2.1/032",
            "ip4:192.0.2",
            "ip6:192.0.2.1",
            "ip6:2001:db8::/129",
            "a/33",
            "a//129",
            "a:example.123",
            "a:com",
            "a:x.-com",
            "ptr/0",
            "exists:%{q}.example.com",
            "exists:%{d",
            "exists:%d.example.com",
            "exists:%{d0}.example.com",
            "ipv4:192.0.2.1",
            "-redirect=example.com",
            "redirect=",
            "exp=",
            "redirect=example.com redirect=example.com",
            "a:ex\u{e4}mple.com",
        ] {
            assert!(wrong(bad), "{bad}");
        }
    }

    #[test]
    fn parts_are_explained_and_lookups_counted() {
        let record = Record::read("v=spf1 ip4:192.0.2.0/24 include:_spf.example.net mx ~all a");
        assert_eq!(record.lookups, 2);
        assert_eq!(record.parts[1].meaning, "Mail from the network 192.0.2.0/24 passes.");
        assert!(record.parts[4].meaning.contains("fails softly"));
        assert!(record.faults.iter().any(|fault| fault.what.contains("never tested")));
        assert!(!Record::read("v=spf1 +all").faults.is_empty());
        assert!(Record::read("v=spf1 -all").faults.is_empty());
        assert!(is_spf("V=SPF1 a") && is_spf("v=spf1") && !is_spf("v=spf10 a") && !is_spf("v=spf1\ta"));
    }
}
