//! Finding codes in running text: a reply, a log line, a sentence of a notice.
//!
//! Digits are everywhere: addresses, ports, sizes, dates, queue ids. A number counts as a code only where a server or a log
//! would put one, and the place that says most wins.

use std::ops::Range;

/// The codes of a text and where they stand in it, in bytes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Codes<'a> {
    /// The reply code: `550`.
    pub reply_code: Option<Code<'a>>,
    /// The enhanced status code: `5.1.1`.
    pub status: Option<Code<'a>>,
}

/// A code and its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code<'a> {
    /// As written.
    pub text: &'a str,
    /// Where it stands.
    pub at: Range<usize>,
    /// How sure it is that this is a code at all.
    pub standing: Standing,
}

/// How a number stands in its text, and so how sure it is that it is a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Amid words.
    Loose,
    /// After a colon, a quote, a bracket or the like.
    Led,
    /// At the beginning of a line.
    First,
    /// Beside the other code, or named as a code (`dsn=5.1.1`, `(#5.1.1)`, `said: 550`).
    Named,
}

/// Finds the codes of a text; where there are several, the ones that stand best, then the first. Linear in the text.
#[must_use]
pub fn codes(text: &str) -> Codes<'_> {
    let mut codes = Codes::default();
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if !byte.is_ascii_digit() {
            at += 1;
            continue;
        }
        let begins = at == 0 || bytes.get(at - 1).is_some_and(|&before| is_lead(before));
        let reply = begins.then(|| reply_code_at(bytes, at)).flatten();
        let status = begins.then(|| status_at(bytes, at)).flatten();
        if let Some(length) = reply {
            let standing = reply_standing(text, at);
            keep(&mut codes.reply_code, text, at..at + length, standing);
            at += length;
        } else if let Some(length) = status {
            let standing = status_standing(text, at, length);
            keep(&mut codes.status, text, at..at + length, standing);
            at += length;
        } else {
            // The rest of a number, an address or a version is passed over as a whole.
            while bytes.get(at).is_some_and(|byte| byte.is_ascii_digit() || *byte == b'.') {
                at += 1;
            }
        }
    }
    agree(&mut codes);
    codes
}

/// A reply code that stands loosely and contradicts the status is a number of another kind.
fn agree(codes: &mut Codes<'_>) {
    let class = |code: &Option<Code<'_>>| code.as_ref().and_then(|code| code.text.bytes().next());
    if let Some(reply) = &codes.reply_code
        && reply.standing == Standing::Loose
        && codes.status.as_ref().is_some_and(|status| status.standing > Standing::Loose)
        && class(&codes.reply_code) != class(&codes.status)
    {
        codes.reply_code = None;
    }
}

fn keep<'a>(slot: &mut Option<Code<'a>>, text: &'a str, at: Range<usize>, standing: Standing) {
    if slot.as_ref().is_none_or(|held| held.standing < standing)
        && let Some(code) = text.get(at.clone())
    {
        *slot = Some(Code { text: code, at, standing });
    }
}

/// Whether a code may follow this byte.
fn is_lead(byte: u8) -> bool {
    byte.is_ascii_whitespace()
        || matches!(byte, b'\'' | b'"' | b'(' | b'[' | b'<' | b'{' | b':' | b'=' | b'#' | b';' | b',' | b'-')
}

/// The length of the reply code at `at`, where one can be.
fn reply_code_at(bytes: &[u8], at: usize) -> Option<usize> {
    let code = bytes.get(at..at + 3)?;
    let known = match code {
        [b'2', ..] => matches!(code, b"211" | b"214" | b"220" | b"221" | b"235" | b"250" | b"251" | b"252"),
        [b'4' | b'5', b'0'..=b'7', last] => last.is_ascii_digit(),
        _ => false,
    };
    let ends = match bytes.get(at + 3) {
        None | Some(b' ' | b'\t' | b'\r' | b'\n' | b'\'' | b'"' | b')' | b']' | b'<' | b',' | b';') => true,
        // `550-5.1.1`, `550-text`, but not `550-0199`.
        Some(b'-') => {
            bytes.get(at + 4).is_none_or(|&next| !next.is_ascii_digit() || status_at(bytes, at + 4).is_some())
        }
        Some(b':') => !bytes.get(at + 4).is_some_and(u8::is_ascii_digit),
        Some(b'.') => bytes.get(at + 4).is_none_or(u8::is_ascii_whitespace),
        Some(_) => false,
    };
    // A dash or an equals sign before three digits is part of an id, a date, a size.
    let led = at.checked_sub(1).and_then(|before| bytes.get(before));
    let is_coupled =
        bytes.get(at + 3) == Some(&b' ') && status_at(bytes, at + 4).is_some() && bytes.get(at + 4) == bytes.get(at);
    let joined = match led {
        Some(b'-' | b'=' | b',') => !is_coupled,
        Some(b':') => is_port(bytes, at),
        Some(b'[') => is_process(bytes, at),
        _ => false,
    };
    (known && ends && !joined && !is_measure(bytes, at + 3)).then_some(3)
}

/// Whether the number in brackets at `at` is that of a process: `postfix/smtp[450]: `.
fn is_process(bytes: &[u8], at: usize) -> bool {
    let is_word = at.checked_sub(2).and_then(|before| bytes.get(before)).is_some_and(u8::is_ascii_alphanumeric);
    is_word && bytes.get(at + 3..).is_some_and(|rest| rest.starts_with(b"]:"))
}

/// Whether the colon before `at` belongs to an address or a time: `[192.0.2.1]:250`, `12:30:450`.
fn is_port(bytes: &[u8], at: usize) -> bool {
    at.checked_sub(2).and_then(|before| bytes.get(before)).is_some_and(|byte| byte.is_ascii_digit() || *byte == b']')
}

/// Whether a unit follows: `450 bytes`, `500 messages`.
fn is_measure(bytes: &[u8], at: usize) -> bool {
    const UNITS: &[&[u8]] = &[
        b"byte",
        b"kb",
        b"kib",
        b"mb",
        b"mib",
        b"second",
        b"sec ",
        b"minute",
        b"hour",
        b"day",
        b"message",
        b"mail",
        b"recipients",
        b"connections",
        b"attempts",
        b"ms ",
        b"percent",
        b"character",
        b"user",
        b"octet",
        b"/ ",
        b"max",
    ];
    let Some(rest) = bytes.get(at..) else { return false };
    let Some(rest) = rest.strip_prefix(b" ") else { return false };
    UNITS.iter().any(|unit| rest.get(..unit.len()).is_some_and(|word| word.eq_ignore_ascii_case(unit)))
        && !rest.get(..7).is_some_and(|word| {
            [b"mailbox", b"message", b"maximum"].iter().any(|known| word.eq_ignore_ascii_case(known.as_slice()))
        })
        && !rest.get(..5).is_some_and(|word| word.eq_ignore_ascii_case(b"user ") || word.eq_ignore_ascii_case(b"mail "))
}

/// The length of the enhanced status code at `at` (RFC 3463 section 2: class, subject, detail), where one can be.
fn status_at(bytes: &[u8], at: usize) -> Option<usize> {
    if !matches!(bytes.get(at), Some(b'2' | b'4' | b'5')) || bytes.get(at + 1) != Some(&b'.') {
        return None;
    }
    // The registry's subjects are 0 to 7 (RFC 3463 section 2).
    if !matches!(bytes.get(at + 2), Some(b'0'..=b'7')) || bytes.get(at + 3) != Some(&b'.') {
        return None;
    }
    let detail = bytes.iter().skip(at + 4).take(4).take_while(|byte| byte.is_ascii_digit()).count();
    if !(1..=3).contains(&detail) {
        return None;
    }
    let end = at + 4 + detail;
    let ends = match bytes.get(end) {
        None => true,
        Some(b'.') => !bytes.get(end + 1).is_some_and(u8::is_ascii_alphanumeric),
        Some(byte) => !byte.is_ascii_alphanumeric() && !matches!(byte, b'/' | b'@' | b'_'),
    };
    (ends && !follows_a_version(bytes, at)).then_some(end - at)
}

/// Whether the word before `at` names a program, so that what follows is its version.
fn follows_a_version(bytes: &[u8], at: usize) -> bool {
    const PROGRAMS: &[&str] = &[
        "version",
        "exim",
        "postfix",
        "sendmail",
        "release",
        "ver",
        "spamassassin",
        "amavisd-new",
        "clamav",
        "build",
        "esmtp",
    ];
    let before = bytes.get(..at).unwrap_or_default().trim_ascii_end();
    let start =
        before.iter().rposition(|byte| !byte.is_ascii_alphanumeric() && *byte != b'-').map_or(0, |last| last + 1);
    let word = before.get(start..).unwrap_or_default();
    at > before.len() && PROGRAMS.iter().any(|program| word.eq_ignore_ascii_case(program.as_bytes()))
}

fn reply_standing(text: &str, at: usize) -> Standing {
    let bytes = text.as_bytes();
    let after = bytes.get(at + 3..).unwrap_or_default();
    let next = after.strip_prefix(b" ").or_else(|| after.strip_prefix(b"-")).or_else(|| after.strip_prefix(b": "));
    // `550 #5.1.1` is qmail's and goo's way, `550-'5.1.1 …'` that of gateways which quote a server.
    let beside = next.is_some_and(|next| {
        let next = next.strip_prefix(b"#").or_else(|| next.strip_prefix(b"'")).unwrap_or(next);
        status_at(next, 0).is_some() && next.first() == bytes.get(at)
    });
    let before = text.get(..at).unwrap_or_default();
    if beside
        || is_named(
            before,
            &[
                "said: ",
                "said:",
                "<<< ",
                "returned ",
                "returned '",
                "error: ",
                "response: ",
                "said ",
                "error_code :",
                "response was: ",
            ],
        )
    {
        Standing::Named
    } else if is_line_start(before) {
        Standing::First
    } else if before.ends_with([':', '\'', '"', '(', '[', '<', '{', '#'])
        || before.ends_with(": ")
        || before.ends_with("; ")
    {
        Standing::Led
    } else {
        Standing::Loose
    }
}

fn status_standing(text: &str, at: usize, length: usize) -> Standing {
    let bytes = text.as_bytes();
    let before = text.get(..at).unwrap_or_default();
    let behind = before.strip_suffix(['#', '\'']).unwrap_or(before);
    let beside = behind.strip_suffix([' ', '-']).or_else(|| behind.strip_suffix(": ")).is_some_and(|before| {
        let code = before.len().checked_sub(3).and_then(|from| bytes.get(from..before.len()));
        code.is_some_and(|code| code.iter().all(u8::is_ascii_digit) && code.first() == bytes.get(at))
    });
    if beside
        || before.ends_with('#')
        || is_named(before, &["dsn=", "status: ", "status=", "dsn: ", "code: ", "error_code :"])
    {
        Standing::Named
    } else if is_line_start(before) {
        Standing::First
    } else if before.ends_with([':', '\'', '"', '(', '[', '<', '{'])
        || before.ends_with(": ")
        || bytes.get(at + length) == Some(&b')')
    {
        Standing::Led
    } else {
        Standing::Loose
    }
}

fn is_line_start(before: &str) -> bool {
    before.trim_end_matches([' ', '\t']).chars().next_back().is_none_or(|last| matches!(last, '\n' | '\r'))
}

fn is_named(before: &str, names: &[&str]) -> bool {
    let bytes = before.as_bytes();
    names.iter().any(|name| {
        let tail = bytes.len().checked_sub(name.len()).and_then(|from| bytes.get(from..));
        tail.is_some_and(|tail| tail.eq_ignore_ascii_case(name.as_bytes()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> (Option<&str>, Option<&str>) {
        let codes = codes(text);
        (codes.reply_code.map(|code| code.text), codes.status.map(|code| code.text))
    }

    #[test]
    fn a_number_before_one_connection_is_a_code_and_before_several_a_count() {
        assert_eq!(codes("426 connection timed out").reply_code.map(|code| code.text), Some("426"));
        assert!(codes("too many: 450 connections from 192.0.2.1").reply_code.is_none());
        assert_eq!(codes("550 maximum allowed message size is 20MB").reply_code.map(|code| code.text), Some("550"));
    }

    #[test]
    fn both_codes_of_a_plain_reply_are_found() {
        assert_eq!(found("550 5.1.1 <kim@example.com>: user unknown"), (Some("550"), Some("5.1.1")));
        assert_eq!(found("550-5.7.26 Unauthenticated\n550 5.7.26 mail"), (Some("550"), Some("5.7.26")));
        assert_eq!(found("550 user unknown"), (Some("550"), None));
        assert_eq!(found("5.1.1 user unknown"), (None, Some("5.1.1")));
        assert_eq!(found("421"), (Some("421"), None));
    }

    #[test]
    fn qmail_writes_its_status_in_brackets() {
        assert_eq!(found("553 sorry, that address is not here (#5.7.1)"), (Some("553"), Some("5.7.1")));
    }

    #[test]
    fn a_log_line_gives_the_servers_codes() {
        let postfix = "Feb 13 21:23:21 mx postfix/smtp[450]: 4QxYz550: to=<kim@example.com>, relay=mx.example.net[192.0.2.5]:25, \
                       delay=550, dsn=5.2.2, status=bounced (host mx.example.net[192.0.2.5] said: 552 5.2.2 mailbox full)";
        assert_eq!(found(postfix), (Some("552"), Some("5.2.2")));
        let exim = "** kim@example.com R=dnslookup T=remote_smtp: SMTP error from remote mail server after RCPT TO:<kim@example.com>: \
                    host mx.example.net [192.0.2.5]: 550 no such user";
        assert_eq!(found(exim), (Some("550"), None));
    }

    #[test]
    fn the_quoted_servers_code_counts_before_the_one_of_the_gateway_that_quotes_it() {
        let words =
            "5.1.0 - Unknown address error 550-'5.7.1 <bo@example.com>... Access denied' (delivery attempts: 0)";
        assert_eq!(found(words), (Some("550"), Some("5.7.1")));
    }

    #[test]
    fn addresses_sizes_ports_and_versions_are_no_codes() {
        assert_eq!(found("connect to mx.example.net[5.1.1.9]:25: timed out"), (None, None));
        assert_eq!(found("message of 552 bytes, limit 500 KB"), (None, None));
        assert_eq!(found("[192.0.2.1]:550: no route"), (None, None));
        assert_eq!(found("mx postfix/smtpd[450]: warning: hostname a.example does not resolve"), (None, None));
        assert_eq!(found("sent by Exim 4.7.2 on 2026-02-550"), (None, None));
        assert_eq!(found("call 555-0199"), (None, None));
    }
}
