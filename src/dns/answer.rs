//! What came of a question: the outcomes that must never look alike, and the records.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use serde::Serialize;

use super::{ExtendedError, Name, Question, RecordType};

/// The start of a zone (RFC 1035 section 3.3.13). Times are in seconds.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Soa {
    /// The server that holds the original.
    pub primary: Name,
    /// The mailbox of whoever is responsible, with its `@` as the first dot.
    pub responsible: Name,
    /// Grows with each change.
    pub serial: u32,
    /// How often the other servers look for a change.
    pub refresh: u32,
    /// How soon they look again after a failure.
    pub retry: u32,
    /// How long they answer without having reached the original.
    pub expire: u32,
    /// How long "there is none" may be remembered (RFC 2308 section 4).
    pub minimum: u32,
}

/// What a record says.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Data {
    /// An IPv4 address.
    A(Ipv4Addr),
    /// An IPv6 address.
    Aaaa(Ipv6Addr),
    /// A name server.
    Ns(Name),
    /// The name that this one stands for.
    Cname(Name),
    /// The name that everything below stands under.
    Dname(Name),
    /// The start of a zone.
    Soa(Soa),
    /// The name of an address.
    Ptr(Name),
    /// A mail exchange; the lowest preference is tried first.
    Mx {
        /// Lower is preferred.
        preference: u16,
        /// The host's name.
        exchange: Name,
    },
    /// Character strings, as they stand in the record.
    Txt(Vec<String>),
    /// A server for a service (RFC 2782).
    Srv {
        /// Lower is tried first.
        priority: u16,
        /// The share among those of equal priority.
        weight: u16,
        /// The port.
        port: u16,
        /// The host's name.
        target: Name,
    },
    /// A certificate's mark (RFC 6698 section 2.1).
    Tlsa {
        /// How the certificate is to be trusted: 0 to 3.
        usage: u8,
        /// What is matched: 0 the certificate, 1 its key.
        selector: u8,
        /// How: 0 whole, 1 SHA-256, 2 SHA-512.
        matching: u8,
        /// The data, in hexadecimal digits.
        data: String,
    },
    /// Any other, in hexadecimal digits (RFC 3597 section 5).
    Other(String),
}

impl fmt::Display for Data {
    /// As a zone file has it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::A(address) => address.fmt(f),
            Self::Aaaa(address) => address.fmt(f),
            Self::Ns(name) | Self::Cname(name) | Self::Dname(name) | Self::Ptr(name) => full(name, f),
            Self::Soa(soa) => {
                full(&soa.primary, f)?;
                f.write_str(" ")?;
                full(&soa.responsible, f)?;
                write!(f, " {} {} {} {} {}", soa.serial, soa.refresh, soa.retry, soa.expire, soa.minimum)
            }
            Self::Mx { preference, exchange } => {
                write!(f, "{preference} ")?;
                full(exchange, f)
            }
            Self::Txt(strings) => {
                for (at, string) in strings.iter().enumerate() {
                    let string = string.replace('\\', "\\\\").replace('"', "\\\"");
                    write!(f, "{}\"{string}\"", if at == 0 { "" } else { " " })?;
                }
                Ok(())
            }
            Self::Srv { priority, weight, port, target } => {
                write!(f, "{priority} {weight} {port} ")?;
                full(target, f)
            }
            Self::Tlsa { usage, selector, matching, data } => write!(f, "{usage} {selector} {matching} {data}"),
            Self::Other(hex) => write!(f, "\\# {} {hex}", hex.len() / 2),
        }
    }
}

/// A name with its final dot, as zone files want it.
fn full(name: &Name, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(name.as_str())?;
    f.write_str(".")
}

/// One record.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Record {
    /// Whose it is.
    pub name: Name,
    /// Its type.
    #[serde(rename = "type")]
    pub kind: RecordType,
    /// For how many seconds it may be remembered; a resolver counts down what is left.
    pub ttl: u32,
    /// What it says.
    pub data: Data,
}

impl fmt::Display for Record {
    /// As `dig` prints it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        full(&self.name, f)?;
        write!(f, "\t{}\tIN\t{}\t{}", self.ttl, self.kind, self.data)
    }
}

/// How one name leads to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum AliasKind {
    /// A CNAME record at the name.
    Cname,
    /// A DNAME record above the name (RFC 6672).
    Dname,
}

/// One step from a name to another.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Alias {
    /// The name that leads on.
    pub from: Name,
    /// Where it leads.
    pub to: Name,
    /// By which record.
    pub kind: AliasKind,
    /// For how many seconds that may be remembered.
    pub ttl: u32,
}

/// What a resolver that answered had to say.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Answer {
    /// The records asked for; they belong to the last name of the chain.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub records: Vec<Record>,
    /// The aliases between the name asked for and the one that was looked at in the end.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub chain: Vec<Alias>,
    /// The start of the zone that said "there is none".
    #[serde(skip_serializing_if = "Option::is_none")]
    pub soa: Option<Record>,
    /// Whether the resolver says that it checked the signatures (the AD bit, RFC 4035 section 3.2.3).
    pub authenticated: bool,
    /// What the resolver added in words (RFC 8914).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ExtendedError>,
}

impl Answer {
    /// The name that was looked at in the end, after all aliases.
    #[must_use]
    pub fn end<'a>(&'a self, asked: &'a Name) -> &'a Name {
        self.chain.last().map_or(asked, |alias| &alias.to)
    }

    /// For how many seconds all of it may be remembered: the least TTL, or for "there is none" the lesser of the
    /// SOA's TTL and its minimum (RFC 2308 section 5). None where no record tells.
    #[must_use]
    pub fn ttl(&self) -> Option<u32> {
        let negative = match &self.soa {
            Some(Record { ttl, data: Data::Soa(soa), .. }) if self.records.is_empty() => Some((*ttl).min(soa.minimum)),
            _ => None,
        };
        let positive = self.records.iter().map(|record| record.ttl);
        positive.chain(self.chain.iter().map(|alias| alias.ttl)).chain(negative).min()
    }
}

/// A response code other than "no error" and "no such name" (RFC 1035 section 4.1.1, RFC 6895 section 2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct Rcode(pub u16);

impl Rcode {
    /// The server could not answer.
    pub const SERVFAIL: Self = Self(2);
    /// The server does not want to answer.
    pub const REFUSED: Self = Self(5);

    /// What it means, in a sentence's part: "the resolver could not …".
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self.0 {
            1 => "the resolver did not understand the question",
            2 => "the resolver tried and could not get an answer",
            4 => "the resolver does not do this kind of question",
            5 => "the resolver refused to answer",
            9 => "the server asked is not responsible for the zone",
            16 => "the resolver does not know this version of EDNS",
            _ => "the resolver reported an error",
        }
    }
}

impl fmt::Display for Rcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            0 => "NOERROR",
            1 => "FORMERR",
            2 => "SERVFAIL",
            3 => "NXDOMAIN",
            4 => "NOTIMP",
            5 => "REFUSED",
            6 => "YXDOMAIN",
            9 => "NOTAUTH",
            16 => "BADVERS",
            23 => "BADCOOKIE",
            other => return write!(f, "RCODE{other}"),
        })
    }
}

/// What kept a question from leaving, or its answer from being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Barrier {
    /// The page's own policy does not allow this address.
    Policy,
    /// The browser says that it is offline.
    Offline,
    /// The settings allow no questions at all.
    NoNetwork,
    /// The name is private, and the user did not insist.
    PrivateName,
    /// The walk had asked as many questions as it may.
    TooMany,
    /// The browser gives no reason: no connection, a filter, or a resolver that does not let pages read its answers.
    Unknown,
}

impl Barrier {
    /// In words.
    #[must_use]
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Policy => "this page does not allow requests to that address",
            Self::Offline => "the browser is offline",
            Self::NoNetwork => "the settings allow no questions",
            Self::PrivateName => "the name is a private one, so it was not sent",
            Self::TooMany => "the walk stops after a fixed number of questions",
            Self::Unknown => {
                "the browser could not reach the resolver or was not allowed to read its answer, and does not say which"
            }
        }
    }
}

/// What came of a question.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "camelCase", tag = "outcome")]
pub enum Outcome {
    /// There are such records.
    Records(Answer),
    /// The name exists, and has no record of this type.
    NoSuchType(Answer),
    /// The name, or the one that an alias leads to, does not exist.
    NoSuchName(Answer),
    /// The aliases lead in a circle, or further than anyone follows.
    AliasLoop(Answer),
    /// The resolver answered that it has no answer.
    Failed {
        /// Its code.
        rcode: Rcode,
        /// What it added in words.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        errors: Vec<ExtendedError>,
    },
    /// What came back is no DNS message.
    Malformed {
        /// What is wrong with it.
        why: String,
    },
    /// What came back answers something else.
    AnotherQuestion {
        /// What it answers.
        answered: String,
    },
    /// The answer was cut off.
    Truncated,
    /// No answer in time.
    Timeout,
    /// The question did not leave, or its answer could not be read.
    Blocked {
        /// By what.
        by: Barrier,
    },
    /// The resolver's web server answered with an error.
    HttpError {
        /// The HTTP status.
        status: u16,
    },
    /// The resolver's web server answered with something that does not claim to be DNS.
    WrongContentType {
        /// What it claims to be; empty for nothing.
        found: String,
    },
}

impl Outcome {
    /// What the resolver said, where it answered the question, be it with "there is none".
    #[must_use]
    pub fn answer(&self) -> Option<&Answer> {
        match self {
            Self::Records(answer) | Self::NoSuchType(answer) | Self::NoSuchName(answer) | Self::AliasLoop(answer) => {
                Some(answer)
            }
            _ => None,
        }
    }

    /// The records asked for; none for every other outcome.
    #[must_use]
    pub fn records(&self) -> &[Record] {
        match self {
            Self::Records(answer) => &answer.records,
            _ => &[],
        }
    }

    /// Whether it is known that there are no such records.
    #[must_use]
    pub fn is_none(&self) -> bool {
        matches!(self, Self::NoSuchType(_) | Self::NoSuchName(_))
    }

    /// Whether the question stays open: neither records nor "there is none".
    #[must_use]
    pub fn is_unknown(&self) -> bool {
        self.answer().is_none()
    }

    /// Whether asking the same again, or another resolver, may give an answer.
    #[must_use]
    pub fn may_pass(&self) -> bool {
        match self {
            Self::Timeout | Self::Truncated | Self::HttpError { .. } | Self::Malformed { .. } => true,
            Self::AnotherQuestion { .. } | Self::WrongContentType { .. } => true,
            Self::Failed { .. } => true,
            Self::Blocked { by } => *by == Barrier::Unknown,
            _ => false,
        }
    }

    /// The words of the resolver that came with the answer.
    #[must_use]
    pub fn errors(&self) -> &[ExtendedError] {
        match self {
            Self::Failed { errors, .. } => errors,
            outcome => outcome.answer().map_or(&[], |answer| &answer.errors),
        }
    }

    /// The outcome in a few plain words, for a table: "2 records", "no such name".
    #[must_use]
    pub fn words(&self, question: &Question) -> String {
        let through = |answer: &Answer| match answer.chain.last() {
            Some(alias) => format!(", by way of {}", alias.to),
            None => String::new(),
        };
        let mut text = match self {
            Self::Records(answer) => {
                let count = answer.records.len();
                format!("{count} {}{}", if count == 1 { "record" } else { "records" }, through(answer))
            }
            Self::NoSuchType(answer) => format!("the name has no {} record{}", question.kind, through(answer)),
            Self::NoSuchName(answer) if answer.chain.is_empty() => "no such name".to_owned(),
            Self::NoSuchName(answer) => format!("leads to {}, and there is no such name", answer.end(&question.name)),
            Self::AliasLoop(_) => "aliases that lead in a circle or too far".to_owned(),
            Self::Failed { rcode, .. } => format!("{rcode}: {}", rcode.meaning()),
            Self::Malformed { why } => format!("an answer that cannot be read: {why}"),
            Self::AnotherQuestion { answered } => format!("an answer to another question: {answered}"),
            Self::Truncated => "an answer that was cut off".to_owned(),
            Self::Timeout => "no answer in time".to_owned(),
            Self::Blocked { by: Barrier::Unknown } => format!("no answer: {}", Barrier::Unknown.meaning()),
            Self::Blocked { by } => format!("not asked: {}", by.meaning()),
            Self::HttpError { status } => format!("the resolver's web server answered with HTTP status {status}"),
            Self::WrongContentType { found } if found.is_empty() => "the answer is not marked as DNS".to_owned(),
            Self::WrongContentType { found } => format!("the answer is marked as {found}, not as DNS"),
        };
        for error in self.errors() {
            text.push_str(&format!("; {}", error.words()));
        }
        text
    }
}
