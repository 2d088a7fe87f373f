//! `nslookup`, of BIND and of Windows. What stands before an equals sign is not translated; the rest of Windows' words is.
//!
//! ```text
//! Server:  dns.example.net
//! Address:  192.0.2.53
//!
//! Non-authoritative answer:
//! example.com  MX preference = 10, mail exchanger = mx1.example.com
//! ```

use super::host::joined;
use super::{Asked, Found, TextRecord, is_name, lines, rcode};
use crate::finding::Span;

#[derive(Default)]
struct Reader {
    found: Found,
    /// The name of the last `Name:` line.
    name: Option<String>,
    server: Option<String>,
    /// Whether the address that follows is the server's own.
    is_server: bool,
    /// A record whose data stand on the lines below: SOA, TXT, SRV.
    open: Option<(TextRecord, Vec<String>)>,
    in_addresses: bool,
    fits: usize,
}

pub(super) fn read(text: &str) -> Option<Found> {
    let begins = text.lines().take(40).any(|line| {
        let line = line.trim_start_matches(['>', ' ']);
        line.starts_with("Server:")
            || line.starts_with("Serveur")
            || line.starts_with("Servidor:")
            || line.starts_with("Non-authoritative answer:")
            || line.contains("mail exchanger = ")
            || line.starts_with("** server can't find ")
            || line.contains("canonical name = ")
            || line.starts_with("DNS request timed out")
    });
    if !begins {
        return None;
    }
    let mut reader = Reader::default();
    for (line, span) in lines(text) {
        reader.line(line, span);
    }
    reader.close();
    (reader.fits > 0).then_some(reader.found)
}

impl Reader {
    fn line(&mut self, line: &str, span: Span) {
        let open = line.trim_start_matches('>').trim();
        if open.is_empty() {
            self.in_addresses = false;
            // A text stands behind an empty line in Windows.
            if self.open.as_ref().is_some_and(|(record, _)| record.kind != "TXT") {
                self.close();
            }
            return;
        }
        if self.goes_on(open, line, span) {
            return;
        }
        self.close();
        if open.starts_with("Server:") || open.starts_with("Serveur") || open.starts_with("Servidor:") {
            self.server = open.split_once(':').map(|(_, server)| server.trim().to_owned());
            self.is_server = true;
            self.name = None;
        } else if let Some(name) =
            open.strip_prefix("Name:").or_else(|| open.strip_prefix("Nom :")).or_else(|| open.strip_prefix("Nombre:"))
        {
            self.name = Some(name.trim().to_owned());
            self.is_server = false;
        } else if open.starts_with("Address") || open.starts_with("Adress") {
            let address = open.split_once(':').map_or("", |(_, address)| address.trim());
            if self.is_server {
                self.is_server = false;
                return;
            }
            self.in_addresses = true;
            self.address(address, span);
        } else if self.in_addresses && line.starts_with(['\t', ' ']) {
            self.address(open, span);
        } else if open.starts_with("** server can't find ") || open.starts_with("*** ") {
            self.failed(open, span);
        } else if open.contains("no servers could be reached") || open.starts_with("DNS request timed out") {
            if self.found.questions.last().is_none_or(|last| last.status.as_deref() != Some("TIMEOUT")) {
                self.found.questions.push(Asked::default());
                self.found.status("TIMEOUT", span);
            }
            self.fits += 1;
        } else {
            self.record(open, span);
        }
    }

    fn address(&mut self, address: &str, span: Span) {
        let Some(name) = self.name.clone() else { return };
        let kind = if address.parse::<std::net::Ipv4Addr>().is_ok() {
            "A"
        } else if address.parse::<std::net::Ipv6Addr>().is_ok() {
            "AAAA"
        } else {
            return;
        };
        self.push(&name, kind, address.to_owned(), span);
    }

    fn push(&mut self, name: &str, kind: &str, data: String, span: Span) {
        self.fits += 1;
        self.found.push(TextRecord {
            name: name.to_owned(),
            kind: kind.to_owned(),
            data,
            span,
            ..TextRecord::default()
        });
    }

    /// `** server can't find x: NXDOMAIN`, `*** Can't find x: No answer`, `*** dns can't find x: Non-existent domain`
    fn failed(&mut self, line: &str, span: Span) {
        let Some((head, why)) = line.rsplit_once(": ") else {
            // `*** No mail exchange (MX) records available for x`
            if line.contains("records available for") {
                let name = line.rsplit(' ').next().map(str::to_owned);
                self.found.questions.push(Asked { name, server: self.server.clone(), ..Asked::default() });
                self.found.status("NODATA", span);
                self.fits += 1;
            }
            return;
        };
        let lower = why.to_ascii_lowercase();
        let status = if lower.starts_with("no answer") || lower.starts_with("no records") {
            "NODATA".to_owned()
        } else if lower.starts_with("non-existent domain") {
            rcode(3)
        } else if lower.starts_with("server failed") {
            rcode(2)
        } else if lower.starts_with("query refused") {
            rcode(5)
        } else if lower.starts_with("timed out") {
            "TIMEOUT".to_owned()
        } else if why.bytes().all(|byte| byte.is_ascii_uppercase()) {
            why.to_owned()
        } else {
            return;
        };
        let name = head.rsplit(' ').next().map(str::to_owned);
        self.found.questions.push(Asked { name, server: self.server.clone(), ..Asked::default() });
        self.found.status(&status, span);
        self.fits += 1;
    }

    fn record(&mut self, line: &str, span: Span) {
        const KEYS: [(&str, &str); 9] = [
            ("canonical name = ", "CNAME"),
            ("nameserver = ", "NS"),
            ("name = ", "PTR"),
            ("service = ", "SRV"),
            ("internet address = ", "A"),
            ("AAAA IPv6 address = ", "AAAA"),
            ("has AAAA address ", "AAAA"),
            ("text = ", "TXT"),
            ("mail exchanger = ", "MX"),
        ];
        if let Some((name, rest)) = line.split_once("MX preference = ")
            && let Some((preference, exchange)) = rest.split_once(", mail exchanger = ")
        {
            return self.push(name.trim(), "MX", format!("{preference} {exchange}"), span);
        }
        let cut = line.split_once(['\t', ' ']).filter(|(name, _)| is_name(name));
        let Some((name, rest)) = cut else { return };
        let rest = rest.trim_start();
        if let Some((key, kind)) = KEYS.iter().find(|(key, _)| rest.starts_with(key)) {
            let data = rest.get(key.len()..).unwrap_or_default();
            return self.push(name, kind, data.to_owned(), span);
        }
        if let Some((number, data)) = rest.strip_prefix("rdata_").and_then(|rest| rest.split_once(" = ")) {
            let kind = match number {
                "52" => "TLSA",
                "257" => "CAA",
                "43" => "DS",
                "48" => "DNSKEY",
                "46" => "RRSIG",
                "99" => "SPF",
                _ => return,
            };
            return self.push(name, kind, joined(kind, data), span);
        }
        let begun = match rest {
            "text =" => "TXT",
            "" => "SOA",
            _ if rest.starts_with("SRV service location") => "SRV",
            _ if rest.starts_with("primary name server = ") => {
                self.begin(name, "SOA", span);
                self.goes_on(rest, rest, span);
                return;
            }
            _ => return,
        };
        self.begin(name, begun, span);
    }

    fn begin(&mut self, name: &str, kind: &str, span: Span) {
        let record = TextRecord { name: name.to_owned(), kind: kind.to_owned(), span, ..TextRecord::default() };
        self.open = Some((record, Vec::new()));
    }

    /// A line of the record that is open.
    fn goes_on(&mut self, open: &str, line: &str, span: Span) -> bool {
        // BIND's SOA has its name alone on a line.
        if self.open.is_none() && open.starts_with("origin = ") {
            return false;
        }
        let Some((record, parts)) = &mut self.open else {
            if is_name(open) && !line.starts_with([' ', '\t']) {
                self.begin(open, "SOA", span);
                return true;
            }
            return false;
        };
        let is_part = match record.kind.as_str() {
            "TXT" => open.starts_with('"'),
            _ => open.contains(" = "),
        };
        if !is_part {
            return false;
        }
        let part = if record.kind == "TXT" {
            open
        } else {
            let (key, value) = open.split_once(" = ").unwrap_or(("", open));
            // `900 (15 mins)`
            if key.starts_with("primary")
                || key.starts_with("responsible")
                || key.starts_with("origin")
                || key.starts_with("mail addr")
                || key.starts_with("svr")
            {
                value
            } else {
                value.split(' ').next().unwrap_or(value)
            }
        };
        parts.push(part.trim().to_owned());
        record.span.end = span.end;
        true
    }

    fn close(&mut self) {
        let Some((mut record, parts)) = self.open.take() else { return };
        let least = match record.kind.as_str() {
            "SOA" => 7,
            "SRV" => 4,
            _ => 1,
        };
        if parts.len() >= least {
            record.data = parts.join(" ");
            self.fits += 1;
            self.found.push(record);
        }
    }
}
