//! What a domain publishes about its mail: each record read by itself, and an SPF record with all that it includes.

use crate::dns::{Name, Outcome, RecordType, Subject};

use super::facts::Step;

/// An SPF record, read by itself; [`Lookups`] follows what it includes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spf {
    /// Terms that make a receiver ask DNS: `include`, `a`, `mx`, `ptr`, `exists`, `redirect` (RFC 7208 section 4.6.4).
    pub lookups: usize,
    /// The qualifier of `all`: `+`, `-`, `~` or `?`; absent where there is none.
    pub all: Option<char>,
    /// Where the record sends the receiver in its place.
    pub redirect: Option<String>,
    /// The domains whose records count as well.
    pub includes: Vec<String>,
    /// Whether it uses `ptr`, which should not be used (RFC 7208 section 5.5).
    pub ptr: bool,
    /// Terms that no receiver understands: they spoil the whole record.
    pub unknown: Vec<String>,
}

impl Spf {
    /// Reads a record that begins with `v=spf1`.
    #[must_use]
    pub fn read(record: &str) -> Self {
        let mut spf = Self::default();
        for term in record.split_ascii_whitespace().skip(1) {
            if let Some((name, value)) = term.split_once('=')
                && !name.contains([':', '/'])
            {
                if name.eq_ignore_ascii_case("redirect") {
                    spf.redirect = Some(value.to_owned());
                }
                continue;
            }
            let (qualifier, mechanism) = match term.strip_prefix(['+', '-', '~', '?']) {
                Some(rest) => (term.chars().next().unwrap_or('+'), rest),
                None => ('+', term),
            };
            let name = mechanism.split([':', '/']).next().unwrap_or_default().to_ascii_lowercase();
            let value = mechanism.split_once(':').map_or("", |(_, value)| value);
            match name.as_str() {
                "all" => spf.all = spf.all.or(Some(qualifier)),
                // What follows `all` is never tested (RFC 7208 section 5.1).
                "include" | "a" | "mx" | "ptr" | "exists" | "ip4" | "ip6" if spf.all.is_some() => {}
                "include" => {
                    spf.lookups += 1;
                    spf.includes.push(value.to_owned());
                }
                "a" | "mx" | "exists" => spf.lookups += 1,
                "ptr" => {
                    spf.lookups += 1;
                    spf.ptr = true;
                }
                "ip4" | "ip6" => {}
                _ => spf.unknown.push(term.to_owned()),
            }
        }
        if spf.all.is_some() {
            // With `all` there is nothing left that a redirect could decide (RFC 7208 section 5.1).
            spf.redirect = None;
        } else if spf.redirect.is_some() {
            spf.lookups += 1;
        }
        spf
    }

    /// The domains whose records a receiver reads as well: those included, and the one redirected to. None in place of
    /// a name that is made up for each message, or that is no name.
    pub(super) fn follows(&self) -> impl Iterator<Item = Option<Name>> {
        let names = self.includes.iter().chain(&self.redirect);
        names.map(|text| {
            let subject = Subject::read(text).ok().filter(|_| !text.contains(['%', '@', '/']))?;
            subject.domain().cloned()
        })
    }

    /// What it asks for at its end, in words.
    #[must_use]
    pub fn words(&self) -> String {
        let rest = match (self.all, &self.redirect) {
            (Some('-'), _) => "mail from anywhere else fails the check".to_owned(),
            (Some('~'), _) => {
                "mail from anywhere else is suspect, and usually accepted with a mark (softfail)".to_owned()
            }
            (Some('?'), _) => "of mail from anywhere else it says nothing (neutral)".to_owned(),
            (Some(_), _) => "mail from anywhere else passes the check".to_owned(),
            (None, Some(target)) => format!("the record of {target} is read in its place"),
            (None, None) => "of mail from anywhere else it says nothing, as it has no all".to_owned(),
        };
        let included = match self.includes.len() {
            0 => String::new(),
            _ => format!(" The records of {} count as well.", self.includes.join(", ")),
        };
        format!("It lists the hosts that send for the domain; {rest}.{included}")
    }
}

/// The SPF record in an answer; none where there is none, or more than one.
pub(super) fn spf_record(outcome: &Outcome) -> Option<String> {
    let mut records = super::walking::spf_records(outcome.records());
    if records.len() == 1 { records.pop() } else { None }
}

/// The qualifier of `all` that counts: the record's own, or that of the record it redirects to.
pub(super) fn all_of(step: &Step) -> Option<char> {
    let spf = Spf::read(&spf_record(step.outcome())?);
    let redirected = || {
        let target = spf.follows().last().filter(|_| spf.redirect.is_some())??;
        step.then.iter().find(|then| then.question.name == target).and_then(all_of)
    };
    spf.all.or_else(redirected)
}

/// What a receiver looks up for an SPF record and for all that it includes, when no term matches before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Lookups {
    /// Terms that make a receiver ask DNS, those of included records among them (RFC 7208 section 4.6.4).
    pub terms: usize,
    /// Included domains that have no SPF record, or more than one: the check ends there with a permanent error
    /// (RFC 7208 section 5.2).
    pub lost: Vec<Name>,
    /// How many of those have no TXT record at all: receivers may allow two such lookups (RFC 7208 section 4.6.4).
    pub void: usize,
    /// Whether all of it could be read: false where a name depends on the message, or DNS did not tell.
    pub complete: bool,
}

impl Lookups {
    /// Counts along the questions that a walk asked for a record and what it includes.
    #[must_use]
    pub fn of(step: &Step) -> Self {
        let mut lookups = Self { complete: true, ..Self::default() };
        lookups.add(step);
        lookups
    }

    fn add(&mut self, step: &Step) {
        let Some(record) = spf_record(step.outcome()) else { return };
        let spf = Spf::read(&record);
        self.terms = self.terms.saturating_add(spf.lookups);
        for name in spf.follows() {
            let then = name.as_ref().and_then(|name| {
                let same = |then: &&Step| then.question.kind == RecordType::Txt && then.question.name == *name;
                step.then.iter().find(same)
            });
            match then {
                Some(then) if then.outcome().is_unknown() => self.complete = false,
                Some(then) if spf_record(then.outcome()).is_some() => self.add(then),
                Some(then) => {
                    self.void += usize::from(then.outcome().is_none());
                    self.lost.push(then.question.name.clone());
                }
                None => self.complete = false,
            }
        }
    }
}

/// A DMARC record (RFC 9989 section 4.7).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dmarc {
    /// What to do with mail that fails: `none`, `quarantine`, `reject`.
    pub policy: Option<String>,
    /// The same for subdomains, where it differs.
    pub subdomains: Option<String>,
    /// The same for subdomains that do not exist.
    pub absent: Option<String>,
    /// Whether the domain is a public suffix (`y`), or an organisation's though it looks like one (`n`).
    pub suffix: Option<String>,
    /// Where aggregate reports go.
    pub reports: Option<String>,
}

impl Dmarc {
    /// Reads a record that begins with `v=DMARC1`.
    #[must_use]
    pub fn read(record: &str) -> Self {
        let mut dmarc = Self::default();
        for tag in record.split(';').skip(1) {
            let Some((name, value)) = tag.split_once('=') else { continue };
            let value = value.trim();
            match name.trim().to_ascii_lowercase().as_str() {
                "p" => dmarc.policy = Some(value.to_ascii_lowercase()),
                "sp" => dmarc.subdomains = Some(value.to_ascii_lowercase()),
                "np" => dmarc.absent = Some(value.to_ascii_lowercase()),
                "psd" => dmarc.suffix = Some(value.to_ascii_lowercase()),
                "rua" => dmarc.reports = Some(value.to_owned()),
                _ => {}
            }
        }
        dmarc
    }
}

/// The names above a domain without a DMARC record whose records are looked for, the nearest first: at most seven
/// (RFC 9989 section 4.10).
pub(super) fn above(domain: &Name) -> impl Iterator<Item = Name> {
    domain.ancestors().skip(1).filter(|name| (1..8).contains(&name.labels().count()))
}

/// The policy that holds for a domain without a DMARC record of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inherited {
    /// There is none above it either.
    None,
    /// DNS did not tell.
    Unknown,
    /// The record of a name above it.
    From {
        /// That name.
        name: Name,
        /// Its record.
        record: String,
    },
}

impl Inherited {
    /// Finds the record that counts among those above (RFC 9989 sections 4.10.1 and 4.10.2); `step` asked for the
    /// domain's own, and what followed from it for theirs.
    #[must_use]
    pub fn of(domain: &Name, step: &Step) -> Self {
        let mut found: Vec<(Name, String)> = Vec::new();
        for then in &step.then {
            if then.outcome().is_unknown() {
                return Self::Unknown;
            }
            let Some(name) = then.question.name.parent() else { continue };
            let mut records = super::walking::dmarc_records(then.outcome().records());
            let (Some(record), true) = (records.pop(), records.is_empty()) else { continue };
            let suffix = Dmarc::read(&record).suffix;
            match suffix.as_deref() {
                Some("n") => return Self::From { name, record },
                Some("y") => {
                    // The organisation's domain lies one label below a public suffix; its own record counts before.
                    let label = name.labels().count() + 1;
                    let of_organisation =
                        found.pop().filter(|(name, _)| name.labels().count() == label && domain.is_within(name));
                    let (name, record) = of_organisation.unwrap_or((name, record));
                    return Self::From { name, record };
                }
                _ => found.push((name, record)),
            }
        }
        // Otherwise the record of the shortest name.
        found.pop().map_or(Self::None, |(name, record)| Self::From { name, record })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_spf_record_is_counted_and_understood() {
        let spf = Spf::read(
            "v=spf1 ip4:192.0.2.0/24 a mx:example.org/24 include:_spf.example.net ptr exists:%{i}.x.example -all",
        );
        assert_eq!(spf.lookups, 5);
        assert_eq!(spf.all, Some('-'));
        assert_eq!(spf.includes, ["_spf.example.net"]);
        assert!(spf.ptr);
        assert!(spf.unknown.is_empty());
        assert_eq!(Spf::read("v=spf1 all").all, Some('+'));
        assert_eq!(
            Spf::read("v=spf1 redirect=_spf.example.com exp=why.example.com").redirect.as_deref(),
            Some("_spf.example.com")
        );
        assert_eq!(Spf::read("v=spf1 -all redirect=_spf.example.com include:x.example").lookups, 0);
        assert_eq!(Spf::read("v=spf1 ipv4:192.0.2.1 ~all").unknown, ["ipv4:192.0.2.1"]);
    }

    #[test]
    fn a_dmarc_record_tells_its_policy() {
        let dmarc = Dmarc::read("v=DMARC1; p=Reject ; sp=none; rua=mailto:d@example.com");
        assert_eq!(dmarc.policy.as_deref(), Some("reject"));
        assert_eq!(dmarc.subdomains.as_deref(), Some("none"));
        assert_eq!(Dmarc::read("v=DMARC1").policy, None);
    }
}
