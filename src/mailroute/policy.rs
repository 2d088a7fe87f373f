//! What a domain publishes about its mail, read as far as one record tells.

/// An SPF record, read by itself: what it includes is not followed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spf {
    /// Terms that make a receiver ask DNS: `include`, `a`, `mx`, `ptr`, `exists`, `redirect` (RFC 7208 section 4.6.4).
    pub lookups: usize,
    /// The qualifier of `all`: `+`, `-`, `~` or `?`; absent where there is none.
    pub all: Option<char>,
    /// Where the record sends the receiver in its place.
    pub redirect: Option<String>,
    /// The domains whose records count as well.
    pub includes: Vec<String>,
    /// Whether it uses `ptr`, which should not be used (RFC 7208 section 5.5).
    pub ptr: bool,
    /// Terms that no receiver understands: they spoil the whole record.
    pub unknown: Vec<String>,
}

impl Spf {
    /// Reads a record that begins with `v=spf1`.
    #[must_use]
    pub fn read(record: &str) -> Self {
        let mut spf = Self::default();
        for term in record.split_ascii_whitespace().skip(1) {
            if let Some((name, value)) = term.split_once('=')
                && !name.contains([':', '/'])
            {
                if name.eq_ignore_ascii_case("redirect") {
                    spf.lookups += 1;
                    spf.redirect = Some(value.to_owned());
                }
                continue;
            }
            let (qualifier, mechanism) = match term.strip_prefix(['+', '-', '~', '?']) {
                Some(rest) => (term.chars().next().unwrap_or('+'), rest),
                None => ('+', term),
            };
            let name = mechanism.split([':', '/']).next().unwrap_or_default().to_ascii_lowercase();
            let value = mechanism.split_once(':').map_or("", |(_, value)| value);
            match name.as_str() {
                "all" => spf.all = spf.all.or(Some(qualifier)),
                "include" => {
                    spf.lookups += 1;
                    spf.includes.push(value.to_owned());
                }
                "a" | "mx" | "exists" => spf.lookups += 1,
                "ptr" => {
                    spf.lookups += 1;
                    spf.ptr = true;
                }
                "ip4" | "ip6" => {}
                _ => spf.unknown.push(term.to_owned()),
            }
        }
        spf
    }

    /// What it asks for at its end, in words.
    #[must_use]
    pub fn words(&self) -> String {
        let rest = match (self.all, &self.redirect) {
            (Some('-'), _) => "mail from anywhere else fails the check".to_owned(),
            (Some('~'), _) => {
                "mail from anywhere else is suspect, and usually accepted with a mark (softfail)".to_owned()
            }
            (Some('?'), _) => "of mail from anywhere else it says nothing (neutral)".to_owned(),
            (Some(_), _) => "mail from anywhere else passes the check".to_owned(),
            (None, Some(target)) => format!("the record of {target} is read in its place"),
            (None, None) => "of mail from anywhere else it says nothing, as it has no all".to_owned(),
        };
        let included = match self.includes.len() {
            0 => String::new(),
            _ => format!(" The records of {} count as well.", self.includes.join(", ")),
        };
        format!("It lists the hosts that send for the domain; {rest}.{included}")
    }
}

/// A DMARC record (RFC 9989 section 4.7).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Dmarc {
    /// What to do with mail that fails: `none`, `quarantine`, `reject`.
    pub policy: Option<String>,
    /// The same for subdomains, where it differs.
    pub subdomains: Option<String>,
    /// Where aggregate reports go.
    pub reports: Option<String>,
}

impl Dmarc {
    /// Reads a record that begins with `v=DMARC1`.
    #[must_use]
    pub fn read(record: &str) -> Self {
        let mut dmarc = Self::default();
        for tag in record.split(';').skip(1) {
            let Some((name, value)) = tag.split_once('=') else { continue };
            let value = value.trim();
            match name.trim().to_ascii_lowercase().as_str() {
                "p" => dmarc.policy = Some(value.to_ascii_lowercase()),
                "sp" => dmarc.subdomains = Some(value.to_ascii_lowercase()),
                "rua" => dmarc.reports = Some(value.to_owned()),
                _ => {}
            }
        }
        dmarc
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_spf_record_is_counted_and_understood() {
        let spf = Spf::read(
            "v=spf1 ip4:192.0.2.0/24 a mx:example.org/24 include:_spf.example.net ptr exists:%{i}.x.example -all",
        );
        assert_eq!(spf.lookups, 5);
        assert_eq!(spf.all, Some('-'));
        assert_eq!(spf.includes, ["_spf.example.net"]);
        assert!(spf.ptr);
        assert!(spf.unknown.is_empty());
        assert_eq!(Spf::read("v=spf1 all").all, Some('+'));
        assert_eq!(
            Spf::read("v=spf1 redirect=_spf.example.com exp=why.example.com").redirect.as_deref(),
            Some("_spf.example.com")
        );
        assert_eq!(Spf::read("v=spf1 ipv4:192.0.2.1 ~all").unknown, ["ipv4:192.0.2.1"]);
    }

    #[test]
    fn a_dmarc_record_tells_its_policy() {
        let dmarc = Dmarc::read("v=DMARC1; p=Reject ; sp=none; rua=mailto:d@example.com");
        assert_eq!(dmarc.policy.as_deref(), Some("reject"));
        assert_eq!(dmarc.subdomains.as_deref(), Some("none"));
        assert_eq!(Dmarc::read("v=DMARC1").policy, None);
    }
}
