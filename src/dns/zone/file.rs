//! Reading zone files (RFC 1035 section 5).

use std::fmt;

use crate::dns::{Data, Name, Record, RecordType, Soa};

/// The TTL where neither the record nor `$TTL` tells one: an hour.
const TTL: u32 = 3_600;

/// What is wrong with a zone file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ZoneError {
    /// The line, counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub why: String,
}

impl fmt::Display for ZoneError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.why)
    }
}

impl std::error::Error for ZoneError {}

/// One word of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Word {
    text: String,
    quoted: bool,
}

/// One entry: a line, or several joined by parentheses.
struct Entry {
    line: usize,
    /// Whether it begins with space: then its owner is the one before.
    indented: bool,
    words: Vec<Word>,
}

pub(super) fn parse(text: &str) -> Result<Vec<Record>, ZoneError> {
    let mut reader = Reader { origin: Name::ROOT, ttl: TTL, owner: None };
    let mut records = Vec::new();
    for entry in entries(text)? {
        let line = entry.line;
        if let Some(record) = reader.entry(&entry).map_err(|why| ZoneError { line, why })? {
            records.push(record);
        }
    }
    Ok(records)
}

/// Reads a record's data alone, as it stands behind the type; names are whole.
pub(in crate::dns) fn data(kind: RecordType, text: &str) -> Result<Data, String> {
    let words = entries(text).map_err(|error| error.why)?.into_iter().flat_map(|entry| entry.words).collect::<Vec<_>>();
    let reader = Reader { origin: Name::ROOT, ttl: TTL, owner: None };
    reader.data(kind, &mut words.iter())
}

/// Splits a file into entries and words.
fn entries(text: &str) -> Result<Vec<Entry>, ZoneError> {
    let mut entries = Vec::new();
    let mut open: Option<Entry> = None;
    let mut depth = 0_usize;
    for (at, line) in text.lines().enumerate() {
        let entry = open.get_or_insert_with(|| Entry {
            line: at + 1,
            indented: line.starts_with([' ', '\t']),
            words: Vec::new(),
        });
        let mut letters = line.chars().peekable();
        while let Some(&letter) = letters.peek() {
            match letter {
                ';' => break,
                '(' | ')' => {
                    letters.next();
                    depth = if letter == '(' { depth + 1 } else { depth.saturating_sub(1) };
                }
                '"' => {
                    letters.next();
                    let mut word = String::new();
                    loop {
                        match letters.next() {
                            Some('"') => break,
                            Some('\\') => word.extend(letters.next()),
                            Some(letter) => word.push(letter),
                            None => {
                                return Err(ZoneError {
                                    line: at + 1,
                                    why: "a quotation mark is not closed".to_owned(),
                                });
                            }
                        }
                    }
                    entry.words.push(Word { text: word, quoted: true });
                }
                letter if letter.is_whitespace() => {
                    letters.next();
                }
                _ => {
                    let mut word = String::new();
                    while let Some(letter) =
                        letters.next_if(|letter| !letter.is_whitespace() && !matches!(letter, ';' | '(' | ')' | '"'))
                    {
                        word.push(letter);
                        if letter == '\\' {
                            word.extend(letters.next());
                        }
                    }
                    entry.words.push(Word { text: word, quoted: false });
                }
            }
        }
        if depth == 0
            && let Some(entry) = open.take()
            && !entry.words.is_empty()
        {
            entries.push(entry);
        }
    }
    match open {
        Some(entry) => Err(ZoneError { line: entry.line, why: "a parenthesis is not closed".to_owned() }),
        None => Ok(entries),
    }
}

struct Reader {
    origin: Name,
    ttl: u32,
    owner: Option<Name>,
}

impl Reader {
    fn entry(&mut self, entry: &Entry) -> Result<Option<Record>, String> {
        let mut words = entry.words.iter();
        let first = words.clone().next().filter(|word| !word.quoted).map_or("", |word| word.text.as_str());
        match first {
            "$ORIGIN" => {
                words.next();
                self.origin = self.name(next(&mut words)?)?;
                return Ok(None);
            }
            "$TTL" => {
                words.next();
                self.ttl = seconds(next(&mut words)?).ok_or("the TTL is no number of seconds")?;
                return Ok(None);
            }
            directive if directive.starts_with('$') => return Err(format!("{directive} is not understood")),
            _ => {}
        }
        if !entry.indented {
            let owner = next(&mut words)?;
            self.owner = Some(self.name(owner)?);
        }
        let name = self.owner.clone().ok_or("there is no name for this record")?;
        let mut ttl = self.ttl;
        let kind = loop {
            let word = next(&mut words)?;
            if word.eq_ignore_ascii_case("IN") {
                continue;
            }
            if let Some(kind) = RecordType::parse(word) {
                break kind;
            }
            ttl = seconds(word).ok_or_else(|| format!("{word} is neither a TTL nor a type that is understood"))?;
        };
        let data = self.data(kind, &mut words)?;
        match words.next() {
            Some(word) => Err(format!("{} is one word too many", word.text)),
            None => Ok(Some(Record { name, kind, ttl, data })),
        }
    }

    fn data<'a>(&self, kind: RecordType, words: &mut impl Iterator<Item = &'a Word>) -> Result<Data, String> {
        Ok(match kind {
            RecordType::A => Data::A(next(words)?.parse().map_err(|_| "this is no IPv4 address")?),
            RecordType::Aaaa => Data::Aaaa(next(words)?.parse().map_err(|_| "this is no IPv6 address")?),
            RecordType::Ns => Data::Ns(self.name(next(words)?)?),
            RecordType::Cname => Data::Cname(self.name(next(words)?)?),
            RecordType::Dname => Data::Dname(self.name(next(words)?)?),
            RecordType::Ptr => Data::Ptr(self.name(next(words)?)?),
            RecordType::Mx => Data::Mx { preference: number(words)?, exchange: self.name(next(words)?)? },
            RecordType::Txt => {
                let strings: Vec<String> = words.map(|word| word.text.clone()).collect();
                if strings.is_empty() {
                    return Err("the text is missing".to_owned());
                }
                if strings.iter().any(|string| string.len() > 255) {
                    return Err("a string of a TXT record has at most 255 octets".to_owned());
                }
                Data::Txt(strings)
            }
            RecordType::Srv => Data::Srv {
                priority: number(words)?,
                weight: number(words)?,
                port: number(words)?,
                target: self.name(next(words)?)?,
            },
            RecordType::Tlsa => Data::Tlsa {
                usage: number(words)?,
                selector: number(words)?,
                matching: number(words)?,
                data: {
                    let data: String = words.map(|word| word.text.to_ascii_lowercase()).collect();
                    if data.is_empty() || data.bytes().any(|byte| !byte.is_ascii_hexdigit()) {
                        return Err("the data of a TLSA record are hexadecimal digits".to_owned());
                    }
                    data
                },
            },
            RecordType::Soa => Data::Soa(Soa {
                primary: self.name(next(words)?)?,
                responsible: self.name(next(words)?)?,
                serial: number(words)?,
                refresh: time(words)?,
                retry: time(words)?,
                expire: time(words)?,
                minimum: time(words)?,
            }),
            kind => return Err(format!("records of type {kind} are not understood here")),
        })
    }

    /// A name, completed by the origin where it has no final dot.
    fn name(&self, text: &str) -> Result<Name, String> {
        let whole = match text {
            "@" => return Ok(self.origin.clone()),
            text if text.ends_with('.') && !text.ends_with("\\.") => text.to_owned(),
            text if self.origin.is_root() => text.to_owned(),
            text => format!("{text}.{}", self.origin),
        };
        Name::parse(&whole).map_err(|error| error.to_string())
    }
}

fn next<'a>(words: &mut impl Iterator<Item = &'a Word>) -> Result<&'a str, String> {
    words.next().map(|word| word.text.as_str()).ok_or_else(|| "something is missing at the end".to_owned())
}

fn number<'a, T: std::str::FromStr>(words: &mut impl Iterator<Item = &'a Word>) -> Result<T, String> {
    let word = next(words)?;
    word.parse().map_err(|_| format!("{word} is not a number that can stand here"))
}

fn time<'a>(words: &mut impl Iterator<Item = &'a Word>) -> Result<u32, String> {
    let word = next(words)?;
    seconds(word).ok_or_else(|| format!("{word} is no number of seconds"))
}

/// Seconds, plain or with units: `3600`, `1h`, `1d12h`.
fn seconds(text: &str) -> Option<u32> {
    if text.is_empty() {
        return None;
    }
    let mut total = 0_u32;
    let mut digits = String::new();
    for letter in text.chars() {
        if letter.is_ascii_digit() {
            digits.push(letter);
            continue;
        }
        let unit = match letter.to_ascii_lowercase() {
            's' => 1,
            'm' => 60,
            'h' => 3_600,
            'd' => 86_400,
            'w' => 604_800,
            _ => return None,
        };
        total = total.checked_add(digits.parse::<u32>().ok()?.checked_mul(unit)?)?;
        digits.clear();
    }
    if digits.is_empty() { Some(total) } else { total.checked_add(digits.parse().ok()?) }
}
