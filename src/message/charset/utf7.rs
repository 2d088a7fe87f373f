//! UTF-7 (RFC 2152), which Exchange once wrote its bounces in: ASCII, with `+AOk-` for what is none: UTF-16 in base64.

use std::borrow::Cow;

use memchr::memchr;

use crate::message::transfer;

/// The text. What holds no whole letter, as in `1+1=2`, stays as it is written.
pub(super) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    if memchr(b'+', bytes).is_none() {
        return String::from_utf8_lossy(bytes);
    }
    let mut text = String::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((before, shifted)) = memchr(b'+', rest).and_then(|at| rest.split_at_checked(at)) {
        text.push_str(&String::from_utf8_lossy(before));
        let after = shifted.get(1..).unwrap_or_default();
        let end = after.iter().position(|&byte| !is_base64(byte)).unwrap_or(after.len());
        let (run, after) = after.split_at_checked(end).unwrap_or((after, b""));
        let units = transfer::base64(run);
        let units = units.as_chunks::<2>().0;
        if run.is_empty() && after.first() == Some(&b'-') {
            text.push('+');
        } else if units.is_empty() {
            text.push('+');
            rest = shifted.get(1..).unwrap_or_default();
            continue;
        } else {
            let letters = char::decode_utf16(units.iter().map(|&unit| u16::from_be_bytes(unit)));
            text.extend(letters.map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)));
        }
        rest = after.strip_prefix(b"-").unwrap_or(after);
    }
    text.push_str(&String::from_utf8_lossy(rest));
    Cow::Owned(text)
}

fn is_base64(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_standards_own_examples_are_read() {
        assert_eq!(decode(b"A+ImIDkQ."), "A\u{2262}\u{391}.");
        assert_eq!(decode(b"Hi Mom -+Jjo--!"), "Hi Mom -\u{263a}-!");
        assert_eq!(decode(b"+ZeVnLIqe-"), "日本語");
        assert_eq!(decode(b"Item 3 is +AKM-1."), "Item 3 is £1.");
    }

    #[test]
    fn a_plus_that_shifts_nothing_is_a_plus() {
        assert_eq!(decode(b"2 +- 3"), "2 + 3");
        assert_eq!(decode(b"1+1=2"), "1+1=2");
        assert_eq!(decode(b"a + b"), "a + b");
        assert_eq!(decode(b"the end+"), "the end+");
    }

    #[test]
    fn damaged_input_gives_what_can_be_read() {
        assert_eq!(decode(b"+2D3eAA-"), "\u{1f600}");
        assert_eq!(decode(b"+2D0-x"), "\u{fffd}x");
        assert_eq!(decode(b"caf\xe9 +AOk"), "caf\u{fffd} é");
    }
}
