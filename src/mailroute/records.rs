//! The record writer: what to publish so that mail for these names goes to these hosts.

use std::net::IpAddr;

use serde::Serialize;

use crate::dns::{Data, Name, Record, RecordType, Subject, Target};

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

/// Which MX records are asked for, read from what was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordRequest {
    /// The zone that the records go into.
    pub zone: Name,
    /// The names whose mail it is about.
    pub names: Vec<Name>,
    /// The hosts that shall take it.
    pub hosts: Vec<Host>,
}

/// The most names, and hosts, that are read.
const MOST: usize = 50;

impl RecordRequest {
    /// Reads a zone, names separated by spaces, commas or lines, and hosts, one a line, with or without a preference
    /// before them (`10 mx1.example.com`). A name without a dot, or `@`, is taken within the zone, as in a zone file;
    /// hosts without a preference get 10, 20 and so on.
    ///
    /// # Errors
    ///
    /// A sentence for the user, where something is no name.
    pub fn read(zone: &str, names: &str, hosts: &str) -> Result<Self, String> {
        let zone = domain(zone)?;
        let within = |text: &str| match text {
            "@" => Ok(zone.clone()),
            text if text.contains('.') => domain(text),
            text => domain(&format!("{text}.{}", zone.as_str())),
        };
        let apart = |c: char| c.is_whitespace() || matches!(c, ',' | ';');
        let mut wished: Vec<Name> = Vec::new();
        for text in names.split(apart).filter(|text| !text.is_empty()).take(MOST) {
            let name = within(text)?;
            if !wished.contains(&name) {
                wished.push(name);
            }
        }
        if wished.is_empty() {
            wished.push(zone.clone());
        }
        let mut taking: Vec<Host> = Vec::new();
        for line in hosts.split(['\n', ',', ';']).map(str::trim).filter(|line| !line.is_empty()).take(MOST) {
            let (preference, text) = match line.split_once(char::is_whitespace) {
                Some((number, text)) => (
                    number.parse().map_err(|_| format!("{number} is no preference: a number from 0 to 65535."))?,
                    text.trim(),
                ),
                None => (u16::try_from((taking.len() + 1) * 10).unwrap_or(u16::MAX), line),
            };
            let name = if text == "." { Name::ROOT } else { within(text)? };
            taking.push(Host { name, preference });
        }
        Ok(Self { zone, names: wished, hosts: taking })
    }
}

fn domain(text: &str) -> Result<Name, String> {
    match Subject::read(text) {
        Ok(Subject { target: Target::Domain(name), .. }) => Ok(name),
        // The warning about an address in place of a name comes later, and says what to do.
        Ok(Subject { target: Target::Address(ip), .. }) => {
            Name::parse(&ip.to_string()).map_err(|error| error.to_string())
        }
        Err(error) => Err(format!("{}: {error}.", text.trim())),
    }
}

/// The null MX, `MX 0 .`, which says that a domain accepts no mail (RFC 7505 section 3). It is never written by default: a
/// domain that publishes it by mistake loses its mail.
#[must_use]
pub fn null_mx() -> Host {
    Host { name: Name::ROOT, preference: 0 }
}

/// Writes the MX records that send mail for `names`, all within `zone`, to `hosts`; without hosts nothing, for an empty
/// field says nothing of what is wanted. `existing` are records that stand in the zone already, as far as known.
#[must_use]
pub fn write(zone: &Name, names: &[Name], hosts: &[Host], existing: &[Record]) -> Written {
    let mut written = Written::default();
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
    if let [only] = hosts
        && only.name.is_root()
    {
        written.warnings.push(
            "This is the null MX: once it is published, servers refuse to send any mail to these names.".to_owned(),
        );
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
        warnings.push(format!(
            "{name} is the sending server itself. To say that no mail is accepted, publish the null MX instead."
        ));
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
