//! What is right and wrong with a route: one small function a rule, a table of them a file.

mod exchange;
mod published;
mod route;
mod zone;

use crate::dns::{Name, Question, RecordType};
use crate::finding::Finding;
use crate::finding::rule::{self, Explain, Rule};

use super::facts::Exchange;
use super::{Walk, misconceptions};

/// A finding, and the question whose answer shows it, where there is one.
pub(super) type Placed = (Finding, Option<Question>);

/// Beside which part of a walk a finding belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The walk as a whole.
    Walk,
    /// The answer with the domain's MX records.
    Exchanges,
    /// The answers with one host's addresses.
    Host,
    /// The MX records of the domain above.
    Parent,
    /// The zone's NS records.
    NameServers,
    /// The zone's SOA record.
    Authority,
    /// The TXT records of the domain.
    Spf,
    /// The record at `_dmarc`.
    Dmarc,
    /// The record at `_mta-sts`.
    MtaSts,
    /// The record at `_smtp._tls`.
    TlsReports,
    /// The TLSA records of the hosts.
    Certificates,
    /// Among what people believe of MX records.
    Misconception,
    /// The number of questions.
    Count,
}

/// Where a finding belongs, and whether records that are shown are enough for it: then it holds for DNS output as text too.
pub(super) struct At {
    place: Place,
    by_shown_records: bool,
}

pub(super) type WalkRule = Rule<fn(&Walk) -> Option<Finding>, At>;
pub(super) type HostRule = Rule<fn(&Walk, &Exchange) -> Option<Finding>, At>;

/// A line of a table of rules; without a function where that of a line above says it too.
pub(super) const fn at<Run: Copy>(
    id: &'static str,
    chapter: &'static str,
    place: Place,
    run: Option<Run>,
) -> Rule<Run, At> {
    Rule { id, chapter, place: At { place, by_shown_records: false }, run }
}

/// A line of a rule that rests on records that are shown, and on none that are missing.
const fn shown<Run: Copy>(id: &'static str, chapter: &'static str, place: Place, run: Option<Run>) -> Rule<Run, At> {
    Rule { id, chapter, place: At { place, by_shown_records: true }, run }
}

/// What is said of two walks held against each other, and of a bounce held against one.
static OTHERS: &[WalkRule] = &[
    at("mailroute.compare-addresses", "mx", Place::Walk, None),
    at("mailroute.compare-same", "mx", Place::Walk, None),
    at("mailroute.compare-records", "mx", Place::Walk, None),
    at("mailroute.compare-none", "mx", Place::Walk, None),
    at("mailroute.compare-serial", "mx", Place::Walk, None),
    at("mailroute.compare-unanswered", "mx", Place::Walk, None),
    at("mailroute.bounce-resolved", "bounces", Place::Walk, None),
    at("mailroute.bounce-unknown", "bounces", Place::Walk, None),
    at("mailroute.bounce-stands", "bounces", Place::Walk, None),
];

/// Every table but that about each host.
static TABLES: [&[WalkRule]; 6] =
    [route::RULES, exchange::RULES, zone::RULES, published::RULES, misconceptions::RULES, OTHERS];

/// The ids of the rules, with the chapters that explain them.
pub(crate) fn explain(each: Explain<'_>) {
    for table in TABLES {
        rule::explain(table, each);
    }
    rule::explain(exchange::OF_EACH, each);
}

/// Where a finding belongs, by the table that has it.
fn line(id: &str) -> Option<&'static At> {
    let of_walk = TABLES.iter().flat_map(|table| table.iter()).find(|rule| rule.id == id).map(|rule| &rule.place);
    of_walk.or_else(|| exchange::OF_EACH.iter().find(|rule| rule.id == id).map(|rule| &rule.place))
}

/// Beside which part of a walk a finding of it belongs.
#[must_use]
pub fn place_of(finding: &Finding) -> Place {
    line(&finding.id).map_or(Place::Walk, |at| at.place)
}

/// Whether a finding rests on records that are shown, and on none that are missing.
pub(super) fn by_shown_records(finding: &Finding) -> bool {
    line(&finding.id).is_some_and(|at| at.by_shown_records)
}

/// Every rule's findings.
pub(super) fn all(walk: &Walk) -> Vec<Placed> {
    let mut placed = Vec::new();
    run(route::RULES, walk, &mut placed);
    if walk.domain().is_some() {
        run(exchange::RULES, walk, &mut placed);
        run(zone::RULES, walk, &mut placed);
        run(published::RULES, walk, &mut placed);
        for exchange in &walk.exchanges {
            let found = exchange::OF_EACH.iter().filter_map(|rule| rule.run?(walk, exchange));
            placed.extend(found.map(|finding| (finding, Some(exchange::question(exchange)))));
        }
    }
    run(misconceptions::RULES, walk, &mut placed);
    debug_assert!(placed.iter().all(|(finding, _)| line(&finding.id).is_some()), "{placed:?}");
    placed
}

fn run(rules: &[WalkRule], walk: &Walk, placed: &mut Vec<Placed>) {
    for rule in rules {
        if let Some(finding) = rule.run.and_then(|run| run(walk)) {
            placed.push((finding, question(walk, rule.place.place)));
        }
    }
}

/// The question whose answer shows what a rule about the domain or its zone found.
fn question(walk: &Walk, place: Place) -> Option<Question> {
    let domain = walk.domain()?;
    let below = |label: &str| domain.child(label).ok().map(|name| Question::new(name, RecordType::Txt));
    let of_zone = |kind| walk.zone.as_ref().map(|zone| Question::new(zone.name.clone(), kind));
    match place {
        Place::Exchanges => Some(Question::new(domain.clone(), RecordType::Mx)),
        Place::Parent => walk.parent.as_ref().map(|parent| Question::new(parent.name.clone(), RecordType::Mx)),
        Place::NameServers => of_zone(RecordType::Ns),
        Place::Authority => of_zone(RecordType::Soa),
        Place::Spf => Some(Question::new(domain.clone(), RecordType::Txt)),
        Place::Dmarc => below("_dmarc"),
        Place::MtaSts => below("_mta-sts"),
        Place::TlsReports => below("_smtp._tls"),
        Place::Certificates => {
            let marked = walk.exchanges.iter().find(|exchange| !exchange.tlsa.is_empty())?;
            marked.name.child("_25._tcp").ok().map(|name| Question::new(name, RecordType::Tlsa))
        }
        Place::Walk | Place::Host | Place::Misconception | Place::Count => None,
    }
}

/// Names in a row: `a`, `a and b`, `a, b and c`.
pub(super) fn row<'a>(names: impl IntoIterator<Item = &'a Name>) -> String {
    let names: Vec<String> = names.into_iter().map(Name::shown).collect();
    match names.split_last() {
        None => String::new(),
        Some((only, [])) => only.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}
