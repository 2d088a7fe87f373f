//! Two resolvers asked the same: where they disagree.

use super::facts::{Step, Walk};
use crate::dns::{Data, Name, Outcome, RecordType};
use crate::finding::{Confidence, Finding, Party, Severity};

/// The most questions that one finding lists.
const LISTED: usize = 5;

/// Holds two walks of the same subject, by two resolvers, against each other.
///
/// TTLs and the order of records are no difference, and neither is what one walk asked alone: that follows from an
/// earlier answer. Where nothing differs, one finding says so. Nothing at all for walks of different subjects, and
/// where neither was answered.
#[must_use]
pub fn compare(first: &Walk, second: &Walk) -> Vec<Finding> {
    if first.subject.target != second.subject.target {
        return Vec::new();
    }
    let steps = first.flat();
    let mut pairs: Vec<(&Step, &Step)> = Vec::new();
    for (_, one) in steps {
        let known = pairs.iter().any(|(known, _)| known.question == one.question);
        if !known && let Some(other) = second.step(&one.question.name, one.question.kind) {
            pairs.push((one, other));
        }
    }
    let mut findings = Vec::new();
    unanswered(&pairs, &mut findings);
    pairs.retain(|(one, other)| !one.outcome().is_unknown() && !other.outcome().is_unknown());
    if pairs.is_empty() {
        return findings;
    }
    let mut addresses = Vec::new();
    for &(one, other) in &pairs {
        match (said(one), said(other)) {
            (one, other) if one == other => {}
            (Said::Records(some), Said::Records(others)) => match one.question.kind {
                RecordType::A | RecordType::Aaaa => addresses.push(format!("{}: {}", one.question, differ(one, other))),
                RecordType::Soa if is_same_zone(&some, &others) => findings.push(serial(one, other)),
                _ => findings.push(records(one, other)),
            },
            _ => findings.push(none(one, other)),
        }
    }
    if let Some((one, other)) = pairs.first().filter(|_| !addresses.is_empty()) {
        let title = format!("{} and {} give different addresses", who(one), who(other));
        findings.push(
            note("mailroute.compare-addresses", Severity::Note, title)
                .why(format!(
                    "{}. Large operators give each asker a server near it, and then that is as it should be.",
                    listed(&addresses)
                ))
                .next("If the domain has one fixed server, compare the addresses with it: an old one may still be remembered."),
        );
    }
    if let Some((one, other)) = pairs.first().filter(|_| findings.is_empty()) {
        let count = pairs.len();
        let title = format!("{} and {} say the same", who(one), who(other));
        findings.push(
            note("mailroute.compare-same", Severity::Good, title)
                .why(format!("Both answered {count} questions, and every answer has the same records.")),
        );
    }
    findings
}

/// What an answer comes to, apart from TTLs and order.
#[derive(PartialEq)]
enum Said<'a> {
    Records(Vec<&'a Data>),
    NoSuchType,
    NoSuchName,
    Loop,
}

fn said(step: &Step) -> Said<'_> {
    match step.outcome() {
        Outcome::NoSuchName(_) => Said::NoSuchName,
        Outcome::AliasLoop(_) => Said::Loop,
        Outcome::Records(answer) => {
            let mut data: Vec<&Data> = answer.records.iter().map(|record| &record.data).collect();
            // Any order will do, so long as it is the same for both.
            data.sort_by_cached_key(|data| data.to_string());
            data.dedup();
            Said::Records(data)
        }
        _ => Said::NoSuchType,
    }
}

fn who(step: &Step) -> &str {
    &step.response.resolver
}

fn note(id: &'static str, severity: Severity, title: String) -> Finding {
    Finding::new(id, severity, Party::Unknown, Confidence::Certain, title)
}

fn listed(lines: &[String]) -> String {
    let shown: Vec<&str> = lines.iter().take(LISTED).map(String::as_str).collect();
    let more = lines.len().saturating_sub(LISTED);
    let rest = if more == 0 { String::new() } else { format!("; and {more} more") };
    format!("{}{rest}", shown.join("; "))
}

/// What only one of two has.
fn differ(one: &Step, other: &Step) -> String {
    let text = |step: &Step| -> Vec<String> {
        step.outcome().records().iter().map(|record| record.data.to_string()).collect()
    };
    let (some, others) = (text(one), text(other));
    let only = |step: &Step, these: &[String], those: &[String]| {
        let only: Vec<&str> = these.iter().filter(|data| !those.contains(data)).map(String::as_str).collect();
        (!only.is_empty()).then(|| format!("only {} has {}", who(step), only.join(", ")))
    };
    let parts = [only(one, &some, &others), only(other, &others, &some)];
    parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
}

fn records(one: &Step, other: &Step) -> Finding {
    let title = format!("{} and {} disagree about {}", who(one), who(other), one.question);
    note("mailroute.compare-records", Severity::Warning, title)
        .why(format!("{}. Which of them a sending server sees depends on the resolver it asks.", differ(one, other)))
        .next("If the records were changed lately, wait until the old ones' TTL is over, and compare again.")
        .next("If not, ask whoever runs the zone whether all its name servers hold the same, and whether it answers some askers differently.")
}

fn none(one: &Step, other: &Step) -> Finding {
    let title = format!("{} and {} disagree whether there is {}", who(one), who(other), one.question);
    let says = |step: &Step| format!("{} says: {}", who(step), step.outcome().words(&step.question));
    note("mailroute.compare-none", Severity::Warning, title)
        .why(format!("{}. {}.", says(one), says(other)))
        .next("If the records were changed lately, wait: \"there is none\" is remembered too, as long as the zone's SOA record says. Then compare again.")
        .next("If not, one of the resolvers may filter names, or the zone's name servers do not hold the same.")
}

/// The name of the zone is the owner of the SOA record; the rest of it may differ by age alone.
fn is_same_zone(some: &[&Data], others: &[&Data]) -> bool {
    let primary = |data: &[&Data]| -> Option<Name> {
        match data {
            [Data::Soa(soa)] => Some(soa.primary.clone()),
            _ => None,
        }
    };
    primary(some).is_some() && primary(some) == primary(others)
}

fn serial(one: &Step, other: &Step) -> Finding {
    let number = |step: &Step| match step.outcome().records() {
        [record] => match &record.data {
            Data::Soa(soa) => soa.serial.to_string(),
            _ => String::new(),
        },
        _ => String::new(),
    };
    let title = format!("{} and {} have different versions of the zone {}", who(one), who(other), one.question.name);
    note("mailroute.compare-serial", Severity::Note, title)
        .why(format!(
            "The serial number is {} for {}, and {} for {}. The zone was changed lately, and one resolver remembers how it was; or the zone's name servers do not hold the same.",
            number(one), who(one), number(other), who(other)
        ))
        .next("Compare again when the TTL is over. If they still differ, ask whoever runs the zone.")
}

/// What only one of the two answered: nothing can be compared there.
fn unanswered(pairs: &[(&Step, &Step)], findings: &mut Vec<Finding>) {
    for turned in [false, true] {
        let turn = |&(one, other): &(&'_ Step, &'_ Step)| -> Option<(String, String, String)> {
            let (silent, other) = if turned { (other, one) } else { (one, other) };
            let open = silent.outcome().is_unknown() && !other.outcome().is_unknown();
            open.then(|| {
                let words = silent.outcome().words(&silent.question);
                (who(silent).to_owned(), who(other).to_owned(), format!("{}: {words}", silent.question))
            })
        };
        let open: Vec<_> = pairs.iter().filter_map(turn).collect();
        let Some((silent, other, _)) = open.first() else { continue };
        let count = open.len();
        let title = format!(
            "{silent} gave no answer to {count} {} that {other} answered",
            if count == 1 { "question" } else { "questions" }
        );
        let lines: Vec<String> = open.iter().map(|(_, _, line)| line.clone()).collect();
        findings.push(
            note("mailroute.compare-unanswered", Severity::Warning, title)
                .why(format!("{}. No answer is not the same as \"there is none\".", listed(&lines)))
                .next("Compare again. If only this resolver fails, senders that use it, or one that checks signatures as it does, fail too."),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dns::zone::Zones;
    use crate::dns::{Question, Resolver, Response, Subject};
    use crate::mailroute::{Options, walk};

    const HOSTS: &str = "MX 10 mx\nmx A 192.0.2.25\n";

    /// Zones under a resolver's name; it never answers questions about one name.
    struct Named {
        zones: Zones,
        name: &'static str,
        silent_on: &'static str,
    }

    impl Resolver for Named {
        async fn ask(&self, question: &Question) -> Response {
            if question.name.as_str() == self.silent_on {
                return Response::new(Outcome::Timeout, self.name);
            }
            Response { resolver: self.name.to_owned(), ..self.zones.ask(question).await }
        }
    }

    fn walked(name: &'static str, serial: u32, records: &str, silent_on: &'static str) -> Walk {
        let text = format!(
            "$TTL 1h\n$ORIGIN shop.example.\n@ SOA ns1 dns {serial} 4h 1h 4w 10m\n NS ns1\nns1 A 192.0.2.53\n@ {records}"
        );
        let resolver = Named { zones: Zones::parse(&text).unwrap(), name, silent_on };
        pollster::block_on(walk(Subject::read("shop.example").unwrap(), &resolver, &Options::default()))
    }

    fn said_of(records: &str, others: &str) -> Vec<Finding> {
        compare(&walked("A", 1, records, ""), &walked("B", 1, others, ""))
    }

    fn ids(findings: &[Finding]) -> Vec<&str> {
        findings.iter().map(|finding| finding.id.as_ref()).collect()
    }

    #[test]
    fn the_same_records_in_another_order_with_other_ttls_are_the_same() {
        let one = "MX 10 mx\n MX 20 mx2\nmx A 192.0.2.25\nmx2 A 192.0.2.26\n";
        let other = "300 MX 20 mx2\n MX 10 mx\nmx 60 A 192.0.2.25\nmx2 A 192.0.2.26\n";
        let findings = said_of(one, other);
        assert_eq!(ids(&findings), ["mailroute.compare-same"]);
        assert_eq!(findings[0].title, "A and B say the same");
    }

    #[test]
    fn other_exchanges_are_told_with_what_each_has_alone() {
        let findings = said_of(HOSTS, "MX 10 old\nold A 192.0.2.9\nmx A 192.0.2.25\n");
        assert_eq!(ids(&findings), ["mailroute.compare-records"]);
        assert_eq!(findings[0].title, "A and B disagree about shop.example MX");
        assert!(
            findings[0].why.contains("only A has 10 mx.shop.example.; only B has 10 old.shop.example."),
            "{}",
            findings[0].why
        );
    }

    #[test]
    fn other_addresses_are_no_more_than_a_note() {
        let findings = said_of(HOSTS, "MX 10 mx\nmx A 198.51.100.25\n");
        // The reverse names are asked of different addresses, and so are not compared.
        assert_eq!(ids(&findings), ["mailroute.compare-addresses"]);
        assert_eq!(findings[0].severity, Severity::Note);
        assert!(findings[0].why.contains("only A has 192.0.2.25; only B has 198.51.100.25"), "{}", findings[0].why);
    }

    #[test]
    fn none_and_some_is_a_disagreement() {
        let findings = said_of(HOSTS, "A 192.0.2.1\nmx A 192.0.2.25\n");
        let about_mx = findings.iter().find(|finding| finding.title.ends_with("shop.example MX")).unwrap();
        assert_eq!(about_mx.id, "mailroute.compare-none");
        assert!(about_mx.why.contains("A says: 1 record. B says: the name has no MX record."), "{}", about_mx.why);
    }

    #[test]
    fn no_answer_is_not_taken_for_none() {
        let findings = compare(&walked("A", 1, HOSTS, ""), &walked("B", 1, HOSTS, "mx.shop.example"));
        assert_eq!(ids(&findings), ["mailroute.compare-unanswered"]);
        assert_eq!(findings[0].title, "B gave no answer to 2 questions that A answered");
        assert!(findings[0].why.starts_with("mx.shop.example A: no answer in time"), "{}", findings[0].why);
    }

    #[test]
    fn an_older_version_of_the_zone_is_told_by_its_serial_number() {
        let findings = compare(&walked("A", 8, HOSTS, ""), &walked("B", 7, HOSTS, ""));
        assert_eq!(ids(&findings), ["mailroute.compare-serial"]);
        assert!(findings[0].why.contains("8 for A, and 7 for B"), "{}", findings[0].why);
    }

    #[test]
    fn walks_of_different_domains_are_not_compared() {
        let resolver = Zones::parse("").unwrap();
        let options = Options::default();
        let other = pollster::block_on(walk(Subject::read("other.example").unwrap(), &resolver, &options));
        assert!(compare(&walked("A", 1, HOSTS, ""), &other).is_empty());
    }
}
