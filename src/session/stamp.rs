//! The time that a line of a transcript begins with.

use crate::refusal::log_line;

const DAY: i64 = 24 * 60 * 60 * 1000;

/// A moment as a transcript tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp<'a> {
    /// As it is written.
    pub text: &'a str,
    /// Its date, where it has one.
    day: &'a str,
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
        Some(Self { text, day: "", millis })
    }

    /// How long after another it came. Sessions are short: a clock that went back has passed midnight.
    pub(super) fn after(&self, earlier: &Self) -> i64 {
        (self.millis - earlier.millis).rem_euclid(DAY)
    }

    /// The same for what may take days: known where both are of one day.
    pub(super) fn after_on_a_day(&self, earlier: &Self) -> Option<i64> {
        (self.day == earlier.day).then(|| self.after(earlier))
    }
}

/// Takes the time off a line, with what syslog writes behind it still there: the time, and the rest.
pub(super) fn split(line: &str) -> (Option<Stamp<'_>>, &str) {
    let open = line.trim_start();
    if let Some((stamp, rest)) = multilog(open) {
        return (Some(stamp), rest);
    }
    let bracketed = open.starts_with(['[', '(']);
    let head = open.trim_start_matches(['[', '(']);
    let date = if log_line::begins_with_a_stamp(head) { date_length(head) } else { 0 };
    let Some(rest) = head.get(date..) else { return (None, line) };
    // A clock alone has its seconds.
    let is_whole = matches!(rest.as_bytes(), [_, _, b':', _, _, b':', ..]);
    let Some((millis, length)) = clock(rest).filter(|_| is_whole) else {
        return dated(head).map_or((None, line), |(stamp, rest)| (Some(stamp), behind_stamp(rest, bracketed)));
    };
    let (text, rest) = head.split_at_checked(date + length).unwrap_or((head, ""));
    let rest = behind_stamp(rest, bracketed);
    (Some(Stamp { text, day: head.get(..date).unwrap_or_default(), millis }), rest)
}

/// What stands behind a stamp, without what parts them.
fn behind_stamp(rest: &str, bracketed: bool) -> &str {
    let rest = if bracketed { rest.strip_prefix([']', ')']).unwrap_or(rest) } else { rest };
    rest.strip_prefix(" - ").or_else(|| rest.strip_prefix(": ")).or_else(|| rest.strip_prefix(' ')).unwrap_or(rest)
}

/// The stamps of multilog and splogger: `@` with a TAI64N label in hexadecimal digits, or seconds with a point.
fn multilog(line: &str) -> Option<(Stamp<'_>, &str)> {
    let (text, rest) = line.split_once(' ')?;
    let millis = if let Some(label) = text.strip_prefix('@').filter(|label| label.len() == 24) {
        let seconds = i64::from(u32::from_str_radix(label.get(8..16)?, 16).ok()?);
        seconds * 1000 + i64::from(u32::from_str_radix(label.get(16..)?, 16).ok()?) / 1_000_000
    } else {
        let (seconds, part) = text.split_once('.').filter(|(seconds, part)| seconds.len() >= 9 && part.len() >= 6)?;
        i64::from(seconds.parse::<u32>().ok()?) * 1000 + thousandths(part)
    };
    Some((Stamp { text, day: "", millis }, rest))
}

/// A date with its clock at the beginning of a text, as people write them, and the rest: `5/16/2025, 3:43 PM`,
/// `Nov 26, 2020 3:56:03 AM`, `Fri Feb 13 21:23:21 2026`.
pub(super) fn dated(text: &str) -> Option<(Stamp<'_>, &str)> {
    let colon = text.bytes().take(28).position(|byte| byte == b':')?;
    let hours = text.get(..colon)?.bytes().rev().take(2).take_while(u8::is_ascii_digit).count();
    let (day, rest) = text.split_at_checked(colon - hours)?;
    let (millis, mut end) = clock(rest)?;
    let year = rest.get(end..end + 5).and_then(|year| year.strip_prefix(" 20"));
    if year.is_some_and(|year| year.parse::<u8>().is_ok()) {
        end += 5;
    }
    let (text, rest) = text.split_at_checked(day.len() + end)?;
    is_date(day).then_some((Stamp { text, day, millis }, rest))
}

/// Whether a text is a date and nothing else.
fn is_date(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let first = text.bytes().take_while(u8::is_ascii_digit).count();
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b" ,./-".contains(&byte))
        && match first {
            // `Feb 13, 2026`, `Fri Feb 13`
            0 => digits >= 1 && matches!(text.as_bytes().get(3), Some(b' ' | b',')),
            // A reply code has three.
            1 | 2 | 4 => (3..=8).contains(&digits),
            _ => false,
        }
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

/// The clock that a text begins with, in milliseconds since midnight, and its length: `21:23:21.512Z`, `9:41 AM`.
fn clock(text: &str) -> Option<(i64, usize)> {
    let bytes = text.as_bytes();
    let number =
        |from: usize, to: usize| text.get(from..to)?.parse::<i64>().ok().filter(|number| (0..61).contains(number));
    let colon = bytes.iter().take(3).position(|byte| *byte == b':')?;
    let (mut hours, minutes) = (number(0, colon)?, number(colon + 1, colon + 3)?);
    let mut end = colon + 3;
    let mut millis = minutes * 60_000;
    if bytes.get(end) == Some(&b':') {
        millis += number(end + 1, end + 3)? * 1000;
        end += 3;
    }
    if matches!(bytes.get(end), Some(b'.' | b',')) {
        let digits = bytes.get(end + 1..)?.iter().take(12).take_while(|byte| byte.is_ascii_digit()).count();
        millis += thousandths(text.get(end + 1..end + 1 + digits)?);
        end += 1 + digits;
    }
    let rest = text.get(end..)?;
    // Windows puts a narrow blank before it.
    let half = rest.trim_start_matches([' ', '\u{202f}']);
    match rest.as_bytes() {
        [b'Z', ..] => end += 1,
        [b'+' | b'-', b'0'..=b'9', b'0'..=b'9', b':', b'0'..=b'9', b'0'..=b'9', ..] => end += 6,
        [b'+' | b'-', b'0'..=b'9', b'0'..=b'9', b'0'..=b'9', b'0'..=b'9', ..] => end += 5,
        _ if half.starts_with("AM") || half.starts_with("PM") => {
            end += rest.len() - half.len() + 2;
            hours = hours % 12 + if half.starts_with('P') { 12 } else { 0 };
        }
        _ => {}
    }
    Some((millis + hours * 3_600_000, end))
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
        for date in ["13.02.2026 21:23:21", "2/13/26 9:23:21 PM", "Fri Feb 13 21:23:21 2026", "13-Feb-2026 21:23:21"] {
            let line = format!("[{date}] EHLO x");
            let (stamp, rest) = split(&line);
            assert_eq!((stamp.map(|stamp| stamp.text), rest), (Some(date), "EHLO x"));
        }
        assert_eq!(split("220 mx.example").1, "220 mx.example");
        assert_eq!(split("250 2.0.0 ok").0, None);
        assert_eq!(split("250-2.1.0 ok").0, None);
    }

    #[test]
    fn a_date_as_people_write_it_is_a_moment() {
        for (text, stamp, millis) in [
            ("Nov 26, 2020 3:56:03 AM", "Nov 26, 2020 3:56:03 AM", (3 * 60 + 56) * 60_000 + 3_000),
            ("5/16/2025, 12:43 PM", "5/16/2025, 12:43 PM", (12 * 60 + 43) * 60_000),
            ("5/16/2025 12:43 AM Fail", "5/16/2025 12:43 AM", 43 * 60_000),
            ("11.08.2026 09:47:13", "11.08.2026 09:47:13", (9 * 60 + 47) * 60_000 + 13_000),
            ("2026-02-13T21:23:21.157Z", "2026-02-13T21:23:21.157Z", (21 * 60 + 23) * 60_000 + 21_157),
        ] {
            let (found, _) = dated(text).unwrap();
            assert_eq!((found.text, found.millis), (stamp, millis), "{text}");
        }
        for text in [
            "Reason: [",
            "10:43",
            "Message received by: x",
            "",
            "é:",
            "221 2.0.0 bye at 10:20",
            "220 mx 12.02.26 10:20",
        ] {
            assert!(dated(text).is_none(), "{text}");
        }
    }

    #[test]
    fn the_stamps_of_qmail_are_moments() {
        let at = |line| split(line).0.unwrap();
        let (early, late) = (at("@400000004996a0b91dcd6500 x"), at("@400000004996a0bb00000000 x"));
        assert_eq!(late.after(&early), 1_500);
        assert_eq!(split("1234567890.500000 delivery 5: x").1, "delivery 5: x");
    }

    #[test]
    fn a_session_may_pass_midnight() {
        let at = |line| split(line).0.unwrap();
        assert_eq!(at("00:00:01.5 x").after(&at("23:59:59 x")), 2_500);
        let since = |text| Stamp::since_start(text).unwrap();
        assert_eq!(since("1.5s").after(&since("182ms")), 1_318);
    }
}
