//! DNS as text: what dig, host, nslookup, drill, kdig, Resolve-DnsName and DNS over HTTPS in JSON print, and lines of a zone.
//!
//! A file a program. What is read is "as of this output": what it does not show is not known, and not missing.

mod findings;
mod host;
mod json;
mod nslookup;
mod powershell;
mod presentation;
mod short;
mod zone;

pub(crate) use findings::explain;

use serde::Serialize;

use crate::finding::{Finding, Span, Verdict};

/// How many records are kept.
const MOST_SHOWN_RECORDS: usize = 20_000;

/// A record as a tool printed it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct TextRecord {
    /// Its owner, as printed; completed by the origin in a zone; empty where the output does not say.
    pub name: String,
    /// Its type: `MX`.
    #[serde(rename = "type")]
    pub kind: String,
    /// Its TTL in seconds, where it is printed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ttl: Option<u32>,
    /// Its data in presentation form (RFC 1035 section 5.1).
    pub data: String,
    /// The section of the answer that it stands in, where that is not the answer itself: `authority`, `additional`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// Its lines.
    pub span: Span,
}

impl TextRecord {
    /// Name, TTL, type and data, as the cells of a row.
    #[must_use]
    pub fn row(&self) -> [String; 4] {
        let ttl = self.ttl.map(|ttl| ttl.to_string()).unwrap_or_default();
        [self.name.clone(), ttl, self.kind.clone(), self.data.clone()]
    }

    /// Whether it is part of the answer itself.
    #[must_use]
    pub fn is_answer(&self) -> bool {
        self.section.is_none()
    }
}

/// One question, and what came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
pub struct Asked {
    /// The name, where the output tells it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The type.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// `NOERROR`, `NODATA` (the name exists, and has no such record), `NXDOMAIN`, `SERVFAIL`, `REFUSED`, `TIMEOUT` and the other
    /// RCODEs by their names; none where the output does not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Which server answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub server: Option<String>,
}

/// The output of a DNS tool as a whole; its records stand in the report's `records`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DnsOutput {
    /// What printed it: `dig`.
    pub form: String,
    /// The questions that it shows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub questions: Vec<Asked>,
    /// Lines of a zone that could not be read, with the reason.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<String>,
}

/// Everything there is to say of DNS as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DnsReading {
    /// The output as a whole.
    pub output: DnsOutput,
    /// Its records.
    pub records: Vec<TextRecord>,
    /// What follows from them.
    pub findings: Vec<Finding>,
    /// One sentence to read out.
    pub headline: String,
    /// What to show beside it.
    pub verdict: Verdict,
    /// Whether it has a whole zone: a zone file or a transfer.
    pub is_zone: bool,
    /// Whether the tool names itself in what it prints.
    pub is_sure: bool,
}

/// What a reader found.
#[derive(Debug, Default)]
struct Found {
    records: Vec<TextRecord>,
    questions: Vec<Asked>,
    errors: Vec<String>,
    /// Where a status stands.
    status_at: Vec<Span>,
}

impl Found {
    fn push(&mut self, record: TextRecord) {
        if self.records.len() < MOST_SHOWN_RECORDS {
            self.records.push(record);
        }
    }

    /// Notes the status of the question under way.
    fn status(&mut self, status: &str, at: Span) {
        let last = match self.questions.last_mut() {
            Some(last) if last.status.is_none() => last,
            _ => {
                self.questions.push(Asked::default());
                let Some(last) = self.questions.last_mut() else { return };
                last
            }
        };
        last.status = Some(status.to_owned());
        self.status_at.push(at);
    }

    fn is_empty(&self) -> bool {
        self.records.is_empty() && self.questions.iter().all(|asked| asked.status.is_none())
    }
}

/// A reader: what it is called, and what it makes of a text; nothing where that is something else.
type Form = (&'static str, fn(&str) -> Option<Found>);

/// The readers, those first whose outputs name themselves.
const FORMS: [Form; 7] = [
    ("dig, drill or kdig", presentation::read),
    ("DNS in JSON", json::read),
    ("host", host::read),
    ("nslookup", nslookup::read),
    ("Resolve-DnsName", powershell::read),
    ("zone file", zone::read),
    ("dig +short", short::read),
];

/// Reads an input as DNS output or lines of a zone; nothing where it is something else. Takes time linear in it.
#[must_use]
pub fn reading(clean: &[u8]) -> Option<DnsReading> {
    let text = String::from_utf8_lossy(clean);
    let (form, mut found) = FORMS
        .iter()
        .find_map(|(name, read)| (read)(&text).filter(|found| !found.is_empty()).map(|found| (*name, found)))?;
    // Places count in the bytes; where some are no UTF-8 they are not known one by one.
    if text.len() != clean.len() {
        let whole = Span::new(0, clean.len());
        found.records.iter_mut().for_each(|record| record.span = whole);
        found.status_at.clear();
    }
    Some(findings::of(form, found))
}

/// The lines of a text, with their places.
fn lines(text: &str) -> impl Iterator<Item = (&str, Span)> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        let shown = line.trim_end();
        (shown, Span::new(start, start + shown.len()))
    })
}

/// Whether a word can be a name as tools print it: of letters, digits and what stands in service names, with a dot or a final one.
fn is_name(word: &str) -> bool {
    let plain = |byte: u8| {
        byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_' | b'*' | b'\\' | b'/') || !byte.is_ascii()
    };
    !word.is_empty() && word.len() <= 1_000 && word.contains('.') && word.bytes().all(plain)
}

/// Names of record types that mail people meet, and those of RFC 3597: `TYPE65280`.
fn is_type(word: &str) -> bool {
    const TYPES: [&str; 49] = [
        "A",
        "AAAA",
        "NS",
        "MX",
        "TXT",
        "CNAME",
        "SOA",
        "PTR",
        "SRV",
        "CAA",
        "TLSA",
        "DS",
        "DNSKEY",
        "RRSIG",
        "NSEC",
        "NSEC3",
        "NSEC3PARAM",
        "DNAME",
        "SPF",
        "NAPTR",
        "SSHFP",
        "LOC",
        "HINFO",
        "RP",
        "SVCB",
        "HTTPS",
        "CDS",
        "CDNSKEY",
        "OPENPGPKEY",
        "SMIMEA",
        "URI",
        "KX",
        "CERT",
        "AFDB",
        "X25",
        "ISDN",
        "RT",
        "NSAP",
        "NSAP-PTR",
        "PX",
        "WKS",
        "MB",
        "MG",
        "MR",
        "MINFO",
        "APL",
        "DLV",
        "EUI48",
        "EUI64",
    ];
    TYPES.iter().any(|known| known.eq_ignore_ascii_case(word))
        || word.get(..4).is_some_and(|head| head.eq_ignore_ascii_case("TYPE"))
            && word.len() > 4
            && word.get(4..).is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// An RCODE by its number, where a tool prints that.
fn rcode(number: u64) -> String {
    match number {
        0 => "NOERROR",
        1 => "FORMERR",
        2 => "SERVFAIL",
        3 => "NXDOMAIN",
        4 => "NOTIMP",
        5 => "REFUSED",
        _ => return format!("RCODE{number}"),
    }
    .to_owned()
}
