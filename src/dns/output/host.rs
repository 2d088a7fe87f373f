//! `host`.
//!
//! ```text
//! example.com has address 192.0.2.80
//! example.com mail is handled by 10 mx1.example.com.
//! Host nothere.example.com not found: 3(NXDOMAIN)
//! ```

use super::{Asked, Found, TextRecord, is_name, is_type, lines};

pub(super) fn read(text: &str) -> Option<Found> {
    let mut found = Found::default();
    let (mut total, mut fits) = (0, 0);
    let mut in_server = false;
    let mut server: Option<String> = None;
    for (line, span) in lines(text) {
        let line = line.trim();
        if line.is_empty() {
            in_server = false;
            continue;
        }
        total += 1;
        if line == "Using domain server:" {
            in_server = true;
        }
        if in_server {
            if let Some(address) = line.strip_prefix("Address: ") {
                server = Some(address.to_owned());
            }
            fits += 1;
            continue;
        }
        if let Some((name, kind, data)) = record(line) {
            fits += 1;
            found.push(TextRecord { name: name.to_owned(), kind, data, span, ..TextRecord::default() });
        } else if let Some((name, status)) = line.strip_prefix("Host ").and_then(|rest| rest.split_once(" not found: "))
        {
            fits += 1;
            let status = status.split_once('(').map_or(status, |(_, status)| status.trim_end_matches(')'));
            found.questions.push(Asked { name: Some(name.to_owned()), server: server.clone(), ..Asked::default() });
            found.status(status, span);
        } else if let Some((name, kind)) = line
            .strip_suffix(" record")
            .and_then(|rest| rest.split_once(" has no "))
            // A sentence of a server that ends so has no name before it.
            .filter(|(name, _)| is_name(name))
        {
            fits += 1;
            found.questions.push(Asked {
                name: Some(name.to_owned()),
                kind: Some(kind.to_owned()),
                server: server.clone(),
                ..Asked::default()
            });
            found.status("NODATA", span);
        } else if line.contains("no servers could be reached") {
            fits += 1;
            if found.questions.is_empty() {
                found.status("TIMEOUT", span);
            }
        } else if line.starts_with(";; ") {
            fits += 1;
        }
    }
    // Other tools print a silent server's remark too, and nslookup names its server first.
    let is_ours = !text.trim_start().starts_with("Server:");
    (is_ours && fits * 2 > total && fits > 0).then_some(found)
}

fn record(line: &str) -> Option<(&str, String, String)> {
    const PHRASES: [(&str, &str); 8] = [
        (" has address ", "A"),
        (" has IPv6 address ", "AAAA"),
        (" mail is handled by ", "MX"),
        (" is an alias for ", "CNAME"),
        (" descriptive text ", "TXT"),
        (" name server ", "NS"),
        (" domain name pointer ", "PTR"),
        (" has SOA record ", "SOA"),
    ];
    for (phrase, kind) in PHRASES {
        if let Some((name, data)) = line.split_once(phrase) {
            return is_name(name).then(|| (name, kind.to_owned(), data.to_owned()));
        }
    }
    let (name, rest) = line.split_once(" has ")?;
    let (kind, data) = rest.split_once(" record ")?;
    (is_name(name) && is_type(kind)).then(|| (name, kind.to_owned(), joined(kind, data)))
}

/// Hexadecimal data in one piece.
pub(super) fn joined(kind: &str, data: &str) -> String {
    if !matches!(kind, "TLSA" | "SMIMEA" | "DS") {
        return data.to_owned();
    }
    let words: Vec<&str> = data.split_ascii_whitespace().collect();
    let (head, tail) = words.split_at(words.len().min(3));
    format!("{} {}", head.join(" "), tail.concat()).trim().to_owned()
}
