//! How each program writes its log, a file each.

mod amavis;
mod courier;
mod dovecot;
mod exchange;
mod exim;
mod google;
mod haraka;
mod opensmtpd;
mod postfix;
mod protocol;
mod qmail;
mod rspamd;
mod sendmail;
mod spamd;
mod stalwart;
mod trace;

use super::line::Line;
use super::table::Table;

/// A program that writes one line an event.
pub(super) struct Format {
    /// Its name.
    pub name: &'static str,
    /// Whether it wrote a line, as far as the head of the line and its first words tell.
    pub wrote: fn(&Line<'_>) -> bool,
    /// A reader for one log.
    pub reader: fn() -> Box<dyn Reader>,
}

/// What reads the lines of one program, and what it has to remember of the lines before.
pub(super) trait Reader {
    /// Reads a line, and says whether it was understood.
    fn line(&mut self, line: &Line<'_>, table: &mut Table) -> bool;
}

/// A reader that remembers nothing.
struct Plain(fn(&Line<'_>, &mut Table) -> bool);

impl Reader for Plain {
    fn line(&mut self, line: &Line<'_>, table: &mut Table) -> bool {
        (self.0)(line, table)
    }
}

/// The programs, those first whose lines name them.
pub(super) const FORMATS: [Format; 12] = [
    postfix::FORMAT,
    exim::FORMAT,
    sendmail::FORMAT,
    opensmtpd::FORMAT,
    dovecot::FORMAT,
    rspamd::FORMAT,
    amavis::FORMAT,
    spamd::FORMAT,
    courier::FORMAT,
    qmail::FORMAT,
    haraka::FORMAT,
    stalwart::FORMAT,
];

/// A log that is a table of cells, or blocks of `Key : Value`: read as a whole.
pub(super) struct Sheet {
    /// What it is.
    pub name: &'static str,
    /// Reads a text into a table; how many rows it had, or nothing where it is something else.
    pub read: fn(&str, &mut Table) -> Option<usize>,
}

/// What Exchange's logs of dialogues are called.
pub(super) const PROTOCOL: &str = protocol::SHEET.name;

/// The tables.
pub(super) const SHEETS: [Sheet; 5] = [exchange::SHEET, exchange::LIST, trace::SHEET, google::SHEET, protocol::SHEET];

/// The reply code and the enhanced status code that words begin with: `550 5.1.1 no`, `550-5.1.1 no`, `5.1.1 no`.
pub(super) fn leading_codes(words: &str) -> (Option<&str>, Option<&str>) {
    let words = words.trim_start();
    let code = words.get(..3).filter(|code| {
        matches!(code.as_bytes(), [b'2'..=b'5', b'0'..=b'9', b'0'..=b'9'])
            && words.as_bytes().get(3).is_none_or(|next| !next.is_ascii_alphanumeric() && *next != b'.')
    });
    let rest = match code {
        Some(_) => words.get(3..).unwrap_or_default().trim_start_matches([' ', '-', ':', '#']),
        None => words,
    };
    let end = rest.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(rest.len());
    let status = rest.get(..end).map(|status| status.trim_end_matches('.')).filter(|status| is_status(status));
    (code, status)
}

/// Whether a text is an enhanced status code (RFC 3463 section 2).
pub(super) fn is_status(text: &str) -> bool {
    let mut parts = text.split('.');
    let number = |part: Option<&str>| {
        part.is_some_and(|part| (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()))
    };
    matches!(parts.next(), Some("2" | "4" | "5"))
        && number(parts.next())
        && number(parts.next())
        && parts.next().is_none()
}

/// A status that a log gives as a word: `2.0.0`.
pub(super) fn status(text: Option<&str>) -> Option<&str> {
    text.filter(|text| is_status(text))
}
