//! `dig +short`: data alone, without names and types; what they are is told from their form.

use super::{Found, TextRecord, is_name, lines};

pub(super) fn read(text: &str) -> Option<Found> {
    let mut found = Found::default();
    let mut sure = 0;
    for (line, span) in lines(text) {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        let (kind, is_sure) = kind(line)?;
        sure += usize::from(is_sure);
        found.push(TextRecord { kind: kind.to_owned(), data: line.to_owned(), span, ..TextRecord::default() });
    }
    // One name or one address alone may be anything.
    (sure > 0
        || found.records.len() > 1
            && found.records.iter().all(|record| record.data.ends_with('.') || record.kind != "CNAME"))
    .then_some(found)
}

/// The type that a line's form shows, and whether only DNS prints that form.
fn kind(line: &str) -> Option<(&'static str, bool)> {
    if line.parse::<std::net::Ipv4Addr>().is_ok() {
        return Some(("A", false));
    }
    if line.parse::<std::net::Ipv6Addr>().is_ok() {
        return Some(("AAAA", false));
    }
    let words: Vec<&str> = line.split(' ').collect();
    let number = |at: usize| words.get(at).is_some_and(|word| word.parse::<u16>().is_ok());
    let name = |at: usize| words.get(at).is_some_and(|word| *word == "." || word.ends_with('.') && is_name(word));
    match words.len() {
        1 if name(0) => Some(("CNAME", false)),
        2 if number(0) && name(1) => Some(("MX", true)),
        4 if number(0) && number(1) && number(2) && name(3) => Some(("SRV", true)),
        7 if name(0) && name(1) => Some(("SOA", true)),
        _ if line.starts_with('"') && line.ends_with('"') && line.len() > 1 => Some(("TXT", true)),
        _ => None,
    }
}
