//! Domain names as DNS carries them: labels of at most 63 octets, 253 characters in all (RFC 1035 section 2.3.4).

use std::fmt;
use std::net::IpAddr;

use serde::Serialize;

use super::idn;

/// The most octets a label can have.
const LABEL: usize = 63;

/// The most octets a name takes in a message: a length before each label, and the root's empty one.
const WIRE: usize = 255;

/// A domain name in the form that zone files use: lower case, without the final dot, unusual octets as `\046` or `\.`.
///
/// Upper and lower case are the same name (RFC 4343), so one form is kept. The root is written `.`.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(try_from = "String", into = "String")]
pub struct Name(String);

/// Why a text is not a domain name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NameError {
    /// There is nothing, or only dots.
    Empty,
    /// Two dots stand side by side, or one stands first.
    EmptyLabel,
    /// A label has more than 63 octets.
    LongLabel(String),
    /// The whole name has more than 253 characters.
    Long(usize),
    /// A `\` is followed by what cannot follow it.
    Escape,
    /// A character that a host name cannot have and that IDNA does not map to one.
    Character(String),
}

impl fmt::Display for NameError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("there is no name"),
            Self::EmptyLabel => f.write_str("there is nothing between two dots"),
            Self::LongLabel(label) => {
                let shown: String = label.chars().take(20).collect();
                write!(f, "the part that begins {shown} has {} octets, and 63 is the most", label.len())
            }
            Self::Long(length) => write!(f, "the name takes {length} octets, and 255 with its lengths is the most"),
            Self::Escape => f.write_str("a backslash is followed by what cannot follow it"),
            Self::Character(text) => write!(f, "{text} has a character that a domain name cannot have"),
        }
    }
}

impl std::error::Error for NameError {}

impl Name {
    /// The root, above every other name.
    pub const ROOT: Self = Self(String::new());

    /// Reads a name in zone-file form, with or without the final dot; `.` is the root.
    ///
    /// Characters beyond ASCII are taken as the octets of UTF-8; [`Subject::read`](super::Subject::read) applies IDNA.
    ///
    /// # Errors
    ///
    /// When the text breaks a limit of RFC 1035, or has an empty label.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        if text == "." {
            return Ok(Self::ROOT);
        }
        if text.is_empty() {
            return Err(NameError::Empty);
        }
        let mut labels: Vec<Vec<u8>> = vec![Vec::new()];
        let mut bytes = text.bytes();
        while let Some(byte) = bytes.next() {
            let octet = match byte {
                b'.' => {
                    labels.push(Vec::new());
                    continue;
                }
                b'\\' => escaped(&mut bytes)?,
                byte => byte,
            };
            if let Some(label) = labels.last_mut() {
                label.push(octet);
            }
        }
        if labels.len() > 1 && labels.last().is_some_and(Vec::is_empty) {
            labels.pop();
        }
        Self::from_labels(labels.iter().map(Vec::as_slice))
    }

    /// A name of raw labels, the leftmost first.
    ///
    /// # Errors
    ///
    /// When a label is empty or too long, or all of them are.
    pub fn from_labels<'a>(labels: impl IntoIterator<Item = &'a [u8]>) -> Result<Self, NameError> {
        let mut text = String::new();
        let mut wire = 1_usize;
        for label in labels {
            if label.is_empty() {
                return Err(NameError::EmptyLabel);
            }
            if label.len() > LABEL {
                return Err(NameError::LongLabel(String::from_utf8_lossy(label).into_owned()));
            }
            wire = wire.saturating_add(label.len()).saturating_add(1);
            if !text.is_empty() {
                text.push('.');
            }
            for &octet in label {
                match octet {
                    b'.' | b'\\' | b'"' | b';' | b'(' | b')' => {
                        text.push('\\');
                        text.push(char::from(octet));
                    }
                    0x21..=0x7e => text.push(char::from(octet.to_ascii_lowercase())),
                    octet => text.push_str(&format!("\\{octet:03}")),
                }
            }
        }
        if wire > WIRE { Err(NameError::Long(wire)) } else { Ok(Self(text)) }
    }

    /// The name under which an address is looked up in reverse (RFC 1035 section 3.5, RFC 3596 section 2.5).
    #[must_use]
    pub fn reverse(address: IpAddr) -> Self {
        Self(match address {
            IpAddr::V4(v4) => {
                let [a, b, c, d] = v4.octets();
                format!("{d}.{c}.{b}.{a}.in-addr.arpa")
            }
            IpAddr::V6(v6) => {
                let mut text = String::with_capacity(72);
                for octet in v6.octets().iter().rev() {
                    text.push_str(&format!("{:x}.{:x}.", octet & 15, octet >> 4));
                }
                text.push_str("ip6.arpa");
                text
            }
        })
    }

    /// The address that a reverse name stands for; none for a part of one.
    #[must_use]
    pub fn reversed_address(&self) -> Option<IpAddr> {
        if let Some(rest) = self.0.strip_suffix(".in-addr.arpa") {
            let octets: Vec<u8> = rest.split('.').rev().map(str::parse).collect::<Result<_, _>>().ok()?;
            return Some(IpAddr::from(<[u8; 4]>::try_from(octets).ok()?));
        }
        let nibbles: Vec<u8> = self
            .0
            .strip_suffix(".ip6.arpa")?
            .split('.')
            .rev()
            .map(|nibble| u8::from_str_radix(nibble, 16).ok().filter(|value| *value < 16 && nibble.len() == 1))
            .collect::<Option<_>>()?;
        let octets: Vec<u8> = nibbles.as_chunks::<2>().0.iter().map(|[high, low]| high << 4 | low).collect();
        (nibbles.len() == 32).then(|| <[u8; 16]>::try_from(octets).ok().map(IpAddr::from)).flatten()
    }

    /// The text without a final dot; empty for the root.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it is the root.
    #[must_use]
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }

    /// Its labels as written, the leftmost first; none for the root.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        let mut rest = self.0.as_str();
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let (label, after) = split(rest);
            rest = after;
            Some(label)
        })
    }

    /// Its labels as octets, the leftmost first.
    #[must_use]
    pub fn octets(&self) -> Vec<Vec<u8>> {
        self.labels()
            .map(|label| {
                let mut octets = Vec::with_capacity(label.len());
                let mut bytes = label.bytes();
                while let Some(byte) = bytes.next() {
                    octets.push(if byte == b'\\' { escaped(&mut bytes).unwrap_or(b'\\') } else { byte });
                }
                octets
            })
            .collect()
    }

    /// The name with its first label taken away; none for the root.
    #[must_use]
    pub fn parent(&self) -> Option<Self> {
        (!self.is_root()).then(|| Self(split(&self.0).1.to_owned()))
    }

    /// Itself and every name above it, the root last.
    pub fn ancestors(&self) -> impl Iterator<Item = Self> {
        std::iter::successors(Some(self.clone()), Self::parent)
    }

    /// Whether it is `above` or lies below it.
    #[must_use]
    pub fn is_within(&self, above: &Self) -> bool {
        above.is_root()
            || self.0 == above.0
            || self.0.strip_suffix(above.as_str()).is_some_and(|rest| {
                rest.strip_suffix('.').is_some_and(|rest| {
                    // A dot behind an odd number of backslashes belongs to a label.
                    rest.bytes().rev().take_while(|byte| *byte == b'\\').count() % 2 == 0
                })
            })
    }

    /// A name one label below this one.
    ///
    /// # Errors
    ///
    /// When the result would be too long.
    pub fn child(&self, label: &str) -> Result<Self, NameError> {
        if self.is_root() { Self::parse(label) } else { Self::parse(&format!("{label}.{}", self.0)) }
    }

    /// The form a reader of the language knows (`müller.example`); none where that is the same text.
    #[must_use]
    pub fn unicode(&self) -> Option<String> {
        idn::to_unicode(&self.0)
    }

    /// The name with its Unicode form beside it, where it has one.
    #[must_use]
    pub fn shown(&self) -> String {
        match self.unicode() {
            Some(unicode) => format!("{self} ({unicode})"),
            None => self.to_string(),
        }
    }
}

/// The octet behind a backslash: three digits, or the octet itself.
fn escaped(bytes: &mut impl Iterator<Item = u8>) -> Result<u8, NameError> {
    let first = bytes.next().ok_or(NameError::Escape)?;
    if !first.is_ascii_digit() {
        return Ok(first);
    }
    let mut value = u16::from(first - b'0');
    for _ in 0..2 {
        let digit = bytes.next().filter(u8::is_ascii_digit).ok_or(NameError::Escape)?;
        value = value * 10 + u16::from(digit - b'0');
    }
    u8::try_from(value).map_err(|_| NameError::Escape)
}

/// The first label and what stands behind its dot.
fn split(text: &str) -> (&str, &str) {
    let mut escape = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escape => escape = false,
            b'\\' => escape = true,
            b'.' => {
                return (text.get(..at).unwrap_or_default(), text.get(at + 1..).unwrap_or_default());
            }
            _ => {}
        }
    }
    (text, "")
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_root() { "." } else { &self.0 })
    }
}

impl TryFrom<String> for Name {
    type Error = NameError;

    fn try_from(text: String) -> Result<Self, NameError> {
        Self::parse(&text)
    }
}

impl From<Name> for String {
    fn from(name: Name) -> Self {
        name.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Name {
        Name::parse(text).unwrap()
    }

    #[test]
    fn case_and_final_dot_make_no_other_name() {
        assert_eq!(name("MX.Example.COM."), name("mx.example.com"));
        assert_eq!(name("."), Name::ROOT);
        assert_eq!(Name::ROOT.to_string(), ".");
    }

    #[test]
    fn limits_of_length_hold() {
        assert_eq!(Name::parse(&"a".repeat(63)).map(|name| name.as_str().len()), Ok(63));
        assert!(matches!(Name::parse(&"a".repeat(64)), Err(NameError::LongLabel(_))));
        let longest = format!("{0}.{0}.{0}.{1}", "a".repeat(63), "b".repeat(61));
        assert_eq!(longest.len(), 253);
        assert!(Name::parse(&longest).is_ok());
        assert!(matches!(Name::parse(&format!("{longest}b")), Err(NameError::Long(256))));
        assert_eq!(Name::parse("a..b"), Err(NameError::EmptyLabel));
        assert_eq!(Name::parse(""), Err(NameError::Empty));
    }

    #[test]
    fn a_dot_within_a_label_is_no_border() {
        let odd = name(r"a\.b.example");
        assert_eq!(odd.labels().collect::<Vec<_>>(), [r"a\.b", "example"]);
        assert_eq!(odd.octets(), [b"a.b".to_vec(), b"example".to_vec()]);
        assert_eq!(name(r"a\046b.example"), odd);
        assert!(!odd.is_within(&name("b.example")));
        assert!(odd.is_within(&name("example")));
        assert_eq!(Name::parse(r"a\25"), Err(NameError::Escape));
    }

    #[test]
    fn ancestors_end_at_the_root() {
        let up: Vec<String> = name("mx.example.com").ancestors().map(String::from).collect();
        assert_eq!(up, ["mx.example.com", "example.com", "com", "."]);
        assert!(!name("badexample.com").is_within(&name("example.com")));
    }

    #[test]
    fn an_address_and_its_reverse_name_belong_together() {
        let v4: IpAddr = "192.0.2.1".parse().unwrap();
        assert_eq!(Name::reverse(v4), name("1.2.0.192.in-addr.arpa"));
        assert_eq!(Name::reverse(v4).reversed_address(), Some(v4));
        let v6: IpAddr = "2001:db8::1".parse().unwrap();
        assert_eq!(Name::reverse(v6), name("1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa"));
        assert_eq!(Name::reverse(v6).reversed_address(), Some(v6));
        assert_eq!(name("2.0.192.in-addr.arpa").reversed_address(), None);
    }

    #[test]
    fn an_international_name_is_shown_in_both_forms() {
        assert_eq!(name("xn--mller-kva.example").shown(), "xn--mller-kva.example (müller.example)");
        assert_eq!(name("mx.example").unicode(), None);
    }
}
