//! The time that a line of a transcript begins with.

use crate::smtp::log;

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
    let date = if log::begins_with_a_stamp(head) { date_length(head) } else { 0 };
    let Some(rest) = head.get(date..) else { return (None, line) };
    let Some((millis, length)) = clock(rest) else {
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
    let colon = text.get(..text.floor_char_boundary(28))?.find(':')?;
    let digits = text.get(..colon)?.bytes().rev().take(2).take_while(u8::is_ascii_digit).count();
    let day = text.get(..colon - digits)?;
    let number = |from: usize, to: usize| text.get(from..to)?.parse::<i64>().ok().filter(|number| *number < 60);
    let (mut hours, minutes) = (number(colon - digits, colon)?, number(colon + 1, colon + 3)?);
    let mut end = colon + 3;
    let mut millis = 0;
    if text.get(end..)?.starts_with(':') {
        millis = number(end + 1, end + 3)? * 1000;
        end += 3;
        if let Some(part) = text.get(end..)?.strip_prefix('.') {
            let length = part.bytes().take_while(u8::is_ascii_digit).count();
            millis += thousandths(part.get(..length)?);
            end += 1 + length;
        }
    }
    let rest = text.get(end..)?;
    let half = rest.trim_start_matches([' ', '\u{202f}', '\u{a0}']);
    if let Some(half) = half.get(..2).filter(|half| matches!(*half, "AM" | "PM")) {
        hours = hours % 12 + if half == "PM" { 12 } else { 0 };
        end = text.len() - rest.len() + rest.find(half)? + 2;
    } else if rest.starts_with('Z') {
        end += 1;
    } else if let Some(year) = rest.get(..5)
        && year.strip_prefix(" 20").is_some_and(|year| year.bytes().all(|byte| byte.is_ascii_digit()))
    {
        end += 5;
    }
    let millis = millis + (hours * 60 + minutes) * 60_000;
    is_date(day)
        .then(|| (Stamp { text: text.get(..end).unwrap_or(text), day, millis }, text.get(end..).unwrap_or_default()))
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

/// Whether a text is a date and nothing else.
fn is_date(text: &str) -> bool {
    const NAMES: &str = "JanFebMarAprMayJunJulAugSepOctNovDecMonTueWedThuFriSatSun";
    let mut numbers = 0;
    let mut names = 0;
    let is_part = |part: &str| {
        let is_number = matches!(part.len(), 1 | 2 | 4) && part.bytes().all(|byte| byte.is_ascii_digit());
        let is_name = part.len() >= 3 && part.get(..3).is_some_and(|begin| NAMES.contains(begin));
        numbers += usize::from(is_number);
        names += usize::from(is_name);
        is_number || is_name
    };
    let mut parts = text.split([' ', ',', '/', '.', '-', 'T']).filter(|part| !part.is_empty());
    parts.all(is_part) && (numbers == 3 || names > 0 && matches!(numbers, 1 | 2))
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
