//! Character sets: bytes and a label in, text out. Labels are often missing and sometimes wrong.

use std::borrow::Cow;
use std::str::Utf8Error;

use charset::Charset;
use encoding_rs::WINDOWS_1252;
use memchr::memmem;

/// Decodes bytes by their label. Borrowed where bytes and text are the same.
///
/// Where the label is missing, unknown or says no more than ASCII, valid UTF-8 is taken as such, ISO-2022-JP is known by its
/// escapes, and the rest is read as windows-1252, which leaves no byte without a letter.
pub(super) fn decode<'a>(label: Option<&str>, bytes: &'a [u8]) -> Cow<'a, str> {
    let label = label.unwrap_or_default().trim();
    match Charset::for_label_no_replacement(label.as_bytes()) {
        Some(charset) if !says_only_ascii(label) => charset.decode(bytes).0,
        _ => decode_unlabelled(bytes),
    }
}

/// US-ASCII is an alias of windows-1252 to browsers; in mail it often labels UTF-8.
fn says_only_ascii(label: &str) -> bool {
    ["us-ascii", "ascii", "ansi_x3.4-1968"].iter().any(|ascii| label.eq_ignore_ascii_case(ascii))
}

fn decode_unlabelled(bytes: &[u8]) -> Cow<'_, str> {
    if let Some(japanese) = Charset::for_label(b"iso-2022-jp")
        && (memmem::find(bytes, b"\x1b$B").is_some() || memmem::find(bytes, b"\x1b$@").is_some())
    {
        return japanese.decode(bytes).0;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        // UTF-8 whose last letter was cut in two.
        Err(error) if error.error_len().is_none() && !read_so_far(bytes, error).is_ascii() => {
            String::from_utf8_lossy(bytes)
        }
        Err(_) => Charset::for_encoding(WINDOWS_1252).decode(bytes).0,
    }
}

fn read_so_far(bytes: &[u8], error: Utf8Error) -> &[u8] {
    bytes.get(..error.valid_up_to()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_followed() {
        assert_eq!(decode(Some("ISO-2022-JP"), b"\x1b$B%a!<%k\x1b(B"), "メール");
        assert_eq!(decode(Some("koi8-r"), b"\xd0\xcf\xde\xd4\xc1"), "почта");
        assert_eq!(decode(Some("Shift_JIS"), b"\x83\x81\x81[\x83\x8b"), "メール");
        assert_eq!(decode(Some("gb2312"), b"\xd3\xca\xbc\xfe"), "邮件");
        assert_eq!(decode(Some("utf-7"), b"caf+AOk-"), "café");
    }

    #[test]
    fn a_missing_or_false_label_still_gives_text() {
        assert_eq!(decode(None, "é".as_bytes()), "é");
        assert_eq!(decode(Some("us-ascii"), b"\xe9"), "é");
        assert_eq!(decode(Some("x-unknown"), b"\xe9"), "é");
        assert_eq!(decode(None, b"\x1b$B%a!<%k\x1b(B"), "メール");
        assert_eq!(decode(None, b"\xc3\xa9t\xc3"), "ét\u{fffd}");
    }
}
