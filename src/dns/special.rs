//! Names that mean nothing in the public DNS, or that only say what one's own network holds: asking for them leaks.

use std::net::IpAddr;

use serde::Serialize;

use super::Name;
use crate::finding::{Reference, Standard};

/// Why a name should not be sent to a public resolver.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Special {
    /// `localhost`: the machine itself (RFC 6761 section 6.3).
    Localhost,
    /// `local`: answered by multicast on the link (RFC 6762).
    Multicast,
    /// `internal`: reserved for private use.
    Internal,
    /// Names that private networks use though nobody reserved them: `lan`, `corp`, `home`.
    Private,
    /// `home.arpa`: a home network (RFC 8375).
    Home,
    /// `test`: reserved for testing (RFC 6761 section 6.2).
    Test,
    /// `invalid`: never exists (RFC 6761 section 6.4).
    Invalid,
    /// `onion`: a Tor service (RFC 7686).
    Onion,
    /// `alt`: not DNS at all (RFC 9476).
    Alt,
    /// The reverse name of an address that no public zone holds (RFC 6761 section 6.1, RFC 6303).
    PrivateReverse,
    /// One label alone: completed by a search list, if at all.
    SingleLabel,
}

/// Top names that private networks use, though the root does not hold them.
const UNRESERVED: [&str; 9] =
    ["lan", "corp", "home", "localdomain", "intranet", "private", "intern", "domain", "workgroup"];

impl Special {
    /// What makes `name` special; none for an ordinary one.
    ///
    /// `example`, `example.com` and their like are ordinary here: they are answered, and tell nothing.
    #[must_use]
    pub fn of(name: &Name) -> Option<Self> {
        let mut labels: Vec<&str> = name.labels().collect();
        let single = labels.len() == 1;
        let top = labels.pop()?;
        let second = labels.pop();
        match top {
            "localhost" => Some(Self::Localhost),
            "local" => Some(Self::Multicast),
            "internal" => Some(Self::Internal),
            "test" => Some(Self::Test),
            "invalid" => Some(Self::Invalid),
            "onion" => Some(Self::Onion),
            "alt" => Some(Self::Alt),
            "arpa" if second == Some("home") => Some(Self::Home),
            "arpa" if is_private_reverse(name) => Some(Self::PrivateReverse),
            top if UNRESERVED.contains(&top) => Some(Self::Private),
            _ if single => Some(Self::SingleLabel),
            _ => None,
        }
    }

    /// Why it is kept back, in a sentence.
    #[must_use]
    pub fn why(self) -> &'static str {
        match self {
            Self::Localhost => "It means the machine that asks, so no resolver has an answer worth having.",
            Self::Multicast => "Names under .local are answered within the local network, never by the public DNS.",
            Self::Internal => "Names under .internal are reserved for private networks: the public DNS has none.",
            Self::Private => "No public zone has this ending: it is a name of a private network.",
            Self::Home => "Names under home.arpa belong to one home network: the public DNS has none.",
            Self::Test => "Names under .test are reserved for testing: the public DNS has none.",
            Self::Invalid => "Names under .invalid never exist.",
            Self::Onion => "Names under .onion are found by Tor, not by DNS.",
            Self::Alt => "Names under .alt are not DNS names.",
            Self::PrivateReverse => "It is the reverse name of an address that means something only within a network.",
            Self::SingleLabel => {
                "One word alone is completed by the searching machine: it is no public mail domain as a rule."
            }
        }
    }

    /// The standard that sets it apart.
    #[must_use]
    pub fn reference(self) -> Option<Reference> {
        Some(match self {
            Self::Localhost => Standard::SpecialNames.section("6.3"),
            Self::Test => Standard::SpecialNames.section("6.2"),
            Self::Invalid => Standard::SpecialNames.section("6.4"),
            Self::PrivateReverse => Standard::LocalZones.section("4"),
            Self::Multicast => Standard::MulticastDns.section("3"),
            Self::Home => Standard::HomeArpa.section(""),
            Self::Onion => Standard::Onion.section("2"),
            Self::Alt => Standard::Alt.section(""),
            Self::Internal | Self::Private | Self::SingleLabel => return None,
        })
    }
}

/// The reverse names of fc00::/7 and fe80::/10.
const PRIVATE_V6: [&str; 6] =
    [".c.f.ip6.arpa", ".d.f.ip6.arpa", ".8.e.f.ip6.arpa", ".9.e.f.ip6.arpa", ".a.e.f.ip6.arpa", ".b.e.f.ip6.arpa"];

/// Whether the name lies in a reverse zone of addresses that the public does not share.
fn is_private_reverse(name: &Name) -> bool {
    if let Some(address) = name.reversed_address() {
        return !is_public(address);
    }
    // A part of a reverse name: judged by the first address it covers, if that much is told.
    let text = format!(".{name}");
    if PRIVATE_V6.iter().any(|part| text.ends_with(part)) {
        return true;
    }
    let mut octets = name.as_str().strip_suffix(".in-addr.arpa").into_iter().flat_map(|rest| rest.rsplit('.'));
    let first = octets.next().and_then(|octet| octet.parse::<u8>().ok());
    let second = octets.next().and_then(|octet| octet.parse::<u8>().ok());
    matches!((first, second), (Some(10 | 127), _) | (Some(192), Some(168)) | (Some(169), Some(254)))
        || matches!((first, second), (Some(172), Some(16..=31)) | (Some(100), Some(64..=127)))
}

/// Whether an address can be reached from anywhere: no private, shared, link-local, loopback or multicast one.
#[must_use]
pub fn is_public(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => {
            let [first, second, ..] = v4.octets();
            !(v4.is_private()
                || v4.is_loopback()
                || v4.is_link_local()
                || v4.is_multicast()
                || v4.is_broadcast()
                || first == 0
                || first >= 240
                || (first == 100 && (64..128).contains(&second)))
        }
        IpAddr::V6(v6) => {
            let [first, second, ..] = v6.octets();
            !(v6.is_loopback()
                || v6.is_unspecified()
                || v6.is_multicast()
                || first & 0xfe == 0xfc
                || (first == 0xfe && second & 0xc0 >= 0x80))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<Special> {
        Special::of(&Name::parse(text).unwrap())
    }

    #[test]
    fn names_that_would_leak_are_known() {
        assert_eq!(of("printer.local"), Some(Special::Multicast));
        assert_eq!(of("mail.corp.internal"), Some(Special::Internal));
        assert_eq!(of("expyuzz4wqqyqhjn.onion"), Some(Special::Onion));
        assert_eq!(of("nas.home.arpa"), Some(Special::Home));
        assert_eq!(of("mx.test"), Some(Special::Test));
        assert_eq!(of("4.3.2.10.in-addr.arpa"), Some(Special::PrivateReverse));
        assert_eq!(of("16.172.in-addr.arpa"), Some(Special::PrivateReverse));
        for part in ["d.f.ip6.arpa", "0.0.c.f.ip6.arpa", "8.e.f.ip6.arpa", "0.b.e.f.ip6.arpa"] {
            assert_eq!(of(part), Some(Special::PrivateReverse), "{part}");
        }
        assert_eq!(Special::of(&Name::reverse("fd00::1".parse().unwrap())), Some(Special::PrivateReverse));
        assert_eq!(of("mailserver"), Some(Special::SingleLabel));
    }

    #[test]
    fn public_names_are_not_held_back() {
        assert_eq!(of("example.com"), None);
        assert_eq!(of("1.2.0.192.in-addr.arpa"), None);
        assert_eq!(of("local.example.com"), None);
        assert_eq!(of("32.172.in-addr.arpa"), None);
        for part in ["8.b.d.0.1.0.0.2.ip6.arpa", "e.f.ip6.arpa", "7.e.f.ip6.arpa", "f.ip6.arpa", "d.f.example.com"] {
            assert_eq!(of(part), None, "{part}");
        }
    }
}
