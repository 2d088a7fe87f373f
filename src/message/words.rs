//! Encoded words in header fields, decoded for display (RFC 2047). What cannot be decoded stays as it is written.

use std::borrow::Cow;

use super::{charset, transfer};

/// Decodes the encoded words of an unfolded field value; borrowed where there are none.
///
/// White space between two encoded words goes (RFC 2047 section 6.2). Neighbours in one character set are decoded together, since
/// many mailers cut a letter in two.
#[must_use]
pub fn decode_words(value: &str) -> Cow<'_, str> {
    if !value.contains("=?") {
        return Cow::Borrowed(value);
    }
    let mut decoded = String::with_capacity(value.len());
    // The bytes of the encoded words just read, in the character set they share, and what follows them.
    let mut run: Option<Run<'_>> = None;
    let mut rest = value;
    while let Some(at) = memchr::memmem::find(rest.as_bytes(), b"=?") {
        let (before, from_mark) = rest.split_at_checked(at).unwrap_or((rest, ""));
        let Some((word, after)) = Word::read(from_mark) else {
            // Not a word: the mark is text, and so is what stands before it.
            let (text, after) = rest.split_at_checked(at + 2).unwrap_or((rest, ""));
            Run::end(&mut run, &mut decoded);
            decoded.push_str(text);
            rest = after;
            continue;
        };
        let joins = run.is_some() && before.bytes().all(|byte| byte.is_ascii_whitespace());
        if !joins {
            Run::end(&mut run, &mut decoded);
            decoded.push_str(before);
        }
        match &mut run {
            Some(run) if run.charset.eq_ignore_ascii_case(word.charset) => run.bytes.extend(word.bytes()),
            _ => {
                Run::end(&mut run, &mut decoded);
                run = Some(Run { charset: word.charset, bytes: word.bytes() });
            }
        }
        rest = after;
    }
    Run::end(&mut run, &mut decoded);
    decoded.push_str(rest);
    Cow::Owned(decoded)
}

/// Encoded words that stand side by side and share a character set.
struct Run<'a> {
    charset: &'a str,
    bytes: Vec<u8>,
}

impl Run<'_> {
    /// Writes its text, if there is a run, and forgets it. Control characters would break the line it is shown on: they become spaces.
    fn end(run: &mut Option<Self>, text: &mut String) {
        if let Some(run) = run.take() {
            let decoded = charset::decode(Some(run.charset), &run.bytes);
            text.extend(decoded.chars().map(|letter| if letter.is_control() { ' ' } else { letter }));
        }
    }
}

/// One encoded word: `=?charset?encoding?text?=`.
struct Word<'a> {
    charset: &'a str,
    base64: bool,
    text: &'a str,
}

/// How long a character set's name is at most, with its language (RFC 2231 section 5).
const MAX_CHARSET: usize = 60;

impl<'a> Word<'a> {
    /// The word that `text` begins with, and what follows it.
    fn read(text: &'a str) -> Option<(Self, &'a str)> {
        let inner = text.strip_prefix("=?")?;
        let end = inner.bytes().take(MAX_CHARSET).position(|byte| byte == b'?')?;
        let (charset, rest) = (inner.get(..end)?, inner.get(end + 1..)?);
        let charset = charset.split('*').next().unwrap_or_default();
        let base64 = match rest.as_bytes() {
            [b'B' | b'b', b'?', ..] => true,
            [b'Q' | b'q', b'?', ..] => false,
            _ => return None,
        };
        let rest = rest.get(2..)?;
        // The standard allows no '?' and no space in the text; a space is common all the same.
        let end = memchr::memchr(b'?', rest.as_bytes())?;
        let after = rest.get(end..)?.strip_prefix("?=")?;
        if charset.is_empty() || charset.bytes().any(|byte| !byte.is_ascii_graphic()) {
            return None;
        }
        Some((Self { charset, base64, text: rest.get(..end)? }, after))
    }

    fn bytes(&self) -> Vec<u8> {
        if self.base64 {
            return transfer::base64(self.text.as_bytes());
        }
        let mut bytes = Vec::with_capacity(self.text.len());
        let mut rest = self.text.as_bytes();
        while let Some((&byte, after)) = rest.split_first() {
            rest = after;
            bytes.push(match byte {
                b'_' => b' ',
                b'=' => match transfer::octet(after) {
                    Some(octet) => {
                        rest = after.get(2..).unwrap_or_default();
                        octet
                    }
                    None => b'=',
                },
                other => other,
            });
        }
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The examples of RFC 2047 section 8.
    #[test]
    fn the_standards_own_examples_are_read() {
        assert_eq!(decode_words("=?US-ASCII?Q?Keith_Moore?= <k@cs.example>"), "Keith Moore <k@cs.example>");
        assert_eq!(decode_words("=?ISO-8859-1?Q?Andr=E9?= Pirard"), "André Pirard");
        assert_eq!(
            decode_words(
                "=?ISO-8859-1?B?SWYgeW91IGNhbiByZWFkIHRoaXMgeW8=?= =?ISO-8859-2?B?dSB1bmRlcnN0YW5kIHRoZSBleGFtcGxlLg==?="
            ),
            "If you can read this you understand the example."
        );
        assert_eq!(decode_words("(=?ISO-8859-1?Q?a?=)"), "(a)");
        assert_eq!(decode_words("(=?ISO-8859-1?Q?a?= b)"), "(a b)");
        assert_eq!(decode_words("(=?ISO-8859-1?Q?a?=    =?ISO-8859-1?Q?b?=)"), "(ab)");
        assert_eq!(decode_words("(=?ISO-8859-1?Q?a_b?=)"), "(a b)");
        assert_eq!(decode_words("(=?ISO-8859-1?Q?a?= =?ISO-8859-2?Q?_b?=)"), "(a b)");
    }

    #[test]
    fn a_letter_cut_between_two_words_is_whole_again() {
        assert_eq!(decode_words("=?utf-8?Q?caf=C3?= =?UTF-8?Q?=A9?= au lait"), "café au lait");
        assert_eq!(decode_words("=?utf-8?B?w6l0ww==?= =?utf-8?B?qQ==?="), "été");
    }

    #[test]
    fn what_is_no_encoded_word_stays_as_written() {
        for text in ["=?", "a =?utf-8?X?b?= c", "=?utf-8?Q?open", "=??Q?a?=", "1=?2", "=?utf-8?Q?a?b?="] {
            assert_eq!(decode_words(text), text);
        }
    }

    #[test]
    fn odd_character_sets_do_no_harm() {
        assert_eq!(decode_words("=?unknown-8bit?Q?caf=E9?="), "café");
        assert_eq!(decode_words("=?iso-2022-jp?B?GyRCJWEhPCVrGyhC?="), "メール");
        assert_eq!(decode_words("=?utf-8*en?Q?a=0D=0Ab?="), "a  b");
    }
}
