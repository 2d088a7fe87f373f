//! Times and durations in words, for findings and for the page.

use chrono::{DateTime, Datelike, Timelike, Utc};

const MINUTE: u64 = 60;
const HOUR: u64 = 3_600;
const DAY: u64 = 86_400;

/// A duration to the second: `2 h 29 min 47 s`. The sign is left out.
#[must_use]
pub fn exact(seconds: i64) -> String {
    let seconds = seconds.unsigned_abs();
    let units =
        [("d", seconds / DAY), ("h", seconds % DAY / HOUR), ("min", seconds % HOUR / MINUTE), ("s", seconds % MINUTE)];
    let said: Vec<String> = units
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(unit, count)| format!("{} {unit}", grouped(*count)))
        .collect();
    if said.is_empty() { "0 s".to_owned() } else { said.join(" ") }
}

/// A duration as one says it: `1 h 30 min` for 1 h 29 min 47 s. The sign is left out.
#[must_use]
pub fn rounded(seconds: i64) -> String {
    exact(i64::try_from(round(seconds.unsigned_abs())).unwrap_or(i64::MAX))
}

/// Rounded to what matters at its size: seconds under two minutes, minutes under an hour, five minutes under ten hours,
/// hours under two days, days above two months.
fn round(seconds: u64) -> u64 {
    let step = match seconds {
        0..120 => 1,
        120..3_570 => MINUTE,
        3_570..36_000 => 5 * MINUTE,
        36_000..5_184_000 => HOUR,
        _ => DAY,
    };
    seconds.saturating_add(step / 2) / step * step
}

/// What can be said of a duration between two bounds: `about 1 h 30 min`, or
/// `somewhere between 1 h 30 min and 2 h 30 min` where the two differ when rounded.
#[must_use]
pub fn between((least, most): (i64, i64)) -> String {
    let (low, high) = (rounded(least), rounded(most));
    // Clocks that agree to two seconds leave the bounds a step apart; that is no doubt worth words.
    if most.saturating_sub(least) <= 4 {
        let middle = least.midpoint(most);
        if middle < 120 { exact(middle) } else { format!("about {}", rounded(middle)) }
    } else if low == high {
        format!("about {low}")
    } else if least <= 0 {
        format!("anything up to {high}")
    } else {
        format!("somewhere between {low} and {high}")
    }
}

/// The shortest form, to a quarter of an hour or a day, for a postmark: `1½–2½ h`, `15 min`, `3 d`.
#[must_use]
pub fn short((least, most): (i64, i64)) -> String {
    let (least, most) = (least.unsigned_abs(), most.unsigned_abs());
    let (unit, name) = match most {
        0..100 => (1, "s"),
        100..5_000 => (MINUTE, "min"),
        5_000..172_800 => (HOUR, "h"),
        _ => (DAY, "d"),
    };
    let number = |seconds: u64| {
        let quarters = seconds.saturating_mul(4).saturating_add(unit / 2) / unit;
        match unit {
            HOUR | DAY if quarters < 40 => {
                let part = ["", "¼", "½", "¾"].get((quarters % 4) as usize).copied().unwrap_or_default();
                match quarters / 4 {
                    0 if !part.is_empty() => part.to_owned(),
                    whole => format!("{whole}{part}"),
                }
            }
            _ => grouped(seconds.saturating_add(unit / 2) / unit),
        }
    };
    let (low, high) = (number(least), number(most));
    if most - least.min(most) <= 4 {
        format!("{} {name}", number(least.midpoint(most)))
    } else if low == high {
        format!("{high} {name}")
    } else {
        format!("{low}–{high} {name}")
    }
}

/// Digits in groups of three: `1,234`.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut said = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            said.push(',');
        }
        said.push(digit);
    }
    said
}

/// A moment in UTC: `13 Feb 2009 21:23:26 UTC`.
#[must_use]
pub fn moment(time: DateTime<Utc>) -> String {
    format!("{} {} UTC", day(&time), clock_time(&time))
}

/// A day: `13 Feb 2009`. The `format` of chrono would add 10 KB to the page.
#[must_use]
pub fn day(time: &impl Datelike) -> String {
    format!("{} {}", day_of_year(time), time.year())
}

fn day_of_year(time: &impl Datelike) -> String {
    const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    format!("{} {}", time.day(), MONTHS.get(time.month0() as usize).copied().unwrap_or_default())
}

/// A time of day: `21:23:21`.
#[must_use]
pub fn clock_time(time: &impl Timelike) -> String {
    format!("{}:{:02}", to_the_minute(time), time.second())
}

fn to_the_minute(time: &impl Timelike) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// A stretch of time to search a log for, to the minute and in the log's own offset from UTC, in minutes:
/// `13 Feb 2009 21:23 to 23:54 UTC`, `13 Feb 2009 22:23 to 14 Feb 00:54 +0100`. The end is rounded up.
#[must_use]
pub fn window(from: DateTime<Utc>, to: DateTime<Utc>, utc_offset: i32) -> String {
    let (from, to) = if from <= to { (from, to) } else { (to, from) };
    let to = to.checked_add_signed(chrono::TimeDelta::seconds(59)).unwrap_or(to);
    let local =
        |time: DateTime<Utc>| time.naive_utc().checked_add_signed(chrono::TimeDelta::minutes(i64::from(utc_offset)));
    let (from, to, zone) = match (local(from), local(to)) {
        (Some(from), Some(to)) if utc_offset != 0 => {
            let size = utc_offset.unsigned_abs();
            (from, to, format!("{}{:02}{:02}", if utc_offset < 0 { '-' } else { '+' }, size / 60, size % 60))
        }
        _ => (from.naive_utc(), to.naive_utc(), "UTC".to_owned()),
    };
    let same_day = from.date() == to.date();
    let same_year = from.year() == to.year();
    let end = match (same_day, same_year) {
        (true, _) => to_the_minute(&to),
        (_, true) => format!("{} {}", day_of_year(&to), to_the_minute(&to)),
        _ => format!("{} {}", day(&to), to_the_minute(&to)),
    };
    format!("{} {} to {end} {zone}", day(&from), to_the_minute(&from))
}

/// A part of an hour, as multiples of it are called: `whole hours`, `half hours`, `quarter hours`.
pub(super) fn part_of_hours(seconds: i64) -> &'static str {
    match seconds {
        3_600 => "whole hours",
        1_800 => "half hours",
        _ => "quarter hours",
    }
}

/// A number of things: `1 server`, `4 servers`, `no servers`.
#[must_use]
pub fn count(number: usize, one: &str, many: &str) -> String {
    match number {
        0 => format!("no {many}"),
        1 => format!("1 {one}"),
        _ => format!("{} {many}", grouped(number as u64)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_duration_is_said_to_the_second() {
        assert_eq!(exact(8_987), "2 h 29 min 47 s");
        assert_eq!(exact(-3_566), "59 min 26 s");
        assert_eq!(exact(0), "0 s");
        assert_eq!(exact(86_400), "1 d");
        assert_eq!(exact(i64::MIN), "106,751,991,167,300 d 15 h 30 min 8 s");
    }

    #[test]
    fn a_duration_is_rounded_as_one_says_it() {
        assert_eq!(rounded(5_387), "1 h 30 min");
        assert_eq!(rounded(8_987), "2 h 30 min");
        assert_eq!(rounded(3_566), "59 min");
        assert_eq!(rounded(3_599), "1 h");
        assert_eq!(rounded(47), "47 s");
        assert_eq!(rounded(904), "15 min");
        assert_eq!(rounded(180_000), "2 d 2 h");
    }

    #[test]
    fn bounds_that_differ_are_both_said() {
        assert_eq!(between((5_385, 8_989)), "somewhere between 1 h 30 min and 2 h 30 min");
        assert_eq!(between((898, 902)), "about 15 min");
        assert_eq!(between((0, 5_421)), "anything up to 1 h 30 min");
        assert_eq!(between((3, 7)), "5 s");
    }

    #[test]
    fn a_postmark_has_room_for_a_few_letters() {
        assert_eq!(short((5_385, 8_989)), "1½–2½ h");
        assert_eq!(short((898, 902)), "15 min");
        assert_eq!(short((13_200, 13_200)), "3¾ h");
        assert_eq!(short((3, 7)), "5 s");
        assert_eq!(short((259_198, 259_202)), "3 d");
        assert_eq!(short((0, i64::MAX)), "0–106,751,991,167,301 d");
    }

    #[test]
    fn a_window_names_what_its_ends_do_not_share() {
        let start = utc("2009-02-13T21:23:26Z");
        assert_eq!(window(start, utc("2009-02-13T23:53:13Z"), 0), "13 Feb 2009 21:23 to 23:54 UTC");
        assert_eq!(window(start, utc("2009-02-14T01:00:00Z"), 0), "13 Feb 2009 21:23 to 14 Feb 01:00 UTC");
        assert_eq!(window(utc("2010-01-01T00:00:00Z"), start, 0), "13 Feb 2009 21:23 to 1 Jan 2010 00:00 UTC");
        assert_eq!(window(start, utc("2009-02-13T23:53:13Z"), 60), "13 Feb 2009 22:23 to 14 Feb 00:54 +0100");
        assert_eq!(window(start, utc("2009-02-13T21:53:13Z"), -210), "13 Feb 2009 17:53 to 18:24 -0330");
        let end_of_time = DateTime::<Utc>::MAX_UTC;
        assert!(window(start, end_of_time, 840).contains("to"));
    }
}
