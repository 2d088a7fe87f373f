//! The time that a line of a transcript begins with.

use crate::smtp::log;

const DAY: i64 = 24 * 60 * 60 * 1000;

/// A moment as a transcript tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp<'a> {
    /// As it is written.
    pub text: &'a str,
    /// Milliseconds since midnight, or since the connection.
    millis: i64,
}

impl<'a> Stamp<'a> {
    /// The time since the connection, as `182ms` or `1.5s`.
    pub(super) fn since_start(text: &'a str) -> Option<Self> {
        let end = text.find(|letter: char| !letter.is_ascii_digit() && letter != '.')?;
        let (number, unit) = text.split_at_checked(end)?;
        let (whole, part) = number.split_once('.').unwrap_or((number, ""));
        let whole: i64 = whole.parse().ok()?;
        let millis = match unit {
            "ns" | "µs" | "us" => 0,
            "ms" => whole,
            "s" => whole.checked_mul(1000)?.checked_add(thousandths(part))?,
            _ => return None,
        };
        Some(Self { text, millis })
    }

    /// How long after another it came. Sessions are short: a clock that went back has passed midnight.
    pub(super) fn after(&self, earlier: &Self) -> i64 {
        (self.millis - earlier.millis).rem_euclid(DAY)
    }
}

/// Takes the time off a line, with what syslog writes behind it still there: the time, and the rest.
pub(super) fn split(line: &str) -> (Option<Stamp<'_>>, &str) {
    let open = line.trim_start();
    let bracketed = open.starts_with(['[', '(']);
    let head = open.trim_start_matches(['[', '(']);
    let date = if log::begins_with_a_stamp(head) { date_length(head) } else { 0 };
    let Some(rest) = head.get(date..) else { return (None, line) };
    let Some((millis, length)) = clock(rest) else { return (None, line) };
    let (text, rest) = head.split_at_checked(date + length).unwrap_or((head, ""));
    let rest = if bracketed { rest.strip_prefix([']', ')']).unwrap_or(rest) } else { rest };
    let rest =
        rest.strip_prefix(" - ").or_else(|| rest.strip_prefix(": ")).or_else(|| rest.strip_prefix(' ')).unwrap_or(rest);
    (Some(Stamp { text, millis }), rest)
}

/// How long the date is, with what parts it from the clock: `2026-02-13T`, `Feb 13 `.
fn date_length(line: &str) -> usize {
    if line.starts_with(|first: char| first.is_ascii_digit()) {
        return 11;
    }
    let day = line.get(4..).unwrap_or_default();
    let spaces = day.len() - day.trim_start().len();
    let digits = day.trim_start().bytes().take(2).take_while(u8::is_ascii_digit).count();
    4 + spaces + digits + 1
}

/// The clock that a text begins with, in milliseconds since midnight, and its length: `21:23:21.512Z`, `09:41:12 AM`.
fn clock(text: &str) -> Option<(i64, usize)> {
    let bytes = text.as_bytes();
    let two = |at: usize| -> Option<i64> {
        text.get(at..at + 2)?.parse().ok().filter(|number: &i64| (0..61).contains(number))
    };
    let sound = bytes.get(2) == Some(&b':') && bytes.get(5) == Some(&b':') && bytes.first()?.is_ascii_digit();
    if !sound {
        return None;
    }
    let (hours, minutes, seconds) = (two(0)?, two(3)?, two(6)?);
    let mut end = 8;
    let mut millis = ((hours * 60 + minutes) * 60 + seconds) * 1000;
    if matches!(bytes.get(end), Some(b'.' | b',')) {
        let digits = bytes.get(end + 1..)?.iter().take(12).take_while(|byte| byte.is_ascii_digit()).count();
        millis += thousandths(text.get(end + 1..end + 1 + digits)?);
        end += 1 + digits;
    }
    let rest = bytes.get(end..).unwrap_or_default();
    match rest {
        [b'Z', ..] => end += 1,
        [b'+' | b'-', b'0'..=b'9', b'0'..=b'9', b':', b'0'..=b'9', b'0'..=b'9', ..] => end += 6,
        [b'+' | b'-', b'0'..=b'9', b'0'..=b'9', b'0'..=b'9', b'0'..=b'9', ..] => end += 5,
        [b' ', b'A', b'M', ..] => end += 3,
        [b' ', b'P', b'M', ..] => {
            end += 3;
            millis += DAY / 2;
        }
        _ => {}
    }
    Some((millis, end))
}

fn thousandths(digits: &str) -> i64 {
    digits
        .bytes()
        .chain(std::iter::repeat(b'0'))
        .take(3)
        .fold(0, |sum, digit| sum * 10 + i64::from(digit.saturating_sub(b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_is_taken_off_whatever_writes_it() {
        for (line, text, rest) in [
            ("Feb 13 21:23:21 mx postfix/smtpd[1]: x", "Feb 13 21:23:21", "mx postfix/smtpd[1]: x"),
            ("Feb  3 21:23:21 mx", "Feb  3 21:23:21", "mx"),
            ("2026-02-13T21:23:21.512Z,a", "2026-02-13T21:23:21.512Z", ",a"),
            ("2026-02-13 21:23:21,512 x", "2026-02-13 21:23:21,512", "x"),
            ("2026-02-13T21:23:21.512+01:00 x", "2026-02-13T21:23:21.512+01:00", "x"),
            ("[21:23:21.512] -> EHLO", "21:23:21.512", "-> EHLO"),
            ("09:41:12 AM - Server: 220", "09:41:12 AM", "Server: 220"),
        ] {
            let (stamp, left) = split(line);
            assert_eq!((stamp.map(|stamp| stamp.text), left), (Some(text), rest), "{line}");
        }
        assert_eq!(split("220 mx.example").1, "220 mx.example");
        assert_eq!(split("250-2.1.0 ok").0, None);
    }

    #[test]
    fn a_session_may_pass_midnight() {
        let at = |line| split(line).0.unwrap();
        assert_eq!(at("00:00:01.5 x").after(&at("23:59:59 x")), 2_500);
        let since = |text| Stamp::since_start(text).unwrap();
        assert_eq!(since("1.5s").after(&since("182ms")), 1_318);
    }
}
