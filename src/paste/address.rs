//! One address, network, Message-ID or queue id alone: what it is, and what can be read of it without asking anybody.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::dns::is_public;
use crate::finding::{Confidence, Finding, Party, Severity, Span};
use crate::report::{Kind, Report};
use crate::trace::{of_message_id, of_queue_id, words};

pub(super) fn read(text: &str) -> Option<Report> {
    let trimmed = text.trim();
    if trimmed.is_empty() || trimmed.len() > 400 || trimmed.contains(char::is_whitespace) {
        return None;
    }
    let start = text.len() - text.trim_start().len();
    let span = Span::new(start, start + trimmed.len());
    let bare = trimmed.trim_matches(['[', ']', '<', '>', ',', ';', '"', '(', ')']);
    let bare = bare.strip_prefix("IPv6:").unwrap_or(bare);
    if let Ok(address) = bare.parse::<IpAddr>() {
        return Some(of_address(address, span));
    }
    network(bare)
        .map(|(address, bits)| of_network(address, bits, span))
        .or_else(|| message_id(trimmed, span))
        .or_else(|| queue_id(trimmed, span))
}

/// What a special-purpose address is for (RFC 6890 and its registries); none for an ordinary one.
fn special(address: IpAddr) -> Option<&'static str> {
    match address.to_canonical() {
        IpAddr::V4(v4) => of_v4(v4),
        IpAddr::V6(v6) => of_v6(v6),
    }
}

fn of_v4(v4: Ipv4Addr) -> Option<&'static str> {
    let [first, second, third, _] = v4.octets();
    Some(match (first, second, third) {
        (0, ..) => "\"this network\", which no host on the Internet has (RFC 791)",
        (10, ..) | (172, 16..=31, _) | (192, 168, _) => {
            "a private address (RFC 1918): it means something only within its own network"
        }
        (100, 64..=127, _) => "an address that providers use between them and their customers (RFC 6598)",
        (127, ..) => "the loopback address: the machine itself (RFC 1122)",
        (169, 254, _) => "a link-local address, which a machine gives itself (RFC 3927)",
        (192, 0, 2) | (198, 51, 100) | (203, 0, 113) => "an address for documentation (RFC 5737): nobody sends from it",
        (198, 18..=19, _) => "an address for benchmarks (RFC 2544)",
        (224..=239, ..) => "a multicast address",
        (240.., ..) => "a reserved address",
        _ => return None,
    })
}

fn of_v6(v6: Ipv6Addr) -> Option<&'static str> {
    let [first, second, ..] = v6.segments();
    Some(match (first, second) {
        _ if v6.is_loopback() => "the loopback address: the machine itself (RFC 4291)",
        _ if v6.is_unspecified() => "the unspecified address (RFC 4291)",
        (0x2001, 0xdb8) => "an address for documentation (RFC 3849): nobody sends from it",
        (0xfc00..=0xfdff, _) => "a unique local address (RFC 4193): it means something only within its own network",
        (0xfe80..=0xfebf, _) => "a link-local address, which is valid on one link alone (RFC 4291)",
        (0xff00.., _) => "a multicast address (RFC 4291)",
        (0x2002, _) => "a 6to4 address (RFC 3056), a way of carrying IPv6 that is hardly used any more",
        _ => return None,
    })
}

fn note(id: &'static str, title: String) -> Finding {
    Finding::new(id, Severity::Note, Party::Nobody, Confidence::Certain, title)
}

fn of_address(address: IpAddr, span: Span) -> Report {
    let family = if address.is_ipv4() { "IPv4" } else { "IPv6" };
    let (headline, finding) = match special(address) {
        Some(what) => (
            format!("{address} is {what}."),
            note("input.address", format!("{address} is a special-purpose address"))
                .why(format!("It is {what}. No blocklist and no reverse name in the public DNS says anything about it."))
                .next("Look in your own network\u{2019}s records for the host behind it."),
        ),
        None => (
            format!("{address} is an {family} address; whose it is, its name in DNS can tell."),
            note("input.address", format!("An {family} address, not a header or an error line"))
                .why("Which name it has (PTR), and whether that name leads back to it, stands in DNS: a resolver has to be asked, and nothing is asked before you say so. Who runs its network stands in the registries\u{2019} databases, which this page does not ask.")
                .next("Look up its name.")
                .next("Or paste the header or the log line that it came from."),
        ),
    };
    Report { kind: Kind::Domain, headline, findings: vec![finding.shown_by([span])], ..Report::default() }
}

/// An address with the length of a prefix: `192.0.2.0/24`.
fn network(text: &str) -> Option<(IpAddr, u8)> {
    let (address, bits) = text.split_once('/')?;
    let address: IpAddr = address.parse().ok()?;
    let bits: u8 = bits.parse().ok()?;
    (bits <= if address.is_ipv4() { 32 } else { 128 }).then_some((address, bits))
}

fn of_network(address: IpAddr, bits: u8, span: Span) -> Report {
    let size = match address {
        IpAddr::V4(_) => format!("{} addresses", 1_u64 << (32 - u32::from(bits.min(32)))),
        IpAddr::V6(_) if bits >= 64 => "at most one subnet of 2^64 addresses".to_owned(),
        IpAddr::V6(_) => format!("2^{} subnets of 64 bits", 64 - u32::from(bits)),
    };
    let reach = if is_public(address) {
        String::new()
    } else {
        special(address).map(|what| format!(" Its first address is {what}.")).unwrap_or_default()
    };
    let host_bits = match address {
        IpAddr::V4(v4) => bits < 32 && u32::from(v4) & (u32::MAX >> bits) != 0,
        IpAddr::V6(v6) => bits < 128 && u128::from(v6) & (u128::MAX >> bits) != 0,
    };
    let mut finding = note("input.network", format!("A network of {size}"))
        .why(format!("{address}/{bits} holds {size}.{reach} DNS has names for single addresses, not for a network."))
        .next("To see who may send from it, paste the SPF record that names it; for one address of it, paste that.");
    if host_bits {
        finding = finding.next("The address has bits set behind the prefix: whether the network or this one address is meant, it does not say.");
    }
    Report {
        kind: Kind::Domain,
        headline: format!("{address}/{bits} is a network of {size}."),
        findings: vec![finding.shown_by([span])],
        ..Report::default()
    }
}

/// A Message-ID (RFC 5322 section 3.6.4): angle brackets around something with an `@` that is no mailbox of a person.
fn message_id(text: &str, span: Span) -> Option<Report> {
    let inner = text.strip_prefix('<')?.strip_suffix('>')?;
    let (left, right) = inner.rsplit_once('@')?;
    let digits = left.bytes().filter(u8::is_ascii_digit).count();
    // `<jane@mail.example>` is an address as mail programs write it.
    if left.len() < 12 || digits < 4 || right.is_empty() {
        return None;
    }
    let moment =
        of_message_id(text).map(|time| format!(" The id holds a time: {}.", words::moment(time))).unwrap_or_default();
    let finding = note("input.message-id", "This looks like a Message-ID".to_owned())
        .why(format!("The program that wrote the message made it up, and {right} is the name that it gave itself.{moment} The same id stands in the logs of every server that took the message."))
        .next("Search the mail log for it, and paste the lines that you find here.")
        .shown_by([span]);
    Some(Report {
        headline: format!("This looks like a Message-ID by {right}; logs can be searched for it."),
        findings: vec![finding],
        ..Report::default()
    })
}

/// A queue id of Exim, sendmail or Postfix with long ids, where it holds a time.
fn queue_id(text: &str, span: Span) -> Option<Report> {
    let (program, time) = of_queue_id(text)?;
    let when = words::moment(time);
    let finding = Finding::new(
        "input.queue-id",
        Severity::Note,
        Party::Nobody,
        Confidence::Likely,
        format!("This looks like a queue id of {program}"),
    )
    .why(format!(
        "If {program} wrote it, the message came into its queue at {when}. Another program could use the same letters."
    ))
    .next("Search that server\u{2019}s mail log for it, and paste the lines that you find here.")
    .shown_by([span]);
    Some(Report {
        headline: format!("This looks like a queue id of {program}, of {when}."),
        findings: vec![finding],
        ..Report::default()
    })
}
