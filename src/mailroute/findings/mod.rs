//! What is right and wrong with a route: one small function a rule.

mod exchange;
mod published;
mod route;
mod zone;

use crate::dns::{Name, Question, RecordType};
use crate::finding::Finding;

use super::Walk;

/// A finding, and the question whose answer shows it, where there is one.
pub(super) type Placed = (Finding, Option<Question>);

/// Every rule's findings.
pub(super) fn all(walk: &Walk) -> Vec<Placed> {
    let mut findings = Vec::new();
    route::all(walk, &mut findings);
    let mut hosts = Vec::new();
    if walk.domain().is_some() {
        hosts = exchange::of_each(walk);
        exchange::all(walk, &mut findings);
        zone::all(walk, &mut findings);
        published::all(walk, &mut findings);
    }
    let mut placed: Vec<Placed> = findings
        .into_iter()
        .map(|finding| {
            let place = place(walk, finding.id.strip_prefix("mailroute.").unwrap_or_default());
            (finding, place)
        })
        .collect();
    placed.extend(hosts);
    placed
}

/// The question whose answer shows what a rule about the domain or its zone found.
fn place(walk: &Walk, rule: &str) -> Option<Question> {
    let domain = walk.domain()?;
    let below = |label: &str| domain.child(label).ok().map(|name| Question::new(name, RecordType::Txt));
    let of_zone = |kind| walk.zone.as_ref().map(|zone| Question::new(zone.name.clone(), kind));
    match rule {
        "implicit-mx" | "null-mx" | "null-mx-mixed" | "no-route" | "no-such-domain" | "no-answer" | "alias"
        | "alias-loop" | "mx-beside-alias" | "mx-many" | "mx-twice" | "one-host" | "one-address" | "one-network"
        | "ipv6-only" | "order" | "ttl-long" | "ttl-short" => Some(Question::new(domain.clone(), RecordType::Mx)),
        "subdomain" => walk.parent.as_ref().map(|parent| Question::new(parent.name.clone(), RecordType::Mx)),
        "one-name-server" | "name-server-missing" | "name-server-alias" => of_zone(RecordType::Ns),
        "negative-ttl-long" => of_zone(RecordType::Soa),
        rule if rule.starts_with("spf") => Some(Question::new(domain.clone(), RecordType::Txt)),
        rule if rule.starts_with("dmarc") => below("_dmarc"),
        rule if rule.starts_with("mta-sts") => below("_mta-sts"),
        rule if rule.starts_with("tls-reports") => below("_smtp._tls"),
        rule if rule.starts_with("dane") => {
            let marked = walk.exchanges.iter().find(|exchange| !exchange.tlsa.is_empty())?;
            marked.name.child("_25._tcp").ok().map(|name| Question::new(name, RecordType::Tlsa))
        }
        _ => None,
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
