//! Apple Mail's `.emlx`: a line with the message's length in bytes, the message, and a property list.

/// Whether this begins as an `.emlx` file does: a number on a line of its own, then a header field.
pub(super) fn is_emlx(bytes: &[u8]) -> bool {
    split(bytes).is_some_and(|(length, rest)| {
        rest.get(length..).is_some_and(|after| after.is_empty() || after.trim_ascii_start().starts_with(b"<?xml"))
            && crate::source::begins_known_field(rest)
    })
}

/// The message in it.
pub(super) fn message(bytes: &[u8]) -> &[u8] {
    split(bytes).and_then(|(length, rest)| rest.get(..length)).unwrap_or(bytes)
}

fn split(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let head = bytes.get(..24).unwrap_or(bytes);
    let end = memchr::memchr(b'\n', head)?;
    let number = std::str::from_utf8(head.get(..end)?).ok()?.trim();
    Some((number.parse().ok()?, bytes.get(end + 1..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_message_stands_between_its_length_and_the_list() {
        let text = b"Subject: a\nFrom: b@c.example\n\n";
        let file = [format!("{:<10}\n", text.len()).as_bytes(), text, b"<?xml version=\"1.0\"?>"].concat();
        assert!(is_emlx(&file));
        assert_eq!(message(&file), text);
        for other in
            [&b"12\nhello world\n"[..], b"250 ok\n", b"9999999999999999999999\nSubject: x\n", b"4\nSubject: x\n"]
        {
            assert!(!is_emlx(other));
        }
    }
}
