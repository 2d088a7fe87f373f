//! What is asked: a name and a type of record.

use std::fmt;

use serde::Serialize;

use super::Name;

macro_rules! types {
    ($($(#[$doc:meta])* $name:ident = $number:literal $text:literal,)*) => {
        /// A type of DNS record.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum RecordType {
            $($(#[$doc])* $name,)*
            /// Any other, by its number (RFC 3597).
            Other(u16),
        }

        impl From<u16> for RecordType {
            fn from(number: u16) -> Self {
                match number {
                    $($number => Self::$name,)*
                    number => Self::Other(number),
                }
            }
        }

        impl RecordType {
            /// Its number in a message.
            #[must_use]
            pub fn number(self) -> u16 {
                match self {
                    $(Self::$name => $number,)*
                    Self::Other(number) => number,
                }
            }

            /// Reads its name, in any case, or `TYPE65280`.
            #[must_use]
            pub fn parse(text: &str) -> Option<Self> {
                $(if text.eq_ignore_ascii_case($text) { return Some(Self::$name); })*
                let (head, number) = text.split_at_checked(4)?;
                if head.eq_ignore_ascii_case("TYPE") { number.parse::<u16>().ok().map(Self::from) } else { None }
            }
        }

        impl fmt::Display for RecordType {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                match self {
                    $(Self::$name => f.write_str($text),)*
                    Self::Other(number) => write!(f, "TYPE{number}"),
                }
            }
        }
    };
}

types! {
    /// An IPv4 address.
    A = 1 "A",
    /// A name server of a zone.
    Ns = 2 "NS",
    /// Another name for this one.
    Cname = 5 "CNAME",
    /// The start of a zone.
    Soa = 6 "SOA",
    /// The name of an address.
    Ptr = 12 "PTR",
    /// A mail exchange.
    Mx = 15 "MX",
    /// Text.
    Txt = 16 "TXT",
    /// An IPv6 address.
    Aaaa = 28 "AAAA",
    /// A server for a service (RFC 2782).
    Srv = 33 "SRV",
    /// Another name for every name below this one (RFC 6672).
    Dname = 39 "DNAME",
    /// The key of a signed zone's child (RFC 4034).
    Ds = 43 "DS",
    /// A signature (RFC 4034).
    Rrsig = 46 "RRSIG",
    /// A certificate's mark (RFC 6698).
    Tlsa = 52 "TLSA",
}

impl Serialize for RecordType {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// One question: class IN, as all of mail's are.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Question {
    /// The name asked for.
    pub name: Name,
    /// The type of record asked for.
    #[serde(rename = "type")]
    pub kind: RecordType,
}

impl Question {
    /// Asks for the records of a type at a name.
    #[must_use]
    pub fn new(name: Name, kind: RecordType) -> Self {
        Self { name, kind }
    }
}

impl fmt::Display for Question {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.name, self.kind)
    }
}
