//! A whole message in base64 or quoted-printable (RFC 2045 sections 6.7 and 6.8), as an API or a log holds it.

use data_encoding::{BASE64, BASE64_NOPAD, BASE64URL, BASE64URL_NOPAD};

use super::{Found, report_on_decoded};
use crate::Context;
use crate::finding::Span;
use crate::source::begins_known_field;

/// Shorter text is a word.
const LEAST: usize = 64;

pub(super) fn read(text: &str, context: &Context) -> Option<Found> {
    let trimmed = text.trim();
    let start = text.len() - text.trim_start().len();
    let whole = Span::new(start, start + trimmed.len());
    let (decoded, how) = match base64(trimmed) {
        Some(decoded) => (decoded, "The message was in base64, and was decoded before it was read."),
        None => (quoted_printable(trimmed)?, "The header was in quoted-printable, and was decoded before it was read."),
    };
    let report = report_on_decoded(&decoded, whole, context)?;
    Some(Found { reports: vec![report], set_aside: Vec::new(), how })
}

fn base64(text: &str) -> Option<Vec<u8>> {
    let is_code = |byte: u8| byte.is_ascii_alphanumeric() || b"+/=-_\r\n \t".contains(&byte);
    if text.len() < LEAST || !text.bytes().all(is_code) {
        return None;
    }
    let code: Vec<u8> = text.bytes().filter(|byte| !byte.is_ascii_whitespace()).collect();
    let decoded = [BASE64, BASE64URL, BASE64_NOPAD, BASE64URL_NOPAD].iter().find_map(|form| form.decode(&code).ok())?;
    // A code can mean anything; mail begins with a field.
    begins_known_field(&decoded).then_some(decoded)
}

/// Soft line ends within the header are what no header has otherwise.
fn quoted_printable(text: &str) -> Option<Vec<u8>> {
    let head: Vec<&str> = text.lines().take_while(|line| !line.trim().is_empty()).take(400).collect();
    let begins = head.first().is_some_and(|line| begins_known_field(line.as_bytes()));
    let soft = head.iter().filter(|line| line.ends_with('=')).count();
    if !begins || soft < 2 || !text.contains("=3D") {
        return None;
    }
    Some(crate::message::quoted_printable(text.as_bytes()))
}
