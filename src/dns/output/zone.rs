//! Lines of a zone, and other records in presentation form (RFC 1035 section 5.1): read one by one, so that a line that cannot
//! be read hides no other.

use super::{Asked, Found, TextRecord, is_type, lines};
use crate::finding::Span;

/// How long an entry is at most, in words, and how many lines it may go on in brackets.
const MOST_WORDS: usize = 2_000;
/// How long a line of one is at most, in bytes: the data of a record have 65,535 octets at most (RFC 1035 section 3.2.1), each of
/// which may be written as `\DDD`.
const LONGEST: usize = 300_000;

/// One word of an entry.
#[derive(Debug, Clone, Default)]
pub(super) struct Word {
    /// As written, without the quotation marks around it.
    text: String,
    quoted: bool,
}

/// A line, or several that brackets join.
#[derive(Debug, Clone, Default)]
pub(super) struct Entry {
    words: Vec<Word>,
    /// Whether it begins with white space: then its owner is the one before.
    indented: bool,
    pub span: Span,
    error: Option<&'static str>,
}

/// Joins lines to entries.
#[derive(Default)]
pub(super) struct Entries {
    open: Option<Entry>,
    depth: usize,
    in_quotes: bool,
}

impl Entries {
    /// Whether an entry goes on.
    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// Takes in a line, and gives the entry that ends with it.
    pub(super) fn line(&mut self, line: &str, span: Span) -> Option<Entry> {
        let entry = self.open.get_or_insert_with(|| Entry {
            indented: line.starts_with([' ', '\t']),
            span,
            ..Entry::default()
        });
        entry.span.end = span.end;
        if line.len() > LONGEST {
            entry.error = Some("it is longer than any record");
        }
        let mut letters = line.get(..line.floor_char_boundary(LONGEST)).unwrap_or_default().chars().peekable();
        if self.in_quotes
            && let Some(last) = entry.words.last_mut()
        {
            last.text.push('\n');
        }
        while let Some(letter) = letters.next() {
            if entry.words.len() > MOST_WORDS {
                break;
            }
            if self.in_quotes {
                let Some(last) = entry.words.last_mut() else { break };
                match letter {
                    '"' => self.in_quotes = false,
                    '\\' => {
                        last.text.push(letter);
                        last.text.extend(letters.next());
                    }
                    _ => last.text.push(letter),
                }
                continue;
            }
            match letter {
                ';' => break,
                '(' => self.depth += 1,
                ')' => self.depth = self.depth.saturating_sub(1),
                '"' => {
                    self.in_quotes = true;
                    entry.words.push(Word { text: String::new(), quoted: true });
                }
                letter if letter.is_whitespace() => {}
                letter => {
                    let mut word = String::from(letter);
                    if letter == '\\' {
                        word.extend(letters.next());
                    }
                    while let Some(next) =
                        letters.next_if(|next| !next.is_whitespace() && !matches!(next, ';' | '(' | ')' | '"'))
                    {
                        word.push(next);
                        if next == '\\' {
                            word.extend(letters.next());
                        }
                    }
                    entry.words.push(Word { text: word, quoted: false });
                }
            }
        }
        let is_long = entry.words.len() > MOST_WORDS;
        if self.depth > 0 && !is_long || self.in_quotes && !is_long {
            return None;
        }
        (self.depth, self.in_quotes) = (0, false);
        self.open.take().filter(|entry| !entry.words.is_empty())
    }

    /// What was open at the end.
    fn rest(&mut self) -> Option<Entry> {
        let mut entry = self.open.take()?;
        entry.error = Some("a bracket or a quotation mark is not closed");
        Some(entry)
    }
}

/// What the lines before say: origin, TTL, owner.
#[derive(Default)]
pub(super) struct Zone {
    origin: String,
    ttl: Option<u32>,
    owner: Option<String>,
    /// Whether a directive was seen.
    has_directive: bool,
    last_ttl: Option<u32>,
    /// Whether a class was seen.
    has_class: bool,
}

impl Zone {
    /// Reads an entry; nothing where it is a directive.
    pub(super) fn entry(&mut self, entry: &Entry) -> Result<Option<TextRecord>, &'static str> {
        if let Some(error) = entry.error {
            return Err(error);
        }
        let first = entry.words.first().filter(|word| !word.quoted).map_or("", |word| word.text.as_str());
        let second = entry.words.get(1).map(|word| word.text.as_str());
        match first {
            "$ORIGIN" => {
                let origin = second.ok_or("$ORIGIN has no name")?;
                self.origin = self.absolute(origin);
                self.has_directive = true;
                return Ok(None);
            }
            "$TTL" => {
                self.ttl = Some(second.and_then(seconds).ok_or("the TTL is no number of seconds")?);
                self.has_directive = true;
                return Ok(None);
            }
            "$INCLUDE" | "$GENERATE" => {
                self.has_directive = true;
                return Err("this directive is not followed");
            }
            _ => {}
        }
        let mut words = entry.words.iter();
        let owner = if entry.indented {
            self.owner.clone().ok_or("there is no name for this record")?
        } else {
            let word = words.next().filter(|word| !word.quoted).ok_or("there is no name for this record")?;
            let owner = self.absolute(&word.text);
            self.owner = Some(owner.clone());
            owner
        };
        let mut ttl = None;
        let kind = loop {
            let word = words.next().filter(|word| !word.quoted).ok_or("there is no type")?;
            let text = word.text.as_str();
            if ["IN", "CH", "HS", "CLASS1"].iter().any(|class| class.eq_ignore_ascii_case(text)) {
                self.has_class = true;
                continue;
            }
            if is_type(text) {
                break text.to_ascii_uppercase();
            }
            ttl = Some(
                seconds(text).filter(|_| ttl.is_none()).ok_or("a word is neither a TTL nor a type that is known")?,
            );
        };
        let words: Vec<&Word> = words.collect();
        if words.is_empty() {
            return Err("the data are missing");
        }
        let data = self.data(&kind, &words)?;
        self.last_ttl = ttl.or(self.last_ttl);
        Ok(Some(TextRecord {
            name: owner,
            ttl: ttl.or(self.ttl).or(self.last_ttl),
            data,
            section: None,
            span: entry.span,
            kind,
        }))
    }

    fn absolute(&self, name: &str) -> String {
        match name {
            // Without an origin the name stays as it is written.
            "@" if self.origin.is_empty() => "@".to_owned(),
            "@" => self.origin.clone(),
            _ if name.ends_with('.') && !name.ends_with("\\.") => name.to_owned(),
            _ if self.origin.is_empty() => name.to_owned(),
            _ if self.origin == "." => format!("{name}."),
            _ => format!("{name}.{}", self.origin),
        }
    }

    /// The data with the names in them completed.
    fn data(&self, kind: &str, words: &[&Word]) -> Result<String, &'static str> {
        // RFC 3597 section 5: `\# 4 C0000201`
        let is_generic = words.first().is_some_and(|word| word.text == "\\#");
        let names: &[usize] = match kind {
            _ if is_generic => &[],
            "NS" | "CNAME" | "DNAME" | "PTR" | "MB" | "MG" | "MR" | "NSEC" | "NSAP-PTR" => &[0],
            "MX" | "AFDB" | "RT" | "KX" | "SVCB" | "HTTPS" => &[1],
            "SOA" | "RP" | "MINFO" => &[0, 1],
            "PX" => &[1, 2],
            "SRV" => &[3],
            "NAPTR" => &[5],
            "RRSIG" => &[7],
            _ => &[],
        };
        let least = match kind {
            _ if is_generic => 2,
            "MX" => 2,
            "SRV" | "TLSA" => 4,
            "SOA" => 7,
            "CAA" => 3,
            _ => 1,
        };
        if words.len() < least {
            return Err("something is missing at the end");
        }
        let is_number = |at: usize| words.get(at).is_some_and(|word| word.text.parse::<u16>().is_ok());
        let is_sound = match kind {
            _ if is_generic => true,
            "MX" => is_number(0),
            "SRV" => is_number(0) && is_number(1) && is_number(2),
            "A" => {
                words.len() == 1 && words.first().is_some_and(|word| word.text.parse::<std::net::Ipv4Addr>().is_ok())
            }
            "AAAA" => {
                words.len() == 1 && words.first().is_some_and(|word| word.text.parse::<std::net::Ipv6Addr>().is_ok())
            }
            _ => true,
        };
        if !is_sound {
            return Err("the data do not fit the type");
        }
        let is_text = matches!(kind, "TXT" | "SPF") && !is_generic;
        let mut out = String::new();
        // Hexadecimal and base64 data may be in pieces.
        let joined_from = match kind {
            _ if is_generic => 2,
            "TLSA" | "SMIMEA" | "DS" | "CDS" | "DLV" => 3,
            "SSHFP" => 2,
            "OPENPGPKEY" => 0,
            _ => usize::MAX,
        };
        for (at, word) in words.iter().enumerate() {
            if at > 0 && at <= joined_from {
                out.push(' ');
            }
            if is_text || word.quoted {
                out.push('"');
                out.push_str(&word.text);
                out.push('"');
            } else if names.contains(&at) {
                out.push_str(&self.absolute(&word.text));
            } else if kind == "SOA" && at >= 3 {
                let number = seconds(&word.text).ok_or("the times of an SOA are numbers of seconds")?;
                out.push_str(&number.to_string());
            } else if let Ok(address) = word.text.parse::<std::net::Ipv6Addr>()
                && kind == "AAAA"
            {
                out.push_str(&address.to_string());
            } else {
                out.push_str(&word.text);
            }
        }
        Ok(out)
    }
}

/// Seconds, plain or with units: `3600`, `1h30m`.
fn seconds(text: &str) -> Option<u32> {
    let (mut total, mut number, mut digits) = (0_u32, 0_u32, 0);
    for byte in text.bytes() {
        if byte.is_ascii_digit() {
            number = number.checked_mul(10)?.checked_add(u32::from(byte - b'0'))?;
            digits += 1;
            continue;
        }
        let unit = match byte.to_ascii_lowercase() {
            b's' => 1,
            b'm' => 60,
            b'h' => 3_600,
            b'd' => 86_400,
            b'w' => 604_800,
            _ => return None,
        };
        if digits == 0 {
            return None;
        }
        total = total.checked_add(number.checked_mul(unit)?)?;
        (number, digits) = (0, 0);
    }
    if text.is_empty() { None } else { total.checked_add(number) }
}

/// Lines of a zone: a directive, or records whose types are known.
pub(super) fn read(text: &str) -> Option<Found> {
    let mut found = Found::default();
    let mut zone = Zone::default();
    let mut entries = Entries::default();
    let (mut total, mut bad) = (0, 0);
    for (line, span) in lines(text) {
        // What named-checkzone says around the zone that it prints.
        if !entries.is_open() && (line.trim() == "OK" || line.starts_with("zone ") && line.contains("/IN: ")) {
            if line.trim() == "OK" {
                found.questions.push(Asked { status: Some("OK".to_owned()), ..Asked::default() });
            }
            continue;
        }
        let Some(entry) = entries.line(line, span) else { continue };
        total += 1;
        match zone.entry(&entry) {
            Ok(Some(record)) => found.push(record),
            Ok(None) => {}
            Err(why) => {
                bad += 1;
                if found.errors.len() < 20 {
                    found.errors.push(why.to_owned());
                }
            }
        }
        // A text of prose is found out early.
        if bad > 20 && bad * 2 > total {
            return None;
        }
    }
    if let Some(entry) = entries.rest() {
        total += 1;
        bad += 1;
        found.errors.extend(zone.entry(&entry).err().map(str::to_owned));
    }
    // Words such as "is" and "a" in prose can look like a class and a type: most lines must fit, and one must be unmistakable.
    let is_plain = |record: &TextRecord| {
        matches!(
            record.kind.as_str(),
            "MX" | "SOA" | "AAAA" | "SRV" | "CNAME" | "NS" | "TXT" | "PTR" | "CAA" | "TLSA" | "DNAME"
        ) && (record.ttl.is_some() || zone.has_class || record.kind != "TXT" && record.data.contains('.'))
            || record.kind == "A" && record.data.parse::<std::net::Ipv4Addr>().is_ok()
    };
    let is_sure = zone.has_directive || found.records.iter().any(is_plain);
    let most = bad * 3 <= total;
    (is_sure && (most || zone.has_directive) && !found.records.is_empty()).then_some(found)
}
