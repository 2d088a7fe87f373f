//! DMARC policy records (RFC 9989 section 4.7), at `_dmarc.domain`.

use std::fmt;

use serde::Serialize;

use super::tags::{TagFault, TagList};
use super::{Fault, Part, is_report_uri};
use crate::finding::Span;

/// What a domain asks to be done with mail that fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Policy {
    /// Nothing.
    None,
    /// Treat it as suspicious.
    Quarantine,
    /// Refuse it.
    Reject,
}

impl Policy {
    fn parse(text: &str) -> Option<Self> {
        match text.to_ascii_lowercase().as_str() {
            "none" => Some(Self::None),
            "quarantine" => Some(Self::Quarantine),
            "reject" => Some(Self::Reject),
            _ => None,
        }
    }

    /// One step milder: what `t=y` asks for.
    #[must_use]
    pub fn milder(self) -> Self {
        match self {
            Self::Reject => Self::Quarantine,
            Self::Quarantine | Self::None => Self::None,
        }
    }
}

impl fmt::Display for Policy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "none",
            Self::Quarantine => "quarantine",
            Self::Reject => "reject",
        })
    }
}

/// What `psd=` says of the domain that publishes the record.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum PublicSuffix {
    /// It is a public suffix (`y`).
    Yes,
    /// It is an organisational domain (`n`).
    No,
    /// The walk through DNS decides (`u`, or no tag).
    #[default]
    Undecided,
}

/// A policy record, read by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Record {
    /// For mail of the domain itself, and of those below it that have no policy of their own.
    pub policy: Option<Policy>,
    /// For mail of a domain below it.
    pub subdomains: Option<Policy>,
    /// For mail of a domain below it that does not exist.
    pub absent: Option<Policy>,
    /// Whether the DKIM domain must be the very same (`adkim=s`).
    pub strict_dkim: bool,
    /// Whether the SPF domain must be the very same (`aspf=s`).
    pub strict_spf: bool,
    /// Whether the domain only tests its policy (`t=y`).
    pub testing: bool,
    /// What it says of itself.
    pub public_suffix: PublicSuffix,
    /// Where aggregate reports go.
    pub aggregate: Vec<String>,
    /// Where failure reports go.
    pub failure: Vec<String>,
    /// Whether it can be followed: a policy that is understood, or at least an address for reports.
    pub is_usable: bool,
    /// Its parts, explained.
    pub parts: Vec<Part>,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
}

/// Whether a text is a policy record: it begins with `v=DMARC1`, with space at will and case as written.
#[must_use]
pub fn is_dmarc(text: &str) -> bool {
    let first = text.split(';').next().unwrap_or_default();
    first.split_once('=').is_some_and(|(name, value)| name.trim() == "v" && value.trim() == "DMARC1")
}

impl Record {
    /// Reads a record's text.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut record = Self::default();
        let list = TagList::read(text, 0);
        match &list.fault {
            Some(TagFault::Syntax(span)) => {
                record.faults.push(Fault::warning("A part is no name=value; receivers may stop reading there.", *span));
            }
            Some(TagFault::Duplicate(name, span)) => {
                record
                    .faults
                    .push(Fault::warning(format!("The tag {name}= is there twice; the first one counts here."), *span));
            }
            None => {}
        }
        if !is_dmarc(text) {
            let what = "It does not begin with v=DMARC1, so receivers do not take it for a DMARC record.";
            record.faults.push(Fault::problem(what, list.tags.first().map_or(Span::default(), |tag| tag.span)));
        }
        let mut is_sound = true;
        for (name, meaning) in
            [("p", "the policy"), ("sp", "the policy for subdomains"), ("np", "the policy for names that do not exist")]
        {
            let Some(tag) = list.get(name) else { continue };
            let policy = Policy::parse(&tag.value);
            match name {
                "p" => record.policy = policy,
                "sp" => record.subdomains = policy,
                _ => record.absent = policy,
            }
            if policy.is_none() {
                is_sound = false;
                let what =
                    format!("{} is none of none, quarantine and reject, so {meaning} is not understood.", tag.value);
                record.faults.push(Fault::problem(what, tag.span));
            }
        }
        for (name, flag) in [("adkim", &mut record.strict_dkim), ("aspf", &mut record.strict_spf)] {
            let Some(tag) = list.get(name) else { continue };
            *flag = tag.value.eq_ignore_ascii_case("s");
            if !*flag && !tag.value.eq_ignore_ascii_case("r") {
                record.faults.push(Fault::warning(format!("{name}= is r or s; anything else counts as r."), tag.span));
            }
        }
        record.testing = list.value("t").is_some_and(|value| value.eq_ignore_ascii_case("y"));
        record.public_suffix = match list.value("psd").map(str::to_ascii_lowercase).as_deref() {
            Some("y") => PublicSuffix::Yes,
            Some("n") => PublicSuffix::No,
            _ => PublicSuffix::Undecided,
        };
        let uris = |name: &str| -> Vec<String> {
            list.value(name)
                .unwrap_or_default()
                .split(',')
                .map(str::trim)
                .filter(|uri| is_report_uri(uri))
                .map(str::to_owned)
                .collect()
        };
        record.aggregate = uris("rua");
        record.failure = uris("ruf");
        for name in ["rua", "ruf"] {
            if let Some(tag) = list.get(name)
                && tag.value.split(',').any(|uri| !is_report_uri(uri))
            {
                let what = format!("{name}= has an address that is no mailto: URI, so no report goes there.");
                record.faults.push(Fault::warning(what, tag.span));
            }
        }
        record.is_usable = is_sound && record.policy.is_some() || !record.aggregate.is_empty();
        if !record.is_usable {
            let what =
                "It has no policy that is understood and no address for reports, so receivers apply no DMARC for it.";
            record.faults.push(Fault::problem(what, Span::default()));
        } else if record.policy.is_none() || !is_sound {
            // Without a policy that can be followed the record only asks for reports (RFC 9989 section 4.10.1).
            (record.policy, record.subdomains, record.absent) = (Some(Policy::None), None, None);
            record
                .faults
                .push(Fault::warning("Receivers act as if it said p=none, for its reports alone.", Span::default()));
        }
        for tag in ["pct", "rf", "ri"].iter().filter_map(|name| list.get(name)) {
            let what = format!("{}= is no longer part of DMARC (RFC 9989); newer receivers ignore it.", tag.name);
            record.faults.push(Fault::warning(what, tag.span));
        }
        record.parts = list
            .tags
            .iter()
            .map(|tag| Part {
                text: format!("{}={}", tag.name, tag.value),
                meaning: meaning(&tag.name, &tag.value),
                span: tag.span,
            })
            .collect();
        record
    }

    /// The policy for the domain itself (`sub` false), or for one below it, which may not exist (RFC 9989 section 4.7).
    #[must_use]
    pub fn policy_for(&self, sub: bool, exists: bool) -> Policy {
        let policy = self.policy.unwrap_or(Policy::None);
        if !sub {
            return policy;
        }
        let below = self.subdomains.unwrap_or(policy);
        if exists { below } else { self.absent.unwrap_or(below) }
    }
}

fn meaning(name: &str, value: &str) -> String {
    let asks = |whom: &str| match Policy::parse(value) {
        Some(Policy::None) => format!("{whom} that fails is to be treated as any other."),
        Some(Policy::Quarantine) => {
            format!("{whom} that fails is to be treated as suspicious: usually it goes to the junk folder.")
        }
        Some(Policy::Reject) => format!("{whom} that fails is to be refused."),
        None => "Not understood.".to_owned(),
    };
    match name {
        "v" => "The record's version: a DMARC policy.".to_owned(),
        "p" => asks("Mail of this domain"),
        "sp" => asks("Mail of a domain below this one"),
        "np" => asks("Mail of a domain below this one that does not exist"),
        "adkim" | "aspf" if value.eq_ignore_ascii_case("s") => {
            "The authenticated domain must be the very one in From.".to_owned()
        }
        "adkim" | "aspf" => "The authenticated domain may be another of the same organisation.".to_owned(),
        "t" if value.eq_ignore_ascii_case("y") => {
            "The policy is being tested: receivers apply the next milder one.".to_owned()
        }
        "t" => "The policy is meant.".to_owned(),
        "psd" if value.eq_ignore_ascii_case("y") => {
            "The domain is a public suffix: an organisation's domain lies one label below it.".to_owned()
        }
        "psd" if value.eq_ignore_ascii_case("n") => {
            "The domain is an organisation's own, and no public suffix.".to_owned()
        }
        "psd" => "The walk through DNS says whether this is an organisation's domain.".to_owned(),
        "rua" => format!("Aggregate reports go to {value}."),
        "ruf" => format!("Reports on single failures go to {value}."),
        "fo" => "When failure reports are wanted.".to_owned(),
        "pct" | "rf" | "ri" => "No longer part of DMARC.".to_owned(),
        _ => "A tag that receivers ignore.".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_is_read_for_the_domain_and_for_those_below() {
        let record =
            Record::read("v=DMARC1; p=Reject; sp=quarantine; np=none; adkim=S; t=y; psd=n; rua=mailto:d@example.com");
        assert!(record.is_usable && record.strict_dkim && !record.strict_spf && record.testing);
        assert_eq!(record.policy_for(false, true), Policy::Reject);
        assert_eq!(record.policy_for(true, true), Policy::Quarantine);
        assert_eq!(record.policy_for(true, false), Policy::None);
        assert_eq!(record.public_suffix, PublicSuffix::No);
        assert_eq!(Record::read("v=DMARC1; p=reject").policy_for(true, false), Policy::Reject);
    }

    #[test]
    fn a_record_without_a_policy_counts_for_its_reports_only() {
        assert_eq!(Record::read("v=DMARC1; rua=mailto:d@example.com").policy_for(false, true), Policy::None);
        let record = Record::read("v=DMARC1; p=reject; sp=nope; rua=mailto:d@example.com");
        assert_eq!(record.policy_for(false, true), Policy::None);
        assert!(!Record::read("v=DMARC1; p=reject; sp=nope").is_usable);
        assert!(!Record::read("v=DMARC1").is_usable);
        assert!(!Record::read("v=DMARC1; rua=nowhere").is_usable);
    }

    #[test]
    fn the_version_counts_as_written() {
        assert!(is_dmarc("v=DMARC1") && is_dmarc("v = DMARC1 ; p=none"));
        for text in ["v=dmarc1; p=none", "v=DMARC1x; p=none", "\"v=DMARC1; p=none\"", "p=none; v=DMARC1", ""] {
            assert!(!is_dmarc(text), "{text}");
        }
    }

    #[test]
    fn what_was_removed_from_the_standard_is_said() {
        let record = Record::read("v=DMARC1; p=reject; pct=50");
        assert!(record.faults.iter().any(|fault| fault.what.starts_with("pct=")));
        assert_eq!(record.policy, Some(Policy::Reject));
    }
}
