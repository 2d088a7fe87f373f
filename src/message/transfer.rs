//! Content-Transfer-Encoding undone (RFC 2045 section 6). Damaged input gives what can be read of it.

use std::borrow::Cow;

/// The body without its transfer encoding; borrowed where the encoding is none (7bit, 8bit, binary, unknown).
pub(super) fn decode<'a>(encoding: &str, body: &'a [u8]) -> Cow<'a, [u8]> {
    let encoding = encoding.trim();
    if encoding.eq_ignore_ascii_case("base64") && looks_like_base64(body) {
        Cow::Owned(base64(body))
    } else if encoding.eq_ignore_ascii_case("quoted-printable") && memchr::memchr(b'=', body).is_some() {
        Cow::Owned(quoted_printable(body))
    } else {
        Cow::Borrowed(body)
    }
}

/// Whether the first line is base64, and not text under a false label.
fn looks_like_base64(body: &[u8]) -> bool {
    let body = body.trim_ascii_start();
    let line = body.split(|byte| matches!(byte, b'\n' | b'\r')).next().unwrap_or_default();
    line.trim_ascii_end().iter().all(|&byte| sextet(byte).is_some() || byte == b'=')
}

/// Decodes base64. Bytes outside its alphabet are passed over, padding ends a group, a group cut short gives its whole bytes.
pub(crate) fn base64(encoded: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(encoded.len() / 4 * 3 + 3);
    let mut bits: u32 = 0;
    let mut held = 0;
    for &byte in encoded {
        if byte == b'=' {
            held = 0;
        } else if let Some(sextet) = sextet(byte) {
            bits = (bits << 6) | u32::from(sextet);
            held += 6;
            if held >= 8 {
                held -= 8;
                decoded.push((bits >> held).to_le_bytes()[0]);
            }
        }
    }
    decoded
}

fn sextet(byte: u8) -> Option<u8> {
    match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    }
}

/// Decodes quoted-printable. An `=` that is neither an octet nor a soft line break stays as it is.
pub(crate) fn quoted_printable(encoded: &[u8]) -> Vec<u8> {
    let mut decoded = Vec::with_capacity(encoded.len());
    let mut rest = encoded;
    while let Some(at) = memchr::memchr(b'=', rest) {
        let (before, after) = rest.split_at(at);
        decoded.extend_from_slice(before);
        let after = after.get(1..).unwrap_or_default();
        rest = if let Some(octet) = octet(after) {
            decoded.push(octet);
            after.get(2..).unwrap_or_default()
        } else if let Some(next) = after_soft_break(after) {
            next
        } else {
            decoded.push(b'=');
            after
        };
    }
    decoded.extend_from_slice(rest);
    decoded
}

/// The octet that two hexadecimal digits stand for.
pub(super) fn octet(digits: &[u8]) -> Option<u8> {
    let &[high, low, ..] = digits else { return None };
    let high = char::from(high).to_digit(16)?;
    let low = char::from(low).to_digit(16)?;
    u8::try_from(high * 16 + low).ok()
}

/// What follows a soft line break: white space that a relay may have added, then the line's end or the input's.
fn after_soft_break(after: &[u8]) -> Option<&[u8]> {
    // Bounded: a soft break has little white space before it, and a long run of blanks must not be walked again and again.
    let blanks = after.iter().take(80).take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    match after.get(blanks..).unwrap_or_default() {
        [b'\r', b'\n', rest @ ..] | [b'\n' | b'\r', rest @ ..] => Some(rest),
        [] => Some(&[]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_that_is_cut_or_dirty_gives_what_can_be_read() {
        assert_eq!(base64(b"SGVsbG8="), b"Hello");
        assert_eq!(base64(b"SGVs\r\nbG8"), b"Hello");
        assert_eq!(base64(b"SG!Vs bG8=SGVsbG8="), b"HelloHello");
        assert_eq!(base64(b"S"), b"");
    }

    #[test]
    fn text_under_a_base64_label_stays_text() {
        assert_eq!(&*decode("base64", b"Reporting-MTA: dns; a.example\n"), b"Reporting-MTA: dns; a.example\n");
        assert_eq!(&*decode(" BASE64 ", b"\r\nSGVsbG8=\r\n"), b"Hello");
    }

    #[test]
    fn quoted_printable_keeps_what_it_cannot_read() {
        assert_eq!(quoted_printable(b"caf=C3=A9 =\r\nau lait"), "café au lait".as_bytes());
        assert_eq!(quoted_printable(b"a=b=3d=  \nc="), b"a=b=c");
        assert_eq!(quoted_printable(b"1=1 and =ZZ"), b"1=1 and =ZZ");
    }
}
