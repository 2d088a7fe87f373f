//! Character sets: bytes and a label in, text out. Labels are often missing and sometimes wrong.
//!
//! The labels and the decoders are those of the WHATWG Encoding Standard. Their tables weigh more than all the rest of the
//! toolkit, and a browser has them already: there it decodes, elsewhere `encoding_rs` does. What most mail is written in is
//! decoded here, and so is UTF-7, which neither of them knows.

use std::borrow::Cow;
use std::str::Utf8Error;

use memchr::{memchr, memmem};

#[cfg(all(feature = "js", target_arch = "wasm32"))]
#[path = "browser.rs"]
mod tables;
#[cfg(not(all(feature = "js", target_arch = "wasm32")))]
#[path = "native.rs"]
mod tables;
mod utf7;

/// Decodes bytes by their label. Borrowed where bytes and text are the same.
///
/// Where the label is missing, unknown or says no more than ASCII, valid UTF-8 is taken as such, ISO-2022-JP is known by its
/// escapes, and the rest is read as windows-1252, which leaves no byte without a letter. A byte order mark of UTF-8 counts for
/// more than the label.
pub(crate) fn decode<'a>(label: Option<&str>, bytes: &'a [u8]) -> Cow<'a, str> {
    let label = label.unwrap_or_default().trim().to_ascii_lowercase();
    if let Some(text) = bytes.strip_prefix(b"\xef\xbb\xbf") {
        return String::from_utf8_lossy(text);
    }
    match label.as_str() {
        // US-ASCII is an alias of windows-1252 to browsers; in mail it often labels UTF-8.
        "" | "us-ascii" | "ascii" | "ansi_x3.4-1968" => decode_unlabelled(bytes),
        "utf-8" | "utf8" => String::from_utf8_lossy(bytes),
        "iso-8859-1" | "windows-1252" => windows_1252(bytes),
        "utf-7" | "unicode-1-1-utf-7" | "csunicode11utf7" => utf7::decode(bytes),
        "utf-16" if bytes.starts_with(b"\xfe\xff") => decode_labelled("utf-16be", bytes),
        _ => decode_labelled(&label, bytes),
    }
}

fn decode_labelled<'a>(label: &str, bytes: &'a [u8]) -> Cow<'a, str> {
    match as_ascii(bytes) {
        // Every encoding but UTF-16 holds ASCII, and only escapes shift out of it.
        Some(text) if !label.starts_with("utf-16") && memchr(0x1b, bytes).is_none() => Cow::Borrowed(text),
        _ => tables::decode(label, bytes).map_or_else(|| decode_unlabelled(bytes), Cow::Owned),
    }
}

fn decode_unlabelled(bytes: &[u8]) -> Cow<'_, str> {
    if (memmem::find(bytes, b"\x1b$B").is_some() || memmem::find(bytes, b"\x1b$@").is_some())
        && let Some(japanese) = tables::decode("iso-2022-jp", bytes)
    {
        return Cow::Owned(japanese);
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        // UTF-8 whose last letter was cut in two.
        Err(error) if error.error_len().is_none() && !read_so_far(bytes, error).is_ascii() => {
            String::from_utf8_lossy(bytes)
        }
        Err(_) => windows_1252(bytes),
    }
}

fn read_so_far(bytes: &[u8], error: Utf8Error) -> &[u8] {
    bytes.get(..error.valid_up_to()).unwrap_or_default()
}

fn as_ascii(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok().filter(|text| text.is_ascii())
}

/// What windows-1252 has in the place of the control characters from 0x80 on; five of them it leaves alone.
const WINDOWS_1252: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}', //
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

fn windows_1252(bytes: &[u8]) -> Cow<'_, str> {
    if let Some(text) = as_ascii(bytes) {
        return Cow::Borrowed(text);
    }
    let letter = |&byte: &u8| {
        let control = byte.checked_sub(0x80).and_then(|control| WINDOWS_1252.get(usize::from(control)));
        control.copied().unwrap_or(char::from(byte))
    };
    Cow::Owned(bytes.iter().map(letter).collect())
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
        assert_eq!(decode(Some("utf-16"), b"\xff\xfe\xe9\x00"), "é");
        assert_eq!(decode(Some("UTF-16"), b"\xfe\xff\x00\xe9"), "é");
        assert_eq!(decode(Some("utf-16be"), b"\x4e\x2d"), "中");
        assert_eq!(decode(Some(" ISO-8859-1 "), b"\x80 \x93\xe9\x94"), "€ “é”");
    }

    #[test]
    fn a_missing_or_false_label_still_gives_text() {
        assert_eq!(decode(None, "é".as_bytes()), "é");
        assert_eq!(decode(Some("us-ascii"), b"\xe9"), "é");
        assert_eq!(decode(Some("x-unknown"), b"\xe9"), "é");
        assert_eq!(decode(None, b"\x1b$B%a!<%k\x1b(B"), "メール");
        assert_eq!(decode(None, b"\xc3\xa9t\xc3"), "ét\u{fffd}");
        assert_eq!(decode(Some("gb2312"), b"\xef\xbb\xbf\xc3\xa9"), "é");
        // It decodes to one sign and no text, so that no page is deceived by it; in mail it is unknown.
        assert_eq!(decode(Some("iso-2022-kr"), b"caf\xe9"), "café");
    }

    #[test]
    fn plain_text_is_borrowed_whatever_its_label() {
        for label in ["us-ascii", "utf-8", "iso-8859-1", "Shift_JIS", "iso-2022-jp", "koi8-r", "x-unknown"] {
            assert!(matches!(decode(Some(label), b"plain"), Cow::Borrowed("plain")), "{label}");
        }
    }

    #[test]
    fn windows_1252_is_that_of_the_encoding_standard() {
        let bytes: Vec<u8> = (0..=255).collect();
        assert_eq!(windows_1252(&bytes), tables::decode("windows-1252", &bytes).unwrap());
    }
}
