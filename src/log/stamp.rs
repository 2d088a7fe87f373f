//! The time that a line of a log begins with: syslog, ISO 8601, Exim, TAI64N, seconds of the epoch.

/// A moment as a log writes it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Stamp<'a> {
    /// As it is written.
    pub text: &'a str,
    /// Seconds, for the distance between two stamps of one log: from no fixed origin, because syslog writes no year.
    pub seconds: Option<i64>,
}

const DAY: i64 = 86_400;

/// Takes the stamp off a line: the stamp, and the rest behind the blank that follows it.
pub(super) fn split(line: &str) -> Option<(Stamp<'_>, &str)> {
    let bytes = line.as_bytes();
    let length = match bytes.first()? {
        b'@' => tai(line)?,
        b'0'..=b'9' => iso(bytes).or_else(|| epoch(bytes))?,
        b'A'..=b'Z' => syslog(bytes)?,
        _ => return None,
    };
    let (text, rest) = line.split_at_checked(length)?;
    Some((Stamp { text, seconds: seconds(text) }, rest.strip_prefix([' ', '\t']).unwrap_or(rest)))
}

/// `Feb 13 21:23:21`, with one or two digits of the day; with a year before the clock, as some relays write it.
fn syslog(bytes: &[u8]) -> Option<usize> {
    if bytes.get(3) != Some(&b' ') || month(bytes.get(..3)?).is_none() {
        return None;
    }
    let mut at = 4;
    while bytes.get(at) == Some(&b' ') {
        at += 1;
    }
    let from = at;
    while bytes.get(at).is_some_and(u8::is_ascii_digit) {
        at += 1;
    }
    if !(1..=2).contains(&(at - from)) || bytes.get(at) != Some(&b' ') {
        return None;
    }
    at += 1;
    if bytes.get(at..at + 5).is_some_and(|year| year.starts_with(b"20") && year.ends_with(b" ")) {
        at += 5;
    }
    clock(bytes, at)
}

/// `2026-02-13T21:23:21.512+01:00`, `2026-02-13 21:23:21.512 +0100`.
fn iso(bytes: &[u8]) -> Option<usize> {
    let digits = |from: usize, to: usize| bytes.get(from..to).is_some_and(|part| part.iter().all(u8::is_ascii_digit));
    let mark = *bytes.get(4)?;
    let is_date = digits(0, 4)
        && matches!(mark, b'-' | b'/')
        && digits(5, 7)
        && bytes.get(7) == Some(&mark)
        && digits(8, 10)
        && matches!(bytes.get(10), Some(b'T' | b' '));
    if !is_date {
        return None;
    }
    let end = clock(bytes, 11)?;
    // The zone may stand behind a blank.
    let zone = bytes.get(end..end + 6);
    let is_zone = |zone: &[u8]| {
        matches!(zone, [b' ', b'+' | b'-', digits @ ..] if digits.iter().all(u8::is_ascii_digit))
            && !bytes.get(end + 6).is_some_and(u8::is_ascii_digit)
    };
    Some(if zone.is_some_and(is_zone) { end + 6 } else { end })
}

/// `21:23:21`, with a fraction and a zone.
fn clock(bytes: &[u8], at: usize) -> Option<usize> {
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let is_clock = digit(at)
        && digit(at + 1)
        && bytes.get(at + 2) == Some(&b':')
        && digit(at + 3)
        && digit(at + 4)
        && bytes.get(at + 5) == Some(&b':')
        && digit(at + 6)
        && digit(at + 7);
    if !is_clock {
        return None;
    }
    let mut end = at + 8;
    if matches!(bytes.get(end), Some(b'.' | b',')) && digit(end + 1) {
        end += 1;
        while digit(end) {
            end += 1;
        }
    }
    match bytes.get(end) {
        Some(b'Z') => end += 1,
        Some(b'+' | b'-') if digit(end + 1) && digit(end + 2) => {
            let colon = usize::from(bytes.get(end + 3) == Some(&b':'));
            if digit(end + 3 + colon) && digit(end + 4 + colon) {
                end += 5 + colon;
            }
        }
        _ => {}
    }
    Some(end)
}

/// multilog's TAI64N label.
fn tai(line: &str) -> Option<usize> {
    let label = line.get(1..25)?;
    label.bytes().all(|byte| byte.is_ascii_hexdigit()).then_some(25)
}

/// splogger's seconds: `1234567890.500000`.
fn epoch(bytes: &[u8]) -> Option<usize> {
    let whole = bytes.iter().take(12).take_while(|byte| byte.is_ascii_digit()).count();
    if !(9..=10).contains(&whole) || bytes.get(whole) != Some(&b'.') {
        return None;
    }
    let part = bytes.get(whole + 1..)?.iter().take(10).take_while(|byte| byte.is_ascii_digit()).count();
    (part >= 3 && bytes.get(whole + 1 + part) == Some(&b' ')).then_some(whole + 1 + part)
}

fn month(name: &[u8]) -> Option<i64> {
    const MONTHS: [&[u8]; 12] =
        [b"Jan", b"Feb", b"Mar", b"Apr", b"May", b"Jun", b"Jul", b"Aug", b"Sep", b"Oct", b"Nov", b"Dec"];
    (1..).zip(MONTHS).find(|(_, month)| *month == name).map(|(number, _)| number)
}

/// The seconds of a stamp, as [`Stamp::seconds`] counts them; also for dates that people write: `2/13/2026 9:23:21 PM`.
pub(super) fn seconds(text: &str) -> Option<i64> {
    let bytes = text.as_bytes();
    if bytes.first() == Some(&b'@') {
        return i64::from_str_radix(text.get(9..17)?, 16).ok();
    }
    if bytes.first().is_some_and(u8::is_ascii_alphabetic) {
        let month = month(bytes.get(..3)?)?;
        let mut words = text.get(4..)?.split_ascii_whitespace();
        let day: i64 = words.next()?.trim_end_matches(',').parse().ok()?;
        let mut clock = words.next()?;
        let mut year = 2000;
        if !clock.contains(':') {
            year = clock.trim_end_matches(',').parse().ok()?;
            clock = words.next()?;
        }
        return Some(days(year, month, day)? * DAY + time_of_day(clock, words.next())?);
    }
    if bytes.iter().take(4).all(u8::is_ascii_digit) && bytes.get(4).is_some_and(|mark| matches!(mark, b'-' | b'/')) {
        let number = |from: usize, to: usize| text.get(from..to)?.parse::<i64>().ok();
        let day = days(number(0, 4)?, number(5, 7)?, number(8, 10)?)?;
        let clock = text.get(11..)?;
        return Some(day * DAY + time_of_day(clock, None)? - offset(clock));
    }
    if let Some((whole, part)) = text.split_once('.')
        && part.bytes().all(|byte| byte.is_ascii_digit())
    {
        return whole.parse().ok();
    }
    // As Microsoft's tools write it in the United States.
    let (date, rest) = text.split_once([' ', ','])?;
    let mut parts = date.split('/').map(|part| part.parse::<i64>().ok());
    let (month, day, year) = (parts.next()??, parts.next()??, parts.next()??);
    let mut words = rest.trim_start().split(' ');
    Some(
        days(if year < 100 { 2000 + year } else { year }, month, day)? * DAY
            + time_of_day(words.next()?, words.next())?,
    )
}

/// Days since a fixed one, in the Gregorian calendar; years count from March, so that a leap day is the last of one.
fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || !(0..=9999).contains(&year) {
        return None;
    }
    let year = if month <= 2 { year - 1 } else { year };
    let month = (month + 9) % 12;
    Some(365 * year + year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400) + (month * 306 + 5) / 10 + day)
}

fn time_of_day(clock: &str, half: Option<&str>) -> Option<i64> {
    let mut parts = clock.split(':');
    let mut hours: i64 = parts.next()?.parse().ok()?;
    let minutes: i64 = parts.next()?.get(..2)?.parse().ok()?;
    let seconds: i64 = parts.next().map_or(Some(0), |part| part.get(..2)?.parse().ok())?;
    match half {
        Some("AM") => hours %= 12,
        Some("PM") => hours = hours % 12 + 12,
        _ => {}
    }
    ((0..24).contains(&hours) && (0..60).contains(&minutes) && (0..=60).contains(&seconds))
        .then_some(hours * 3600 + minutes * 60 + seconds)
}

/// The zone of an ISO clock, in seconds.
fn offset(clock: &str) -> i64 {
    let Some(at) = clock.rfind(['+', '-']) else { return 0 };
    let sign = if clock.as_bytes().get(at) == Some(&b'-') { -1 } else { 1 };
    let digits: String =
        clock.get(at + 1..).unwrap_or_default().bytes().filter(u8::is_ascii_digit).map(char::from).collect();
    let number = |from: usize, to: usize| digits.get(from..to).and_then(|part| part.parse::<i64>().ok()).unwrap_or(0);
    sign * (number(0, 2) * 3600 + number(2, 4) * 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_stamp_is_taken_off() {
        for (line, stamp, rest) in [
            ("Feb 13 21:23:21 mx postfix", "Feb 13 21:23:21", "mx postfix"),
            ("Feb  3 21:23:21 mx", "Feb  3 21:23:21", "mx"),
            ("Feb 3 2026 21:23:21 mx", "Feb 3 2026 21:23:21", "mx"),
            ("2026-02-13T21:23:21.512345+01:00 mx x", "2026-02-13T21:23:21.512345+01:00", "mx x"),
            ("2026-02-13T21:23:21+0100 mx x", "2026-02-13T21:23:21+0100", "mx x"),
            ("2026-02-13 21:23:21.512 +0100 1rLAbC-0001Xy-2Z x", "2026-02-13 21:23:21.512 +0100", "1rLAbC-0001Xy-2Z x"),
            ("@400000004996a0b91dcd6500 new msg 5", "@400000004996a0b91dcd6500", "new msg 5"),
            ("1234567890.500000 end msg 5", "1234567890.500000", "end msg 5"),
        ] {
            let (found, left) = split(line).unwrap();
            assert_eq!((found.text, left), (stamp, rest));
            assert!(found.seconds.is_some(), "{line}");
        }
        for line in ["Feb 13", "250 2.0.0 ok", "550-5.1.1 no", "May I ask 21:23:21", "", "é", "@4", "2026-02-13"] {
            assert!(split(line).is_none(), "{line}");
        }
    }

    #[test]
    fn distances_reach_over_days_months_and_zones() {
        let between = |a, b| seconds(b).unwrap() - seconds(a).unwrap();
        assert_eq!(between("Feb 28 23:59:59", "Mar  1 00:00:01"), 86_402);
        assert_eq!(between("2026-02-13T21:23:21Z", "2026-02-13T23:23:21+01:00"), 3_600);
        assert_eq!(between("2/13/2026 11:59:59 AM", "2/13/2026 12:00:01 PM"), 2);
        assert_eq!(between("Feb 13, 2026 9:23:21 PM", "2026-02-13T21:23:22Z"), 1);
    }
}
