//! `Resolve-DnsName`, as a table and as a list.
//!
//! ```text
//! Name         Type   TTL   Section    NameExchange         Preference
//! ----         ----   ---   -------    ------------         ----------
//! example.com  MX     3600  Answer     mx1.example.com      10
//! ```

use super::{Asked, Found, TextRecord, is_type, lines};
use crate::finding::Span;
use crate::source::{blocks, rows};

pub(super) fn read(text: &str) -> Option<Found> {
    let mut found = Found::default();
    let is_table = text.lines().take(20).any(|line| {
        let mut words = line.split_ascii_whitespace();
        words.next() == Some("Name") && words.next() == Some("Type") && words.next() == Some("TTL")
    });
    if is_table {
        rows(text, |columns, line, span| {
            let cell = |name| columns.cell(line, name);
            let kind = cell("Type");
            let data = match kind {
                "MX" => format!("{} {}", cell("Preference"), cell("NameExchange")),
                "TXT" => strings(cell("Strings")),
                "SOA" => format!("{} {}", cell("PrimaryServer"), cell("NameAdministrator")),
                _ => ["IPAddress", "NameHost", "NameTarget", "Server"]
                    .map(cell)
                    .into_iter()
                    .find(|cell| !cell.is_empty())
                    .unwrap_or_default()
                    .to_owned(),
            };
            push(cell("Name"), kind, cell("TTL"), cell("Section"), data, span, &mut found);
        });
    }
    for block in blocks(text) {
        let get = |name| block.get(name).unwrap_or_default();
        let kind = get("type").to_owned();
        let kind = if kind.is_empty() { get("querytype").to_owned() } else { kind };
        let data = match kind.as_str() {
            "MX" => format!("{} {}", get("preference"), get("nameexchange")),
            "TXT" => strings(get("strings")),
            "SRV" => format!("{} {} {} {}", get("priority"), get("weight"), get("port"), get("nametarget")),
            _ => ["ipaddress", "ip4address", "ip6address", "namehost", "server"]
                .map(get)
                .into_iter()
                .find(|value| !value.is_empty())
                .unwrap_or_default()
                .to_owned(),
        };
        push(get("name"), &kind, get("ttl"), get("section"), data, block.span, &mut found);
    }
    for (line, span) in lines(text) {
        // `Resolve-DnsName : nothere.example.com : DNS name does not exist`
        let Some(rest) = line.strip_prefix("Resolve-DnsName : ").or_else(|| line.strip_prefix("Resolve-DnsName: "))
        else {
            continue;
        };
        let Some((name, why)) = rest.split_once(" : ") else { continue };
        let status = match why.trim().trim_end_matches('.') {
            "DNS name does not exist" => "NXDOMAIN",
            "DNS server failure" => "SERVFAIL",
            "DNS operation refused" => "REFUSED",
            "No records found for given DNS query" => "NODATA",
            why if why.starts_with("This operation returned because the timeout period expired") => "TIMEOUT",
            _ => continue,
        };
        found.questions.push(Asked { name: Some(name.trim().to_owned()), ..Asked::default() });
        found.status(status, span);
    }
    (!found.is_empty()).then_some(found)
}

/// `{v=spf1 -all, more}`
fn strings(cell: &str) -> String {
    let inner = cell.trim_matches(['{', '}']);
    if inner.is_empty() { String::new() } else { format!("\"{inner}\"") }
}

fn push(name: &str, kind: &str, ttl: &str, section: &str, data: String, span: Span, found: &mut Found) {
    // A cell that is cut off with dots is not what it says.
    if !is_type(kind) || name.is_empty() || data.trim().is_empty() || data.contains("...") {
        return;
    }
    let section = match section.to_ascii_lowercase().as_str() {
        "authority" => Some("authority".to_owned()),
        "additional" => Some("additional".to_owned()),
        _ => None,
    };
    found.push(TextRecord {
        name: name.to_owned(),
        kind: kind.to_owned(),
        ttl: ttl.parse().ok(),
        data: data.trim().to_owned(),
        section,
        span,
    });
}
