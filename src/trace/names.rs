//! Names and addresses of hosts: when two of them mean the same host, and whose they are.

use std::net::IpAddr;

use crate::Mine;

/// Labels below a two-letter country code under which names are registered, as in `example.co.uk`.
///
/// A heuristic in place of the Public Suffix List, which would weigh more than the rest of this room.
const SECOND_LEVEL: [&str; 21] = [
    "ac", "co", "com", "edu", "go", "gob", "gouv", "gov", "gv", "ltd", "me", "mil", "ne", "net", "nhs", "nom", "or",
    "org", "plc", "sch", "gr",
];

/// How far an address reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// The host itself: 127.0.0.0/8, `::1`.
    Loopback,
    /// A network of one's own: RFC 1918, unique local (RFC 4193), link-local.
    Private,
    /// Shared by a carrier's customers: RFC 6598.
    Shared,
    /// Anywhere.
    Public,
}

/// Reads an address, with or without brackets, `IPv6:` tag and scope; IPv4 mapped into IPv6 becomes IPv4.
pub(crate) fn address(text: &str) -> Option<IpAddr> {
    let text = text.trim().trim_start_matches('[').trim_end_matches(']');
    let text = match text.split_at_checked(5) {
        Some((tag, rest)) if tag.eq_ignore_ascii_case("ipv6:") => rest,
        _ => text,
    };
    let text = text.split('%').next().unwrap_or_default();
    text.parse::<IpAddr>().ok().map(|address| address.to_canonical())
}

/// How far an address reaches.
pub(crate) fn reach(address: IpAddr) -> Reach {
    if address.is_loopback() {
        return Reach::Loopback;
    }
    match address {
        IpAddr::V4(v4) => {
            let [first, second, ..] = v4.octets();
            if v4.is_private() || v4.is_link_local() {
                Reach::Private
            } else if first == 100 && (64..128).contains(&second) {
                Reach::Shared
            } else {
                Reach::Public
            }
        }
        // Gmail names its inner hosts by 6to4 addresses (RFC 3056) that hold a private IPv4 address: 2002:a00::/24.
        IpAddr::V6(v6) => match v6.octets() {
            [0x20, 0x02, 10, ..] | [0xfe, 0x80..=0xbf, ..] => Reach::Private,
            [first, ..] if first & 0xfe == 0xfc => Reach::Private,
            _ => Reach::Public,
        },
    }
}

/// A name or address as it is compared: lower case, no brackets, no final dot.
pub(super) fn key(name: &str) -> String {
    match address(name) {
        Some(address) => address.to_string(),
        None => name.trim().trim_end_matches('.').to_ascii_lowercase(),
    }
}

/// Whether a name only means "this host".
pub(crate) fn is_local(name: &str) -> bool {
    let key = key(name);
    matches!(key.as_str(), "localhost" | "localhost.localdomain" | "localhost6" | "localhost6.localdomain6")
        || address(&key).is_some_and(|address| reach(address) == Reach::Loopback)
}

/// Whether this is a full name: labels with dots between, and no address.
pub(crate) fn is_full(name: &str) -> bool {
    let name = name.trim().trim_end_matches('.');
    address(name).is_none()
        && name.contains('.')
        && !name.contains("..")
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_') || byte >= 0x80)
        && name.rsplit('.').next().is_some_and(|top| top.len() > 1 && !top.bytes().all(|byte| byte.is_ascii_digit()))
}

/// Whether a name ends in a label that no public DNS has.
pub(crate) fn is_inner(name: &str) -> bool {
    let key = key(name);
    ["local", "localdomain", "internal", "intern", "lan", "corp", "home", "arpa", "invalid"]
        .iter()
        .any(|top| key.rsplit('.').next() == Some(top))
}

/// The domain that an organisation registers, as far as a name tells it: `mail.example.co.uk` is of `example.co.uk`.
///
/// A heuristic: the last two labels, or three below a two-letter code whose second level is a usual one.
pub(crate) fn domain(name: &str) -> Option<String> {
    if !is_full(name) {
        return None;
    }
    let key = key(name);
    let mut labels = key.rsplit('.');
    let (top, second) = (labels.next()?, labels.next()?);
    match labels.next() {
        Some(third) if top.len() == 2 && SECOND_LEVEL.contains(&second) => Some(format!("{third}.{second}.{top}")),
        _ => Some(format!("{second}.{top}")),
    }
}

/// The domain of an address, or of the first address in a list of them.
pub(super) fn domain_of_mailbox(text: &str) -> Option<&str> {
    let text = match (text.rfind('<'), text.rfind('>')) {
        (Some(open), Some(close)) if open < close => text.get(open + 1..close)?,
        _ => text,
    };
    let (_, domain) = text.split(',').next()?.rsplit_once('@')?;
    let domain = domain.split([' ', '>', ';', ')', '"', '\t']).next()?;
    is_full(domain).then_some(domain)
}

/// Whether a short name is the first label of a full one, or the two are the same.
pub(super) fn same_host(one: &str, other: &str) -> bool {
    let (one, other) = (key(one), key(other));
    let short_of = |short: &str, full: &str| {
        !short.is_empty() && !short.contains(['.', ':']) && full.split('.').next() == Some(short)
    };
    one == other || short_of(&one, &other) || short_of(&other, &one) || same_label(&one, &other)
}

/// Whether two full names below one domain begin with the same label, and one so particular that it names a single host.
fn same_label(one: &str, other: &str) -> bool {
    let label = one.split('.').next().unwrap_or_default();
    label.len() >= 8
        && label.bytes().any(|byte| byte.is_ascii_digit())
        && other.split('.').next() == Some(label)
        && domain(one).is_some_and(|own| domain(other) == Some(own))
}

impl Mine {
    /// Whether a host of this name or address is the user's.
    #[must_use]
    pub fn holds(&self, name: Option<&str>, ip: Option<&str>) -> bool {
        let named = name.map(key).is_some_and(|name| {
            self.hosts.iter().any(|host| key(host) == name) || self.domains.iter().any(|domain| within(&name, domain))
        });
        let address = ip.and_then(address).or_else(|| name.and_then(address));
        named || address.is_some_and(|address| self.networks.iter().any(|network| in_network(address, network)))
    }
}

/// Whether a name is a domain or stands below it.
pub(crate) fn within(name: &str, domain: &str) -> bool {
    let domain = key(domain.trim().trim_start_matches("*.").trim_start_matches(['@', '.']));
    match name.strip_suffix(domain.as_str()) {
        Some(rest) => !domain.is_empty() && (rest.is_empty() || rest.ends_with('.')),
        None => false,
    }
}

/// Whether an address is in a network written as `192.0.2.0/24`, or is the address written alone.
fn in_network(address: IpAddr, network: &str) -> bool {
    let (base, length) = match network.split_once('/') {
        Some((base, length)) => (base, length.trim().parse::<u32>().ok()),
        None => (network, Some(128)),
    };
    let (Some(base), Some(length)) = (self::address(base), length) else { return false };
    let (left, right, bits) = match (address, base) {
        (IpAddr::V4(one), IpAddr::V4(other)) => (u128::from(u32::from(one)), u128::from(u32::from(other)), 32),
        (IpAddr::V6(one), IpAddr::V6(other)) => (u128::from(one), u128::from(other), 128),
        _ => return false,
    };
    // A lone address is a network of its own; IPv4 written as mapped into IPv6 counts 96 bits more.
    let length = if bits == 32 && length > 96 { length - 96 } else { length }.min(bits);
    length == 0 || (left ^ right) >> (bits - length) == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_what_an_organisation_registers() {
        assert_eq!(domain("mail.example.com").as_deref(), Some("example.com"));
        assert_eq!(domain("MX1.Example.CO.UK.").as_deref(), Some("example.co.uk"));
        assert_eq!(domain("example.com.au").as_deref(), Some("example.com.au"));
        assert_eq!(domain("co.uk").as_deref(), Some("co.uk"));
        assert_eq!(domain("mail"), None);
        assert_eq!(domain("[192.0.2.1]"), None);
    }

    #[test]
    fn addresses_reach_as_far_as_their_ranges_do() {
        let reach_of = |text| reach(address(text).unwrap());
        assert_eq!(reach_of("127.0.0.1"), Reach::Loopback);
        assert_eq!(reach_of("[IPv6:::1]"), Reach::Loopback);
        assert_eq!(reach_of("10.0.0.1"), Reach::Private);
        assert_eq!(reach_of("100.64.0.1"), Reach::Shared);
        assert_eq!(reach_of("100.128.0.1"), Reach::Public);
        assert_eq!(reach_of("fd00::1"), Reach::Private);
        assert_eq!(reach_of("2002:a05:6402::1"), Reach::Private);
        assert_eq!(reach_of("::ffff:192.0.2.1"), Reach::Public);
    }

    #[test]
    fn mine_are_domains_hosts_and_networks() {
        let mine = Mine {
            domains: vec!["example.com".into()],
            hosts: vec!["mx.example.net".into()],
            networks: vec!["192.0.2.0/25".into(), "2001:db8::/32".into(), "198.51.100.7".into()],
        };
        assert!(mine.holds(Some("mail.Example.com"), None));
        assert!(!mine.holds(Some("mail.badexample.com"), None));
        assert!(mine.holds(Some("mx.example.net"), None));
        assert!(mine.holds(None, Some("192.0.2.127")));
        assert!(!mine.holds(None, Some("192.0.2.128")));
        assert!(mine.holds(None, Some("2001:db8:1::5")));
        assert!(mine.holds(None, Some("198.51.100.7")));
        assert!(!mine.holds(None, Some("198.51.100.8")));
        let mapped = Mine { networks: vec!["::ffff:192.0.2.0/120".into()], ..Mine::default() };
        assert!(mapped.holds(None, Some("192.0.2.200")));
    }

    #[test]
    fn a_short_name_is_its_full_name() {
        assert!(same_host("mx1", "MX1.example.com"));
        assert!(!same_host("mx1", "mx12.example.com"));
        assert!(!same_host("", ".example.com"));
        assert!(same_host("mta0042fe.eu.example.com", "mta0042fe.mail.example.com"));
        assert!(!same_host("mx1.eu.example.com", "mx1.us.example.com"));
    }

    #[test]
    fn the_domain_of_a_mailbox_is_found_in_usual_forms() {
        assert_eq!(domain_of_mailbox("Ann <ann@example.com>"), Some("example.com"));
        assert_eq!(domain_of_mailbox("ann@example.com, bob@example.net"), Some("example.com"));
        assert_eq!(domain_of_mailbox("undisclosed recipients:;"), None);
    }
}
