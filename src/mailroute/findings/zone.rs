//! Rules about the zone and its name servers.

use super::row;
use crate::dns::Name;
use crate::finding::{Confidence, Finding, Party, Severity, Standard};
use crate::mailroute::facts::{Server, Walk};
use crate::trace::words::rounded;

pub(super) fn all(walk: &Walk, findings: &mut Vec<Finding>) {
    let rules = [responsible, one_server, lost_server, alias_server, negative];
    findings.extend(rules.iter().filter_map(|rule| rule(walk)));
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
    let finding = Finding::new(
        "mailroute.zone",
        Severity::Note,
        Party::Nobody,
        Confidence::Certain,
        format!("The name lies in the zone {}", zone.name.shown()),
    )
    .why(format!(
        "{changed}{servers} The zone names {} as responsible. An answer \"there is none\" is remembered for {}.",
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
