//! MTA-STS (RFC 8461): the record at `_mta-sts.domain` says that there is a policy on TLS, and the file at
//! `https://mta-sts.domain/.well-known/mta-sts.txt` is that policy.

use serde::Serialize;

use super::tags::TagList;
use super::{Fault, Part};
use crate::finding::Span;

/// The record, read by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Record {
    /// Changes with each change of the policy.
    pub id: Option<String>,
    /// Its parts, explained.
    pub parts: Vec<Part>,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
}

impl Record {
    /// Reads a record's text.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let list = TagList::read(text, 0);
        let mut record = Self::default();
        if list.tags.first().is_none_or(|tag| tag.name != "v" || tag.value != "STSv1") {
            record.faults.push(Fault::problem("It does not begin with v=STSv1.", Span::default()));
        }
        record.id = list.value("id").map(str::to_owned);
        let is_id = |id: &str| (1..=32).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
        if record.id.as_deref().is_none_or(|id| !is_id(id)) {
            let span = list.get("id").map_or(Span::default(), |tag| tag.span);
            record.faults.push(Fault::problem("id= must be 1 to 32 letters and digits.", span));
        }
        for tag in &list.tags {
            let meaning = match tag.name.as_str() {
                "v" => "The record's version: there is an MTA-STS policy.".to_owned(),
                "id" => "The policy's mark: senders fetch the policy again when it changes.".to_owned(),
                _ => "A tag that senders ignore.".to_owned(),
            };
            record.parts.push(Part { text: format!("{}={}", tag.name, tag.value), meaning, span: tag.span });
        }
        record
    }
}

/// What senders do when TLS does not hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Mode {
    /// They do not deliver.
    Enforce,
    /// They deliver, and report.
    Testing,
    /// There is no policy any more.
    None,
}

/// The policy file, read by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Policy {
    /// What senders do when TLS does not hold.
    pub mode: Option<Mode>,
    /// The mail servers that may be delivered to: names, or `*.` and a name.
    pub mx: Vec<String>,
    /// For how many seconds senders keep the policy.
    pub max_age: Option<u64>,
    /// Its lines, explained.
    pub parts: Vec<Part>,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
}

/// Whether a text is a policy file.
#[must_use]
pub fn is_policy(text: &str) -> bool {
    let mut lines = text.lines().take(10).filter_map(|line| line.split_once(':'));
    lines.any(|(key, value)| key.trim() == "version" && value.trim() == "STSv1")
}

/// The longest time that a policy may be kept: a year (RFC 8461 section 3.2).
const YEAR: u64 = 31_557_600;

/// The most lines that are read.
const MOST: usize = 1_000;

impl Policy {
    /// Reads the file's text.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let mut policy = Self::default();
        let mut has_version = false;
        let mut at = 0;
        for line in text.split_inclusive('\n').take(MOST) {
            let span = Span::new(at, at + line.trim_end().len());
            at += line.len();
            let line = line.trim();
            if line.is_empty() {
                continue;
            }
            let Some((key, value)) = line.split_once(':') else {
                policy.faults.push(Fault::problem("A line is no key and value with a colon between.", span));
                continue;
            };
            let value = value.trim();
            let meaning = match key.trim() {
                "version" => {
                    has_version = value == "STSv1";
                    "The version of the policy.".to_owned()
                }
                "mode" => policy.mode(value, span),
                "mx" => policy.server(value, span),
                "max_age" => policy.age(value, span),
                _ => "A key that senders ignore.".to_owned(),
            };
            policy.parts.push(Part { text: line.to_owned(), meaning, span });
        }
        let mut lacks = |what: &str| policy.faults.push(Fault::problem(what, Span::default()));
        if !has_version {
            lacks("There is no line \"version: STSv1\".");
        }
        if policy.mode.is_none() {
            lacks("There is no mode that is understood.");
        }
        if policy.max_age.is_none() {
            lacks("There is no max_age that is understood.");
        }
        if policy.mx.is_empty() && matches!(policy.mode, Some(Mode::Enforce | Mode::Testing)) {
            lacks("There is no mx, so no server of the domain fits the policy.");
        }
        policy
    }

    fn mode(&mut self, value: &str, span: Span) -> String {
        self.mode = match value {
            "enforce" => Some(Mode::Enforce),
            "testing" => Some(Mode::Testing),
            "none" => Some(Mode::None),
            _ => None,
        };
        match self.mode {
            Some(Mode::Enforce) => "Senders do not deliver where TLS does not hold.".to_owned(),
            Some(Mode::Testing) => "Senders deliver where TLS does not hold, and report it.".to_owned(),
            Some(Mode::None) => "The domain has no policy any more.".to_owned(),
            None => {
                self.faults.push(Fault::problem("The mode is none of enforce, testing and none.", span));
                "Not understood.".to_owned()
            }
        }
    }

    fn server(&mut self, value: &str, span: Span) -> String {
        let name = value.strip_prefix("*.").unwrap_or(value);
        if name.contains('*') || !name.contains('.') || crate::dns::Name::parse(name).is_err() {
            self.faults.push(Fault::problem(format!("{value} is no name of a server."), span));
        }
        self.mx.push(value.to_ascii_lowercase());
        match value.strip_prefix("*.") {
            Some(name) => format!("A server one label below {name} may take the mail."),
            None => format!("The server {value} may take the mail."),
        }
    }

    fn age(&mut self, value: &str, span: Span) -> String {
        self.max_age = value.parse().ok().filter(|_| value.bytes().all(|byte| byte.is_ascii_digit()));
        match self.max_age {
            None => {
                self.faults.push(Fault::problem("max_age is no number of seconds.", span));
                "Not understood.".to_owned()
            }
            Some(seconds) => {
                if seconds > YEAR {
                    self.faults.push(Fault::problem(format!("max_age may be {YEAR} at most."), span));
                } else if seconds < 86_400 && self.mode != Some(Mode::None) {
                    self.faults.push(Fault::warning("max_age is less than a day, which protects little.", span));
                }
                format!("Senders keep the policy for {seconds} seconds.")
            }
        }
    }

    /// Whether a mail server fits the policy: a star stands for exactly one label (RFC 8461 section 4.1).
    #[must_use]
    pub fn allows(&self, server: &str) -> bool {
        let server = server.trim_end_matches('.').to_ascii_lowercase();
        self.mx.iter().any(|pattern| match pattern.strip_prefix("*.") {
            Some(name) => server.split_once('.').is_some_and(|(first, rest)| !first.is_empty() && rest == name),
            None => *pattern == server,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_file_is_read() {
        let policy = Policy::read(
            "version: STSv1\r\nmode: enforce\r\nmx: mx.example.com\r\nmx: *.mail.example.com\r\nmax_age: 604800\r\n",
        );
        assert_eq!(policy.mode, Some(Mode::Enforce));
        assert!(policy.faults.is_empty(), "{:?}", policy.faults);
        assert!(policy.allows("MX.example.com.") && policy.allows("a.mail.example.com"));
        assert!(!policy.allows("a.b.mail.example.com") && !policy.allows("mail.example.com"));
    }

    #[test]
    fn what_spoils_a_policy_is_said() {
        for text in [
            "",
            "version: STSv1\nmode: enforce\nmax_age: 1",
            "mode: none\nmax_age: 86400",
            "version: STSv1\nmode: on\nmx: a.example\nmax_age: 86400",
            "version: STSv1\nmode: none\nmax_age: -1",
        ] {
            assert!(!Policy::read(text).faults.is_empty(), "{text}");
        }
    }

    #[test]
    fn a_record_needs_an_id() {
        assert!(Record::read("v=STSv1; id=20260101T000000;").faults.is_empty());
        assert!(!Record::read("v=STSv1; id=2026-01-01").faults.is_empty());
        assert!(!Record::read("v=STSv1").faults.is_empty());
    }
}
