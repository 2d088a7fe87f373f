//! The reply code and the enhanced status code in the words of a notice (RFC 5321 section 4.2, RFC 3463 section 2).
//!
//! The words are whatever a program wrote about a reply, so the codes may stand behind `said:`, in quotes, in brackets,
//! twice, or with a `-` for a reply of several lines.

/// The codes in some words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Codes<'a> {
    /// The reply code: `550`.
    pub reply: Option<&'a str>,
    /// The enhanced status code: `5.1.1`.
    pub status: Option<&'a str>,
}

/// Finds the codes in `words`: the first reply code, and the enhanced code beside it, else the first that says most.
pub(super) fn find(words: &str) -> Codes<'_> {
    let bytes = words.as_bytes();
    let mut found = Codes::default();
    let mut vague = None;
    let mut beside = false;
    let mut at = 0;
    while at < bytes.len() {
        let Some(start) =
            bytes.get(at..).and_then(|rest| rest.iter().position(|byte| matches!(byte, b'2' | b'4' | b'5')))
        else {
            break;
        };
        let start = at + start;
        if !opens(bytes, start) {
            at = start + 1;
            continue;
        }
        if let Some(length) = status_length(bytes, start) {
            let code = words.get(start..start + length);
            if vague.is_none() {
                vague = code;
            }
            let specific = code.is_some_and(|code| !code.ends_with(".0.0"));
            if found.status.is_none() && specific && (beside || found.reply.is_none() || !follows_reply(words, start)) {
                found.status = code;
            }
            at = start + length;
        } else if is_reply(bytes, start) {
            let code = words.get(start..start + 3);
            let next = beside_reply(words, start + 3);
            if found.reply.is_none() {
                found.reply = code;
                // The code right behind the reply code is the one that goes with it.
                if let Some(status) = next.filter(|status| !status.ends_with(".0.0") || found.status.is_none()) {
                    if !status.ends_with(".0.0") {
                        found.status = Some(status);
                    } else {
                        vague = Some(status);
                    }
                }
                beside = true;
            }
            at = start + 3;
        } else {
            at = start + 1;
        }
    }
    found.status = found.status.or(vague);
    found
}

/// Whether a code that stands at `at` follows a second reply code, as in a transcript of several replies.
fn follows_reply(words: &str, at: usize) -> bool {
    let before = words.get(..at).unwrap_or_default().trim_end_matches([' ', '-', '#', '(', '\'', '"', ':']);
    let start = before.len().saturating_sub(3);
    is_reply(before.as_bytes(), start) && opens(before.as_bytes(), start)
}

/// The enhanced code that stands right behind a reply code: `550 5.1.1`, `550-5.1.1`, `550 #5.1.0`, `550-'5.7.1`, `550: 5.1.1`.
fn beside_reply(words: &str, at: usize) -> Option<&str> {
    let rest = words.get(at..)?;
    let code = rest.trim_start_matches([' ', '-', '#', '(', '\'', '"', ':', '[']);
    let start = words.len() - code.len();
    let length = (start - at <= 4).then(|| status_length(words.as_bytes(), start)).flatten()?;
    words.get(start..start + length)
}

/// Whether a code may begin at `at`: not inside a word, a number, an address or a version.
fn opens(bytes: &[u8], at: usize) -> bool {
    match at.checked_sub(1).and_then(|before| bytes.get(before)) {
        None => true,
        Some(b'-') => {
            // `550-5.1.1` goes on a reply; `mx-550` and `2026-550` do not begin one.
            let before = at.checked_sub(4).and_then(|start| bytes.get(start..at - 1)).unwrap_or_default();
            before.len() == 3 && is_reply(before, 0) || at == 1
        }
        Some(byte) => b" \t(<[\"'#:;=>,".contains(byte),
    }
}

/// Whether a reply code stands at `at`, and nothing that makes it part of something longer.
fn is_reply(bytes: &[u8], at: usize) -> bool {
    let Some(&[class, subject, detail]) = bytes.get(at..at + 3) else { return false };
    let right = matches!(class, b'2' | b'4' | b'5') && (b'0'..=b'5').contains(&subject) && detail.is_ascii_digit();
    let ends = match bytes.get(at + 3) {
        None => true,
        Some(b'.') => !bytes.get(at + 4).is_some_and(u8::is_ascii_digit),
        Some(byte) => b" \t-:;,)]}>\"'\r\n".contains(byte),
    };
    // `552 KB` and `550 bytes` measure; `port 465` was caught by its second digit.
    right && ends && !measures(bytes.get(at + 3..).unwrap_or_default())
}

fn measures(after: &[u8]) -> bool {
    const UNITS: [&[u8]; 8] = [b"kb", b"mb", b"bytes", b"seconds", b"minutes", b"hours", b"days", b"kbytes"];
    let Some(word) = after.strip_prefix(b" ") else { return false };
    let end = word.iter().position(|byte| !byte.is_ascii_alphabetic()).unwrap_or(word.len());
    let word = word.get(..end).unwrap_or_default();
    UNITS.iter().any(|unit| unit.eq_ignore_ascii_case(word))
}

/// How long the enhanced status code is that stands at `at`; none where it is a part of an IP address or a version.
fn status_length(bytes: &[u8], at: usize) -> Option<usize> {
    let digits =
        |from: usize| bytes.get(from..).unwrap_or_default().iter().take(4).take_while(|b| b.is_ascii_digit()).count();
    let dot = |at: usize| bytes.get(at) == Some(&b'.');
    if digits(at) != 1 || !dot(at + 1) {
        return None;
    }
    let subject = digits(at + 2);
    if !(1..=3).contains(&subject) || !dot(at + 2 + subject) {
        return None;
    }
    let detail = digits(at + 3 + subject);
    let end = at + 3 + subject + detail;
    let whole = match bytes.get(end) {
        None => true,
        Some(b'.') => !bytes.get(end + 1).is_some_and(u8::is_ascii_digit),
        Some(byte) => !byte.is_ascii_alphanumeric() && *byte != b'_',
    };
    ((1..=3).contains(&detail) && whole).then_some(end - at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(words: &str) -> (Option<&str>, Option<&str>) {
        let codes = find(words);
        (codes.reply, codes.status)
    }

    #[test]
    fn codes_are_found_wherever_a_program_puts_them() {
        for (words, reply, status) in [
            ("550 5.1.1 no such user", "550", "5.1.1"),
            ("550-5.7.26 unauthenticated 550 5.7.26 see", "550", "5.7.26"),
            ("550 #5.1.0 Address rejected", "550", "5.1.0"),
            ("host mx.example[192.0.2.5] said: 554 5.6.0 spam", "554", "5.6.0"),
            ("5.1.0 - Unknown address error 550-'5.7.1 denied'", "550", "5.7.1"),
            ("501: 5.1.8 Sender rejected", "501", "5.1.8"),
            ("553 sorry, no (#5.7.1)", "553", "5.7.1"),
            ("Server returned '550 5.4.312 expired' after '450 4.4.312 failed'", "550", "5.4.312"),
            ("550 5.0.0 <a@b>... User unknown 550 5.1.1 User unknown", "550", "5.0.0"),
        ] {
            assert_eq!(codes(words), (Some(reply), Some(status)), "{words}");
        }
    }

    #[test]
    fn addresses_sizes_and_versions_are_no_codes() {
        for words in [
            "192.0.2.4 and 4.16.55.1 and 5.1.2.3",
            "id 8.2.234.1; SIZE=450000",
            "larger than 552 KB, after 500 seconds",
            "queue 5501 mx-550x v4.5.1a",
        ] {
            assert_eq!(codes(words), (None, None), "{words}");
        }
    }

    #[test]
    fn one_code_alone_is_enough() {
        assert_eq!(codes("mailbox full (#5.2.2)"), (None, Some("5.2.2")));
        assert_eq!(codes("550 unknown user"), (Some("550"), None));
    }
}
