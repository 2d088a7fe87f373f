//! The record writer: what to publish so that mail for these names goes to these hosts.

use std::net::IpAddr;

use serde::Serialize;

use crate::dns::{Data, Name, Record, RecordType};

/// The TTL that is written: an hour.
const TTL: u32 = 3_600;

/// A host that shall take mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Host {
    /// Its name.
    pub name: Name,
    /// Lower is tried first.
    pub preference: u16,
}

/// A row of a DNS provider's form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// The name within the zone; `@` for the zone's own.
    pub host: String,
    /// The preference, which forms call priority.
    pub priority: u16,
    /// The host's name, with its final dot; `.` alone for the null MX.
    pub value: String,
}

/// Records that were asked for, in both forms, and what is wrong with the wish.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Written {
    /// Lines for a zone file, in BIND's form.
    pub lines: Vec<String>,
    /// Rows for a provider's form.
    pub table: Vec<Row>,
    /// What cannot be, or should not.
    pub warnings: Vec<String>,
}

/// Writes the MX records that send mail for `names`, all within `zone`, to `hosts`; without hosts, the null MX that
/// says that no mail is accepted. `existing` are records that stand in the zone already, as far as known.
#[must_use]
pub fn write(zone: &Name, names: &[Name], hosts: &[Host], existing: &[Record]) -> Written {
    let mut written = Written::default();
    let null = [Host { name: Name::ROOT, preference: 0 }];
    let hosts = if hosts.is_empty() { &null } else { hosts };
    for name in names {
        if !name.is_within(zone) {
            written.warnings.push(format!("{name} does not lie in the zone {zone}, so its record belongs elsewhere."));
            continue;
        }
        if let Some(target) = alias(existing, name) {
            written.warnings.push(format!(
                "{name} is a CNAME for {target}. No other record can stand beside a CNAME: mail for it follows {target}, unless the CNAME is replaced by addresses."
            ));
        }
        let host = within(name, zone);
        for target in hosts {
            let value = format!("{}.", target.name.as_str());
            let record = Record {
                name: name.clone(),
                kind: RecordType::Mx,
                ttl: TTL,
                data: Data::Mx { preference: target.preference, exchange: target.name.clone() },
            };
            written.lines.push(record.to_string());
            written.table.push(Row { host: host.clone(), priority: target.preference, value });
        }
    }
    for host in hosts.iter().filter(|host| !host.name.is_root()) {
        written.warnings.extend(host_warnings(host, hosts, existing, zone));
    }
    if hosts.len() > 1 && hosts.iter().any(|host| host.name.is_root()) {
        written.warnings.push("The null MX, \"0 .\", must stand alone.".to_owned());
    }
    if names.len() > 1 {
        written.warnings.push("Each name needs records of its own: a subdomain inherits none.".to_owned());
    }
    written
}

fn host_warnings(host: &Host, hosts: &[Host], existing: &[Record], zone: &Name) -> Vec<String> {
    let mut warnings = Vec::new();
    let name = &host.name;
    if let Ok(ip) = name.as_str().parse::<IpAddr>() {
        warnings.push(format!("{ip} is an address. An MX record holds a name: give the host one, with that address."));
        return warnings;
    }
    if let Some(target) = alias(existing, name) {
        warnings.push(format!(
            "{name} is a CNAME for {target}. An MX record must name a host with addresses: use {target}."
        ));
    }
    if name.labels().last() == Some("localhost") {
        warnings
            .push(format!("{name} is the sending server itself. Leave out all hosts to say that no mail is accepted."));
    }
    if name.labels().count() < 2 {
        warnings.push(format!("{name} is one word: write the whole name of the host."));
    }
    if name.as_str().contains('_') {
        warnings.push(format!("{name} has an underscore, which host names cannot have."));
    }
    let addressed = |record: &Record| record.name == *name && matches!(record.kind, RecordType::A | RecordType::Aaaa);
    if name.is_within(zone) && alias(existing, name).is_none() && !existing.iter().any(addressed) {
        warnings.push(format!("{name} lies in this zone and needs an address there, an A or AAAA record."));
    }
    if hosts.iter().filter(|other| other.name == *name).count() > 1 {
        warnings.push(format!("{name} is named more than once, which gives no second chance."));
    }
    warnings
}

fn alias<'a>(existing: &'a [Record], name: &Name) -> Option<&'a Name> {
    existing.iter().find_map(|record| match &record.data {
        Data::Cname(target) if record.name == *name => Some(target),
        _ => None,
    })
}

/// A name as a form of the zone has it.
fn within(name: &Name, zone: &Name) -> String {
    if name == zone {
        return "@".to_owned();
    }
    let own = name.labels().count().saturating_sub(zone.labels().count());
    name.labels().take(own).collect::<Vec<_>>().join(".")
}
