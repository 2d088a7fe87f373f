//! A forgotten final dot in a zone file: a name without one is relative, and gets the origin added (RFC 1034 section 3.1).

use super::Name;

/// Labels that end the names of hosts elsewhere, and are seldom a label within a zone. Those of countries are left out:
/// `mx.de.shop.example` can be a host in Germany.
const TOP: [&str; 6] = ["com", "net", "org", "info", "biz", "arpa"];

/// How a name looks like one whose final dot was forgotten.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Forgotten {
    /// It ends in the zone's name twice: `mail.shop.example.shop.example`. Holds the name that was meant.
    Doubled(Name),
    /// A full name of another domain has the zone's name behind it: `mx.provider.com.shop.example`. Holds that full name.
    Foreign(Name),
}

impl Forgotten {
    /// The name that was probably meant.
    pub(crate) fn meant(&self) -> &Name {
        let (Self::Doubled(name) | Self::Foreign(name)) = self;
        name
    }
}

/// What a name in a zone was meant to be, where it looks as if its final dot was forgotten. The name's form alone proves nothing:
/// ask first whether it exists.
pub(crate) fn forgotten(name: &Name, zone: &Name) -> Option<Forgotten> {
    if zone.is_root() || name == zone || !name.is_within(zone) {
        return None;
    }
    let meant = Name::parse(name.as_str().strip_suffix(zone.as_str())?.strip_suffix('.')?).ok()?;
    // A single label, as in `com.com`, is no domain that somebody wrote in full.
    if zone.labels().count() > 1 && meant.is_within(zone) {
        return Some(Forgotten::Doubled(meant));
    }
    let is_full = meant.labels().count() > 2 && meant.labels().last().is_some_and(|label| TOP.contains(&label));
    is_full.then_some(Forgotten::Foreign(meant))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str, zone: &str) -> Option<Forgotten> {
        forgotten(&Name::parse(name).unwrap(), &Name::parse(zone).unwrap())
    }

    #[test]
    fn a_zone_written_twice_and_a_full_name_of_another_domain_are_seen() {
        let meant = Name::parse("mail.shop.example").unwrap();
        assert_eq!(of("mail.shop.example.shop.example", "shop.example"), Some(Forgotten::Doubled(meant)));
        let provider = Name::parse("mx1.provider.com").unwrap();
        assert_eq!(of("mx1.provider.com.shop.example", "shop.example"), Some(Forgotten::Foreign(provider)));
    }

    #[test]
    fn names_within_the_zone_stay_what_they_are() {
        for name in
            ["shop.example", "mail.shop.example", "mx.de.shop.example", "mx.com.shop.example", "mail.other.example"]
        {
            assert_eq!(of(name, "shop.example"), None, "{name}");
        }
        assert_eq!(of("com.com", "com"), None);
    }
}
