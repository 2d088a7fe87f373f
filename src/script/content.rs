//! The message: its headers, the empty line, its text.

use chrono::{DateTime, FixedOffset};
use data_encoding::BASE64;

use super::{Message, SessionRequest};

/// How many octets of a subject go into one encoded word, so that its line stays within 76 letters (RFC 2047 section 2).
const ENCODED: usize = 39;

/// The message's lines, dots not yet doubled.
pub(super) fn lines(wish: &SessionRequest, message: &Message, moment: DateTime<FixedOffset>, id: &str) -> Vec<String> {
    let given = |name: &str| {
        message
            .headers
            .lines()
            .any(|line| line.split_once(':').is_some_and(|(field, _)| field.eq_ignore_ascii_case(name)))
    };
    let mut lines: Vec<String> = Vec::new();
    let mut field = |name: &str, value: &str| {
        if !given(name) {
            lines.push(format!("{name}: {value}"));
        }
    };
    field("Date", &moment.to_rfc2822());
    // A message must name its author, and the empty sender names none (RFC 5322 section 3.6).
    let author = if wish.from == "<>" { "postmaster".to_owned() + "@" + &wish.helo } else { wish.from.clone() };
    field("From", &author);
    field("To", &wish.to.join(",\r\n "));
    field("Subject", &subject(wish, &message.subject));
    field("Message-ID", &format!("<{}@{}>", id_left(id), wish.helo.trim_end_matches('.')));
    if !message.body.is_ascii() {
        field("MIME-Version", "1.0");
        field("Content-Type", "text/plain; charset=utf-8");
        field("Content-Transfer-Encoding", "8bit");
    }
    let mut whole: Vec<String> = lines.iter().flat_map(|line| line.split("\r\n")).map(str::to_owned).collect();
    whole.extend(message.headers.lines().map(str::to_owned));
    whole.push(String::new());
    whole.extend(message.body.lines().map(str::to_owned));
    whole
}

/// What may stand before the `@` of a Message-ID, of what the caller gives.
fn id_left(id: &str) -> String {
    let left: String = id.chars().filter(char::is_ascii_alphanumeric).take(64).collect();
    if left.is_empty() { "1".to_owned() } else { left }
}

/// The subject, in encoded words where it needs them (RFC 2047).
fn subject(wish: &SessionRequest, subject: &str) -> String {
    let subject = if subject.is_empty() { "Test" } else { subject };
    if subject.is_ascii() || wish.utf8 {
        return subject.to_owned();
    }
    let mut words = Vec::new();
    let mut word = String::new();
    for letter in subject.chars() {
        if word.len() + letter.len_utf8() > ENCODED {
            words.push(std::mem::take(&mut word));
        }
        word.push(letter);
    }
    words.push(word);
    let encoded: Vec<String> =
        words.iter().map(|word| format!("=?UTF-8?B?{}?=", BASE64.encode(word.as_bytes()))).collect();
    encoded.join("\r\n ")
}

/// Whether its text has letters outside ASCII.
pub(super) fn needs_8bit(message: &[String]) -> bool {
    message.iter().any(|line| !line.is_ascii())
}

/// How many octets it has, as SIZE and BDAT count: with the ends of its lines, without doubled dots.
pub(super) fn size(message: &[String]) -> usize {
    message.iter().map(|line| line.len() + 2).sum()
}

/// Whether this may be the name of a header field (RFC 5322 section 2.2).
pub(super) fn is_field_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_graphic() && byte != b':')
}

/// A line of the message as DATA sends it: a dot at its beginning is doubled (RFC 5321 section 4.5.2).
pub(super) fn stuffed(line: &str) -> String {
    if line.starts_with('.') { format!(".{line}") } else { line.to_owned() }
}
