//! Zones in the page: names whose mail route can be walked without asking anybody.

use backstamp::dns::zone::Zones;
use backstamp::dns::{Name, Subject, Target};

/// A name to walk, and what it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Example {
    /// As somebody would type it.
    pub typed: &'static str,
    /// What it shows.
    pub about: &'static str,
}

/// The names that are offered.
pub const EXAMPLES: [Example; 8] = [
    Example { typed: "shop.example", about: "In order: two hosts, and a backup elsewhere." },
    Example { typed: "orders@news.shop.example", about: "A subdomain, which inherits nothing." },
    Example { typed: "office.example", about: "An alias, a lost host, a private address." },
    Example { typed: "old.example", about: "No MX record: the address takes the mail." },
    Example { typed: "quiet.example", about: "The null MX: no mail, please." },
    Example { typed: "lost.example", about: "Nobody answers for it." },
    Example { typed: "müller.example", about: "Letters beyond ASCII." },
    Example { typed: "192.0.2.99", about: "An address whose name does not lead back." },
];

/// The zones.
pub fn zones() -> Zones {
    let zones = Zones::parse(include_str!("examples.zone")).unwrap_or_default();
    // Signed, so that the certificate's mark counts.
    match Name::parse("shop.example") {
        Ok(name) => zones.signed(name),
        Err(_) => zones,
    }
}

/// Whether the example zones hold the name or address: all names under `example`, which nobody can register
/// (RFC 6761 section 6.5), and the documentation network 192.0.2.0/24 (RFC 5737).
pub fn hold(subject: &Subject) -> bool {
    match &subject.target {
        Target::Domain(name) => name.labels().last() == Some("example"),
        Target::Address(std::net::IpAddr::V4(ip)) => ip.octets().starts_with(&[192, 0, 2]),
        Target::Address(std::net::IpAddr::V6(_)) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use backstamp::mailroute::{Options, Walk, walk};

    fn walked(typed: &str) -> Walk {
        assert!(Zones::parse(include_str!("examples.zone")).is_ok());
        pollster::block_on(walk(Subject::read(typed).unwrap(), &zones(), &Options::default()))
    }

    #[test]
    fn each_example_shows_what_it_is_offered_for() {
        let ids: Vec<Vec<String>> = EXAMPLES
            .iter()
            .map(|example| walked(example.typed).findings.iter().map(|finding| finding.id.to_string()).collect())
            .collect();
        let shows = [
            vec!["mailroute.exchanges", "mailroute.dane", "mailroute.spf", "mailroute.dmarc"],
            vec!["mailroute.no-route", "mailroute.subdomain"],
            vec!["mailroute.mx-alias", "mailroute.mx-missing", "mailroute.mx-private", "mailroute.spf-open"],
            vec!["mailroute.implicit-mx", "mailroute.belief-name", "mailroute.belief-sending"],
            vec!["mailroute.null-mx"],
            vec!["mailroute.no-answer"],
            vec!["mailroute.exchanges", "mailroute.belief-store"],
            vec!["mailroute.address-unconfirmed"],
        ];
        for ((example, ids), shows) in EXAMPLES.iter().zip(&ids).zip(shows) {
            for id in shows {
                assert!(ids.iter().any(|found| found == id), "{}: {id} is not among {ids:?}", example.typed);
            }
        }
    }

    #[test]
    fn the_example_in_order_has_no_fault() {
        let walk = walked("shop.example");
        assert_eq!(walk.marks, []);
    }

    #[test]
    fn the_examples_answer_for_their_own_names_alone() {
        for example in EXAMPLES {
            assert!(hold(&Subject::read(example.typed).unwrap()), "{}", example.typed);
        }
        for real in ["example.com", "shop.example.org", "example", "198.51.100.7", "2001:db8::1"] {
            let subject = Subject::read(real);
            assert!(!subject.is_ok_and(|subject| hold(&subject)) || real == "example", "{real}");
        }
    }
}
