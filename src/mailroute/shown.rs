//! The rules of the mail route over DNS as text: a walk through what an output shows. What it does not show was not asked.

use std::cell::RefCell;
use std::collections::HashMap;

use futures_util::FutureExt;

use super::{Options, findings, walk};
use crate::dns::output::{Asked, TextRecord};
use crate::dns::{
    Alias, AliasKind, Answer, Barrier, Data, Name, Outcome, Question, Rcode, Record, RecordType, Resolver, Response,
    Subject, zone,
};
use crate::finding::{Finding, Span};
use crate::order;

/// How many domains of one output are walked.
const MOST_DOMAINS: usize = 5;
/// How many records are walked through.
const MOST_RECORDS: usize = 5_000;
/// How many aliases are followed.
const MOST_ALIASES: usize = 8;

/// What the output's records show of the route of mail. A zone is whole where the output has all of it: then what it lacks is missing.
#[must_use]
pub fn shown(records: &[TextRecord], questions: &[Asked], is_zone: bool) -> Vec<Finding> {
    let mut output = Output::of(records, questions);
    output.is_zone = is_zone;
    let mut found: Vec<Finding> = Vec::new();
    let options =
        Options { zone: false, reverse: false, random_label: None, allow_private_names: true, policies: true };
    for domain in output.domains() {
        let Ok(subject) = Subject::read(&domain.to_string()) else { continue };
        // Nothing is waited for: all answers are here.
        let Some(walk) = walk(subject, &output, &options).now_or_never() else { continue };
        for mut finding in walk.findings {
            // Beyond the end of an alias nothing is known, and so nothing is missing.
            let is_beyond = finding.id == "mailroute.mx-missing"
                && output.ends.borrow().iter().any(|end| finding.title.contains(end.as_str()));
            if findings::by_shown_records(&finding)
                && !is_beyond
                && !found.iter().any(|known| known.title == finding.title)
            {
                finding.evidence = output.spans(&domain);
                found.push(finding);
            }
        }
    }
    found
}

/// The records of an output, to be asked.
struct Output {
    records: HashMap<(Name, RecordType), Vec<Record>>,
    spans: HashMap<Name, Vec<Span>>,
    statuses: HashMap<(Name, Option<RecordType>), String>,
    order: Vec<(Name, RecordType)>,
    is_zone: bool,
    /// Where aliases lead out of what is shown.
    ends: RefCell<Vec<Name>>,
}

impl Output {
    fn of(records: &[TextRecord], questions: &[Asked]) -> Self {
        let mut output = Self {
            records: HashMap::new(),
            spans: HashMap::new(),
            statuses: HashMap::new(),
            order: Vec::new(),
            is_zone: false,
            ends: RefCell::default(),
        };
        for text in records.iter().take(MOST_RECORDS).filter(|record| !matches!(record.name.as_str(), "" | "@")) {
            let Some(record) = typed(text) else { continue };
            let key = (record.name.clone(), record.kind);
            output.spans.entry(record.name.clone()).or_default().push(text.span);
            output.order.push(key.clone());
            output.records.entry(key).or_default().push(record);
        }
        for asked in questions {
            let (Some(name), Some(status)) =
                (asked.name.as_deref().and_then(|name| Name::parse(name).ok()), &asked.status)
            else {
                continue;
            };
            let kind = asked.kind.as_deref().and_then(RecordType::parse);
            output.statuses.insert((name, kind), status.clone());
        }
        output
    }

    /// The domains whose mail the output is about: those with MX records or that were asked for them, or else with an SOA.
    fn domains(&self) -> Vec<Name> {
        let of =
            |kind: RecordType| self.order.iter().filter(move |(_, known)| *known == kind).map(|(name, _)| name.clone());
        let asked =
            self.statuses.keys().filter(|(_, kind)| *kind == Some(RecordType::Mx)).map(|(name, _)| name.clone());
        let mut names: Vec<Name> = order::distinct(of(RecordType::Mx).chain(asked));
        if names.is_empty() {
            names = order::distinct(of(RecordType::Soa));
        }
        names.truncate(MOST_DOMAINS);
        names
    }

    fn spans(&self, domain: &Name) -> Vec<Span> {
        self.spans.get(domain).into_iter().flatten().copied().take(10).collect()
    }

    /// Whether a name lies in a zone that is shown as a whole, above its delegations and wildcards.
    fn is_within(&self, name: &Name) -> bool {
        let has = |name: &Name, kind| self.records.contains_key(&(name.clone(), kind));
        let Some(origin) = name.ancestors().find(|above| has(above, RecordType::Soa)).filter(|_| self.is_zone) else {
            return false;
        };
        name.ancestors().take_while(|above| *above != origin).all(|above| {
            let star = above.parent().and_then(|parent| parent.child("*").ok());
            !has(&above, RecordType::Ns) && star.is_none_or(|star| !self.spans.contains_key(&star))
        })
    }

    fn answer(&self, question: &Question) -> Outcome {
        let mut answer = Answer::default();
        let mut name = question.name.clone();
        loop {
            if let Some(records) = self.records.get(&(name.clone(), question.kind)) {
                answer.records.clone_from(records);
                return Outcome::Records(answer);
            }
            let alias = self.records.get(&(name.clone(), RecordType::Cname)).and_then(|records| records.first());
            let Some(Data::Cname(to)) = alias.map(|record| &record.data) else { break };
            let ttl = alias.map_or(0, |record| record.ttl);
            answer.chain.push(Alias { from: name, to: to.clone(), kind: AliasKind::Cname, ttl });
            name = to.clone();
            if answer.chain.len() > MOST_ALIASES {
                return Outcome::AliasLoop(answer);
            }
        }
        let status = self.statuses.get(&(name.clone(), Some(question.kind))).or_else(|| {
            // A name that does not exist has no type of record.
            self.statuses
                .iter()
                .find(|((known, _), status)| *known == name && status.as_str() == "NXDOMAIN")
                .map(|(_, status)| status)
        });
        match status.map(String::as_str) {
            Some("NXDOMAIN") => Outcome::NoSuchName(answer),
            Some("NODATA") => Outcome::NoSuchType(answer),
            Some("SERVFAIL") => Outcome::Failed { rcode: Rcode::SERVFAIL, errors: Vec::new() },
            Some("REFUSED") => Outcome::Failed { rcode: Rcode::REFUSED, errors: Vec::new() },
            _ if self.is_within(&name) && self.spans.keys().any(|known| known.is_within(&name)) => {
                Outcome::NoSuchType(answer)
            }
            _ if self.is_within(&name) => Outcome::NoSuchName(answer),
            // That it is an alias is shown, and not where that leads.
            _ if !answer.chain.is_empty() => {
                self.ends.borrow_mut().push(name);
                Outcome::NoSuchType(answer)
            }
            _ => Outcome::Blocked { by: Barrier::NoNetwork },
        }
    }
}

impl Resolver for Output {
    async fn ask(&self, question: &Question) -> Response {
        Response::new(self.answer(question), "this output")
    }
}

/// A record with its meaning; nothing for a type that the walk does not know.
fn typed(text: &TextRecord) -> Option<Record> {
    let dot = if text.name.ends_with('.') { "" } else { "." };
    let line = format!("{}{dot} {} IN {} {}", text.name, text.ttl.unwrap_or(3_600), text.kind, text.data);
    zone::record(&line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(lines: &str) -> Vec<String> {
        let reading = crate::dns::output::reading(lines.as_bytes()).unwrap();
        shown(&reading.records, &reading.output.questions, reading.is_zone)
            .into_iter()
            .map(|finding| finding.id.into_owned())
            .collect()
    }

    #[test]
    fn what_is_not_shown_is_not_missing() {
        assert_eq!(found("example.com. 3600 IN MX 10 mx1.example.com.\n"), [""; 0]);
    }

    #[test]
    fn a_whole_zone_lacks_what_it_does_not_have() {
        let zone = "$ORIGIN example.com.\n@ 3600 SOA ns1 hostmaster 1 1h 10m 4w 5m\n@ MX 10 mail\n";
        assert_eq!(found(zone), ["mailroute.mx-missing"]);
        assert_eq!(found(&format!("{zone}mail A 192.0.2.25\n")), [""; 0]);
        assert_eq!(found(&format!("{zone}* A 192.0.2.25\n")), [""; 0]);
    }

    #[test]
    fn faults_of_the_records_that_are_shown_are_found() {
        assert_eq!(
            found("example.com. 60 IN MX 10 mail.example.com.\nmail.example.com. 60 IN CNAME x.example.net.\n"),
            ["mailroute.mx-alias"]
        );
        assert_eq!(found("example.com. 60 IN MX 10 192.0.2.25.\n"), ["mailroute.mx-address"]);
        assert_eq!(found("example.com. 60 IN MX 0 .\n"), ["mailroute.null-mx"]);
        assert_eq!(
            found("example.com. 60 IN MX 0 .\nexample.com. 60 IN MX 10 mx.example.com.\n"),
            ["mailroute.null-mx-mixed"]
        );
    }
}
