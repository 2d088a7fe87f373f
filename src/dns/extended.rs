//! Extended DNS errors: what a resolver adds to say why (RFC 8914).

use serde::Serialize;

/// The most characters of a resolver's own text that are kept.
const TEXT: usize = 300;

/// One extended error.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ExtendedError {
    /// The code (RFC 8914 section 4, and the registry that it opened).
    pub code: u16,
    /// The resolver's own words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub text: String,
}

impl ExtendedError {
    /// Reads the data of an EDNS option 15 (RFC 8914 section 2); none where it is too short.
    #[must_use]
    pub fn read(data: &[u8]) -> Option<Self> {
        let (code, text) = data.split_first_chunk::<2>()?;
        let text = String::from_utf8_lossy(text);
        let text = text.chars().filter(|letter| !letter.is_control()).take(TEXT).collect();
        Some(Self { code: u16::from_be_bytes(*code), text })
    }

    /// The code's registered name, and what it means.
    #[must_use]
    pub fn meaning(&self) -> (&'static str, &'static str) {
        match self.code {
            0 => ("Other Error", "the resolver gives no known reason"),
            1 => ("Unsupported DNSKEY Algorithm", "the zone is signed in a way that the resolver does not know"),
            2 => (
                "Unsupported DS Digest Type",
                "the zone's delegation is signed in a way that the resolver does not know",
            ),
            3 => ("Stale Answer", "the zone's servers could not be reached, so this is an old answer"),
            4 => ("Forged Answer", "the resolver put this answer in place of the real one, by its own policy"),
            5 => ("DNSSEC Indeterminate", "whether the signatures are right cannot be told"),
            6 => ("DNSSEC Bogus", "the zone's signatures are wrong"),
            7 => ("Signature Expired", "the zone's signatures have expired"),
            8 => ("Signature Not Yet Valid", "the zone's signatures are not valid yet"),
            9 => ("DNSKEY Missing", "the zone lacks the key that its parent announces"),
            10 => ("RRSIGs Missing", "the zone should be signed, and signatures are missing"),
            11 => ("No Zone Key Bit Set", "the zone's key is not marked as one"),
            12 => ("NSEC Missing", "the proof that there is no such record is missing"),
            13 => ("Cached Error", "the resolver remembers an earlier failure"),
            14 => ("Not Ready", "the resolver is still starting"),
            15 => ("Blocked", "the resolver's operator blocks this name"),
            16 => ("Censored", "the resolver's operator was told by others to block this name"),
            17 => ("Filtered", "the resolver blocks this name because its user asked for a filter"),
            18 => ("Prohibited", "the resolver does not serve this client"),
            19 => (
                "Stale NXDOMAIN Answer",
                "the zone's servers could not be reached; an old answer says that there is no such name",
            ),
            20 => ("Not Authoritative", "the server asked is not responsible for this name"),
            21 => ("Not Supported", "the resolver does not do this"),
            22 => ("No Reachable Authority", "none of the zone's name servers could be reached"),
            23 => ("Network Error", "the network failed between the resolver and the zone's name servers"),
            24 => ("Invalid Data", "the zone's name servers answered with something invalid"),
            25 => ("Signature Expired before Valid", "the zone's signatures end before they begin"),
            26 => ("Too Early", "the question came in a way that could be replayed"),
            27 => {
                ("Unsupported NSEC3 Iterations Value", "the zone is signed in a way that the resolver finds too costly")
            }
            28 => ("Unable to conform to policy", "the resolver could not follow its own policy"),
            29 => ("Synthesized", "the resolver made this answer from others that it had"),
            _ => ("unknown code", "the resolver gives a reason that is not known here"),
        }
    }

    /// Whether it says that DNSSEC failed: the zone's own fault, as a rule.
    #[must_use]
    pub fn is_dnssec(&self) -> bool {
        matches!(self.code, 1 | 2 | 5..=12 | 25 | 27)
    }

    /// Whether it says that the zone's name servers did not answer, or not rightly.
    #[must_use]
    pub fn is_authority(&self) -> bool {
        matches!(self.code, 20 | 22..=24)
    }

    /// Whether the resolver's own policy stands in the way.
    #[must_use]
    pub fn is_policy(&self) -> bool {
        matches!(self.code, 4 | 15..=18)
    }

    /// In words, with the resolver's own in quotation marks.
    #[must_use]
    pub fn words(&self) -> String {
        let (name, meaning) = self.meaning();
        if self.text.is_empty() {
            format!("{meaning} (extended error {}, {name})", self.code)
        } else {
            format!("{meaning} (extended error {}, {name}: \"{}\")", self.code, self.text)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_resolvers_words_are_kept_and_tamed() {
        let error = ExtendedError::read(b"\x00\x16no reply\x1b[31m\x00").unwrap();
        assert_eq!(error.code, 22);
        assert_eq!(error.text, "no reply[31m");
        assert!(error.words().starts_with("none of the zone's name servers could be reached"));
        assert_eq!(ExtendedError::read(b"\x00"), None);
        let long = [&[0, 0][..], &[b'x'; 4000]].concat();
        assert_eq!(ExtendedError::read(&long).unwrap().text.len(), TEXT);
    }
}
