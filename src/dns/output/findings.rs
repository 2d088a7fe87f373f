//! What DNS output shows by itself, without the rules of the mail route: the status of each question, and what is missing.

use std::collections::{HashMap, HashSet};

use super::super::Name;
use super::super::final_dot::{Forgotten, forgotten};
use super::{DnsOutput, DnsReading, Found};
use crate::finding::rule::{self, Explain, Rule};
use crate::finding::{Confidence, Fact, Finding, Party, Severity, Span, Standard, Verdict};

/// How many mail exchanges are looked at.
const MOST_EXCHANGES: usize = 20;

/// What a status means for mail, whose side it is, and what to do next.
struct Meaning {
    status: &'static str,
    severity: Severity,
    party: Party,
    title: &'static str,
    why: &'static str,
    next: &'static str,
    standard: Option<(Standard, &'static str)>,
}

const MEANINGS: [Meaning; 5] = [
    Meaning {
        status: "NXDOMAIN",
        severity: Severity::Problem,
        party: Party::Unknown,
        title: "NXDOMAIN: no such name",
        why: "The name does not exist, with no type of record. That is another answer than that it has no record of this type.",
        next: "Check the spelling. Where it is right, the domain is not registered, has expired, or its zone lacks the name.",
        standard: Some((Standard::NegativeCaching, "2.1")),
    },
    Meaning {
        status: "NODATA",
        severity: Severity::Note,
        party: Party::Unknown,
        title: "NODATA: the name exists and has no record of this type",
        why: "The answer is empty and no error. Where an MX was asked for, mail goes to the addresses of the name itself.",
        next: "Ask for the other types of the same name: A and AAAA.",
        standard: Some((Standard::NegativeCaching, "2.2")),
    },
    Meaning {
        status: "SERVFAIL",
        severity: Severity::Problem,
        party: Party::Unknown,
        title: "SERVFAIL: the resolver could not find out",
        why: "It is not known whether the name has such a record. The zone's servers may not answer, answer wrongly, or its DNSSEC signatures may be broken. A sending server tries again later.",
        next: "Ask again with dig +cd: an answer then means that DNSSEC fails. Ask another resolver, and each server of the zone.",
        standard: None,
    },
    Meaning {
        status: "REFUSED",
        severity: Severity::Warning,
        party: Party::Unknown,
        title: "REFUSED: this server does not answer that question for you",
        why: "It says nothing about the name. The server is not one for this zone, or lets others than you ask.",
        next: "Ask the resolver that you are meant to use, or a server of the zone.",
        standard: None,
    },
    Meaning {
        status: "TIMEOUT",
        severity: Severity::Warning,
        party: Party::Network,
        title: "No server answered in time",
        why: "Nothing is known of the name. The server is down, or a packet filter takes the question or the answer.",
        next: "Ask another server, and ask over TCP: dig +tcp.",
        standard: None,
    },
];

/// What is said of DNS output.
static RULES: &[Rule<()>] = &[
    Rule::also("dns.status", "mx"),
    Rule::also("dns.zone-line", "mx"),
    Rule::also("dns.not-shown", "mx"),
    Rule::also("dns.final-dot", "after-mx"),
    Rule::also("dns.beside-alias", "mx"),
];

/// The ids of the rules, with the chapters that explain them.
pub(crate) fn explain(each: Explain<'_>) {
    rule::explain(RULES, each);
}

pub(super) fn of(form: &str, found: Found) -> DnsReading {
    let mut findings: Vec<Finding> = Vec::new();
    for meaning in &MEANINGS {
        let asked: Vec<_> =
            found.questions.iter().filter(|asked| asked.status.as_deref() == Some(meaning.status)).collect();
        let Some(first) = asked.first() else { continue };
        let name = first.name.as_deref().map(|name| format!(" ({name})")).unwrap_or_default();
        let mut finding = Finding::new(
            "dns.status",
            meaning.severity,
            meaning.party,
            Confidence::Certain,
            format!("{}{name}", meaning.title),
        )
        .why(meaning.why)
        .next(meaning.next)
        .shown_by(found.status_at.iter().copied().take(asked.len()));
        if let Some((standard, section)) = meaning.standard {
            finding = finding.by(standard, section);
        }
        findings.push(finding);
    }
    let starts = found.records.iter().filter(|record| record.is_answer() && record.kind == "SOA").count();
    // A transfer begins and ends with the SOA (RFC 5936 section 2.2).
    let is_zone = form == "zone file" && starts > 0 || starts > 1;
    findings.extend(final_dot(&found, is_zone));
    findings.extend(beside_alias(&found));
    findings.extend(not_shown(&found));
    if !found.errors.is_empty() {
        let count = found.errors.len();
        let title =
            format!("{count} {} of the zone could not be read: error", if count == 1 { "line" } else { "lines" });
        findings.push(
            Finding::new("dns.zone-line", Severity::Warning, Party::Unknown, Confidence::Certain, title)
                .why(format!(
                    "The first reason: {}. A server would refuse to load the zone, or leave the record out.",
                    found.errors.first().map_or("", String::as_str)
                ))
                .next("Check the zone with named-checkzone or nsd-checkzone before it is loaded."),
        );
    }
    let headline = headline(form, &found);
    let verdict = verdict(form, &found);
    DnsReading {
        output: DnsOutput { form: form.to_owned(), questions: found.questions, errors: found.errors },
        records: found.records,
        findings,
        headline,
        verdict,
        is_zone,
        is_sure: !matches!(form, "zone file" | "dig +short"),
    }
}

/// Mail exchanges whose addresses the output does not show: not missing, only not asked.
fn not_shown(found: &Found) -> Option<Finding> {
    let has = |name: &str| {
        let same = |other: &str| other.trim_end_matches('.').eq_ignore_ascii_case(name);
        found.records.iter().any(|record| matches!(record.kind.as_str(), "A" | "AAAA" | "CNAME") && same(&record.name))
            || found.questions.iter().any(|asked| asked.name.as_deref().is_some_and(same))
    };
    let exchanges =
        found.records.iter().filter(|record| record.kind == "MX" && record.is_answer()).take(MOST_EXCHANGES);
    let mut hosts: Vec<&str> =
        exchanges.filter_map(|record| record.data.split(' ').nth(1)).map(|name| name.trim_end_matches('.')).collect();
    hosts.retain(|name| !name.is_empty() && !has(name));
    hosts.dedup();
    let first = hosts.first()?;
    let title = format!("Not shown: the addresses of {}", hosts.join(", "));
    Some(
        Finding::new("dns.not-shown", Severity::Note, Party::Nobody, Confidence::Certain, title)
            .why(
                "The output names these mail hosts and not their addresses. Whether they exist cannot be told from it.",
            )
            .next(format!("Ask for them too: dig {first} A, dig {first} AAAA."))
            .next("Or look up the mail route of the domain here: it asks for all of them."),
    )
}

/// How many records with a forgotten dot are named.
const MOST_UNDOTTED: usize = 5;

/// Names that end in a zone's name twice, as one does that was written without its final dot (RFC 1034 section 3.1). Silent
/// where the records have that very name. An MX of a whole zone is left to the rules of the mail route.
fn final_dot(found: &Found, is_zone: bool) -> Option<Finding> {
    let owners: HashSet<Name> = found.records.iter().filter_map(|record| Name::parse(&record.name).ok()).collect();
    let mut spans = Vec::new();
    let mut names: Vec<Name> = Vec::new();
    for record in &found.records {
        let Ok(owner) = Name::parse(&record.name) else { continue };
        let at = match record.kind.as_str() {
            "MX" if !is_zone => 1,
            "CNAME" | "NS" | "PTR" | "DNAME" => 0,
            "SRV" => 3,
            _ => continue,
        };
        let Some(target) = record.data.split(' ').nth(at).and_then(|name| Name::parse(name).ok()) else { continue };
        let doubled = owner.ancestors().find_map(|zone| match forgotten(&target, &zone) {
            Some(Forgotten::Doubled(meant)) => Some(meant),
            _ => None,
        });
        if doubled.is_none() || owners.contains(&target) {
            continue;
        }
        spans.push(record.span);
        if !names.contains(&target) {
            names.push(target);
        }
        if names.len() >= MOST_UNDOTTED {
            break;
        }
    }
    let first = names.first()?;
    let more = if names.len() > 1 { format!(" and {} more", names.len() - 1) } else { String::new() };
    let title = format!("A final dot is probably missing: {}{more}", first.shown());
    Some(
        Finding::new("dns.final-dot", Severity::Warning, Party::Unknown, Confidence::Likely, title)
            .why("The zone's name stands twice in the name. In a zone file a name without a final dot gets the zone's name added.")
            .next("In the zone file, end a full name with a dot. In a form of a DNS provider, see whether it wants the dot or not.")
            .next(format!("If the doubled name is meant, ask for its addresses: dig {first} A."))
            .by(Standard::DnsConcepts, "3.1")
            .shown_by(spans),
    )
}

/// Records beside a CNAME: the name is an alias, and must have nothing else (RFC 2181 section 10.1).
fn beside_alias(found: &Found) -> Vec<Finding> {
    let mut aliases: HashMap<String, Span> = HashMap::new();
    for record in found.records.iter().filter(|record| record.kind == "CNAME") {
        aliases.insert(record.name.to_ascii_lowercase(), record.span);
    }
    let mut findings = Vec::new();
    for record in &found.records {
        // What DNSSEC adds stands beside every record.
        if matches!(record.kind.as_str(), "CNAME" | "RRSIG" | "NSEC" | "KEY" | "SIG") || record.name.is_empty() {
            continue;
        }
        let Some(alias) = aliases.remove(&record.name.to_ascii_lowercase()) else { continue };
        let title = format!(
            "{} is an alias and has a record of type {} beside it: an error of the zone",
            record.name, record.kind
        );
        findings.push(
            Finding::new("dns.beside-alias", Severity::Problem, Party::Recipient, Confidence::Certain, title)
                .why("A name with a CNAME must have no other record. BIND and others refuse to load such a zone; servers that load it answer now with the one, now with the other.")
                .next("Remove the CNAME and give the name the records of its target, or remove the others.")
                .by(Standard::DnsClarifications, "10.1")
                .shown_by([alias, record.span]),
        );
        if findings.len() >= 10 {
            break;
        }
    }
    findings
}

/// The statuses that are none of a plain answer.
fn failures(found: &Found) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    for asked in &found.questions {
        let Some(status) = asked.status.as_deref().filter(|status| !matches!(*status, "NOERROR" | "OK")) else {
            continue;
        };
        let what: Vec<&str> = [asked.name.as_deref(), asked.kind.as_deref()].into_iter().flatten().collect();
        let words = match status {
            "NXDOMAIN" => "there is no such name (NXDOMAIN)",
            "NODATA" => "the name exists and has no such record (NODATA)",
            "SERVFAIL" => "the resolver could not find out (SERVFAIL)",
            "REFUSED" => "the server would not answer (REFUSED)",
            "TIMEOUT" => "no server answered (TIMEOUT)",
            other => other,
        };
        let sentence = if what.is_empty() { words.to_owned() } else { format!("{}: {words}", what.join(" ")) };
        if !said.contains(&sentence) && said.len() < 3 {
            said.push(sentence);
        }
    }
    said
}

fn headline(form: &str, found: &Found) -> String {
    let answers: Vec<_> = found.records.iter().filter(|record| record.is_answer()).collect();
    let failures = failures(found);
    let mut parts = Vec::new();
    if !answers.is_empty() {
        let count = answers.len();
        let names: HashSet<String> =
            answers.iter().map(|record| record.name.to_ascii_lowercase()).filter(|name| !name.is_empty()).collect();
        let first = answers
            .iter()
            .find(|record| !record.name.is_empty())
            .map_or("", |record| record.name.trim_end_matches('.'));
        let whose = match names.len() {
            0 => String::new(),
            1 => format!(" of {first}"),
            2 => format!(" of {first} and one name more"),
            more => format!(" of {first} and {} names more", more - 1),
        };
        parts.push(format!(
            "{count} {}{whose}, as of this output ({form})",
            if count == 1 { "record" } else { "records" }
        ));
    } else if failures.is_empty() {
        parts.push(format!("No record in the answer, as of this output ({form})"));
    }
    parts.extend(failures);
    if !found.errors.is_empty() {
        parts.push("a line of the zone has an error".to_owned());
    }
    let mut text = parts.join("; ");
    text.push('.');
    text
}

fn verdict(form: &str, found: &Found) -> Verdict {
    let worst = MEANINGS
        .iter()
        .find(|meaning| found.questions.iter().any(|asked| asked.status.as_deref() == Some(meaning.status)));
    let answers = found.records.iter().filter(|record| record.is_answer()).count();
    let (severity, stamp) = match worst {
        Some(meaning) if answers == 0 => (meaning.severity, meaning.status),
        Some(meaning) => (meaning.severity, "IN PART"),
        None => (Severity::Note, "RECORDS"),
    };
    let fact = |label: &str, value: String| Fact::new(label, value);
    let mut facts = vec![fact("Printed by", form.to_owned())];
    let mut kinds: Vec<(String, usize)> = Vec::new();
    for record in found.records.iter().filter(|record| record.is_answer()) {
        match kinds.iter_mut().find(|(kind, _)| *kind == record.kind) {
            Some((_, count)) => *count += 1,
            None => kinds.push((record.kind.clone(), 1)),
        }
    }
    if !kinds.is_empty() {
        facts.push(fact(
            "Records",
            kinds.iter().map(|(kind, count)| format!("{count} {kind}")).collect::<Vec<_>>().join(", "),
        ));
    }
    Verdict {
        severity,
        stamp: stamp.to_owned(),
        stamp_detail: String::new(),
        detail: "This is what the tool printed at its time. What it does not show is not known.".to_owned(),
        facts,
    }
}
