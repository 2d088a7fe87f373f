//! Rules about the zone and its name servers.

use super::{Place, WalkRule, at, row};
use crate::dns::{Name, RecordType};
use crate::finding::{Confidence, Finding, Party, Severity, Standard};
use crate::mailroute::facts::{Server, Walk};
use crate::trace::words::rounded;

/// The rules about the zone and its servers.
pub(super) static RULES: &[WalkRule] = &[
    at("mailroute.zone-delegation", "after-mx", Place::Walk, Some(delegation)),
    at("mailroute.zone", "after-mx", Place::Walk, Some(responsible)),
    at("mailroute.one-name-server", "after-mx", Place::NameServers, Some(one_server)),
    at("mailroute.name-server-missing", "after-mx", Place::NameServers, Some(lost_server)),
    at("mailroute.name-server-alias", "after-mx", Place::NameServers, Some(alias_server)),
    at("mailroute.negative-ttl-long", "after-mx", Place::Authority, Some(negative)),
];

/// The most name servers of a zone above that are listed.
const LISTED: usize = 3;

/// From the root down, what the resolver showed; and what cannot be seen through it.
fn delegation(walk: &Walk) -> Option<Finding> {
    let domain = walk.domain()?;
    let mut zones: Vec<String> = Vec::new();
    let mut showed: Vec<String> = Vec::new();
    for step in &walk.delegation {
        let name = if step.name.is_root() { "the root".to_owned() } else { step.name.shown() };
        let listed = row(step.servers.iter().take(LISTED));
        let more = step.servers.len().saturating_sub(LISTED);
        let held = match (step.is_zone, more) {
            (Some(false), _) => "no zone of its own".to_owned(),
            (Some(true), 0) if listed.is_empty() => "a zone whose servers it did not show".to_owned(),
            (Some(true), 0) => format!("held by {listed}"),
            (Some(true), _) => format!("held by {listed} and {more} more"),
            (None, _) => {
                let asked = walk.step(&step.name, RecordType::Ns)?;
                format!("not known ({})", asked.outcome().words(&asked.question))
            }
        };
        showed.push(format!("{name} is {held}"));
        if step.is_zone == Some(true) {
            zones.push(name);
        }
    }
    if zones.is_empty() {
        return None;
    }
    let finding = Finding::new(
        "mailroute.zone-delegation",
        Severity::Note,
        Party::Nobody,
        Confidence::Certain,
        format!("The delegation from the root down: {}", zones.join(", ")),
    )
    .why(format!(
        "As far as the resolver showed it: {}. The resolver did the recursion: it asked the name servers from the root down, or remembered what they had said. Each list is what a zone says of itself, as a rule. What the servers above it say, and each server alone, cannot be seen through a resolver: on a machine of yours, \"dig +trace {domain} MX\" asks them.",
        showed.join("; ")
    ))
    .by(Standard::DnsConcepts, "4.2");
    Some(finding)
}

fn responsible(walk: &Walk) -> Option<Finding> {
    let zone = walk.zone.as_ref()?;
    let changed = match zone.serial_day() {
        Some(day) => format!(
            "Its serial number, {}, is written as a date: last changed on {day}, if its owner keeps to that.",
            zone.soa.serial
        ),
        None => format!("Its serial number is {}, which tells no date.", zone.soa.serial),
    };
    let servers = if zone.servers.is_empty() {
        String::new()
    } else {
        format!(" Its name servers are {}.", row(zone.servers.iter().map(|server| &server.name)))
    };
    let mx = walk.step(walk.domain()?, RecordType::Mx).filter(|step| !step.outcome().records().is_empty());
    let kept = match mx.and_then(|step| step.ttl) {
        Some(ttl) => format!("the MX records for another {}, ", rounded(i64::from(ttl))),
        None => String::new(),
    };
    let finding = Finding::new(
        "mailroute.zone",
        Severity::Note,
        Party::Nobody,
        Confidence::Certain,
        format!("The name lies in the zone {}", zone.name.shown()),
    )
    .why(format!(
        "{changed}{servers} The zone names {} as responsible. A mistake stays wherever it was asked for: {kept}an answer \"there is none\" for {}.",
        zone.responsible(),
        rounded(i64::from(zone.negative_ttl()))
    ))
    .by(Standard::NegativeCaching, "5");
    Some(finding)
}

fn one_server(walk: &Walk) -> Option<Finding> {
    let zone = walk.zone.as_ref()?;
    let [only] = zone.servers.as_slice() else { return None };
    let finding = Finding::new(
        "mailroute.one-name-server",
        Severity::Warning,
        Party::Recipient,
        Confidence::Certain,
        format!("The zone {} has one name server", zone.name),
    )
    .why(format!("While {} does not answer, nobody can find where the mail goes. A zone should have at least two, in different places.", only.name))
    .next("Add a second name server, elsewhere.")
    .by(Standard::DnsConcepts, "4.1")
    .by(Standard::SecondaryServers, "5");
    Some(finding)
}

fn names<'a>(servers: &'a [Server], which: impl Fn(&Server) -> bool + 'a) -> Vec<&'a Name> {
    servers.iter().filter(|server| which(server)).map(|server| &server.name).collect()
}

fn lost_server(walk: &Walk) -> Option<Finding> {
    let zone = walk.zone.as_ref()?;
    let lost = names(&zone.servers, |server| server.missing);
    if lost.is_empty() {
        return None;
    }
    let finding = Finding::new(
        "mailroute.name-server-missing",
        Severity::Warning,
        Party::Recipient,
        Confidence::Certain,
        format!("No address is known for {}", row(lost)),
    )
    .why("The zone names it as a name server. Resolvers that choose it must try another, and are slower or give up.")
    .next("Correct the NS record, or give the host an address.")
    .by(Standard::DnsErrors, "");
    Some(finding)
}

fn alias_server(walk: &Walk) -> Option<Finding> {
    let zone = walk.zone.as_ref()?;
    let aliases = names(&zone.servers, |server| server.alias);
    if aliases.is_empty() {
        return None;
    }
    let finding = Finding::new(
        "mailroute.name-server-alias",
        Severity::Warning,
        Party::Recipient,
        Confidence::Certain,
        format!("An NS record names an alias: {}", row(aliases)),
    )
    .why("The host in an NS record must have addresses of its own, not a CNAME. Some resolvers do not use such a server.")
    .next("Name the host itself in the NS record.")
    .by(Standard::DnsClarifications, "10.3");
    Some(finding)
}

fn negative(walk: &Walk) -> Option<Finding> {
    let zone = walk.zone.as_ref()?;
    let ttl = zone.negative_ttl();
    if ttl <= 86_400 {
        return None;
    }
    let finding = Finding::new(
        "mailroute.negative-ttl-long",
        Severity::Note,
        Party::Recipient,
        Confidence::Certain,
        format!("\"There is none\" is remembered for {}", rounded(i64::from(ttl))),
    )
    .why("A record that was missing for a moment stays missing for that long wherever it was asked for. One to three hours are advised.")
    .next("Lower the last number of the SOA record.")
    .by(Standard::NegativeCaching, "5");
    Some(finding)
}
