//! Dates and times as mail programs write them (RFC 5322 section 3.3, the obsolete forms of section 4.3, and the rest).
//!
//! A date gives a moment only where it says it for sure: with a zone, on a day that exists. Everything else is a
//! [`Doubt`], never a guess.

mod words;
mod zone;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Timelike, Utc, Weekday};

use self::words::Words;
use self::zone::Zone;
use crate::finding::Span;

/// What a date says, as far as it says it for sure.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stamp {
    /// The moment; absent where the text has no zone, names no real day, or is no date.
    pub time: Option<DateTime<Utc>>,
    /// The offset from UTC in minutes that the text states; absent for `-0000`, which states none (RFC 5322 section 3.3).
    pub utc_offset_minutes: Option<i32>,
    /// What is odd or missing, for a note.
    pub doubts: Vec<Doubt>,
    /// Which bytes of the text the date takes; empty where there is none.
    pub span: Span,
}

/// What is odd about a date, or why it gives no moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Doubt {
    /// It has no zone, so its moment is unknown.
    NoZone,
    /// Its zone is a name with more than one meaning or with none that is known, or an offset that no place on Earth has.
    UnknownZone,
    /// It names a day or an hour that does not exist.
    NoSuchDay,
    /// Its day and month are both numbers, and either could be the month.
    DayOrMonth,
    /// Its weekday is not that of its date.
    Weekday,
    /// It is not readable as a date.
    Unreadable,
}

/// How many bytes a date can take, comments included. What lies behind is not looked at, which keeps reading linear.
const LONGEST: usize = 1000;

impl Stamp {
    /// Whether the text is a date at all, even one that gives no moment.
    #[must_use]
    pub fn is_date(&self) -> bool {
        !self.doubts.contains(&Doubt::Unreadable)
    }

    fn unreadable() -> Self {
        Self { doubts: vec![Doubt::Unreadable], ..Self::default() }
    }
}

/// Reads a date out of `text`, which may have comments before it and rubbish after it.
///
/// ```
/// let stamp = backstamp::message::date::read(b"Fri, 13 Feb 2009 21:23:21 +0100 (CET)");
/// assert_eq!(stamp.time.map(|time| time.to_rfc3339()).as_deref(), Some("2009-02-13T20:23:21+00:00"));
/// assert_eq!(stamp.utc_offset_minutes, Some(60));
/// ```
#[must_use]
pub fn read(text: &[u8]) -> Stamp {
    let mut words = Words::new(text.get(..LONGEST).unwrap_or(text));
    let start = words.start();
    let weekday = weekday_before(&mut words);
    let Some(written) = date_and_time(&mut words) else { return Stamp::unreadable() };
    let mut zone = written.zone;
    let mut by_name = false;
    if zone == Zone::None {
        (zone, by_name) = zone::read(&mut words);
    }
    // asctime: the year comes last, and a zone on either side of it.
    let year = written.year.or_else(|| words.take(|word| year(word.text)));
    if zone == Zone::None {
        (zone, by_name) = zone::read(&mut words);
    }
    let Some(year) = year else { return Stamp::unreadable() };
    let zone = zone::confirmed(zone, by_name, &mut words);
    let span = Span::new(start, words.end());
    let mut stamp = Stamp { span, ..Stamp::default() };
    if written.day_or_month {
        stamp.doubts.push(Doubt::DayOrMonth);
        return stamp;
    }
    let Some(date) = NaiveDate::from_ymd_opt(year, written.month, written.day) else {
        stamp.doubts.push(Doubt::NoSuchDay);
        return stamp;
    };
    if weekday.is_some_and(|weekday| weekday != date.weekday()) {
        stamp.doubts.push(Doubt::Weekday);
    }
    let local = NaiveDateTime::new(date, written.time);
    match zone {
        Zone::None => stamp.doubts.push(Doubt::NoZone),
        Zone::Unknown => stamp.doubts.push(Doubt::UnknownZone),
        Zone::Minutes(minutes) => {
            stamp.utc_offset_minutes = Some(minutes);
            stamp.time = moment(local, minutes, written.leap_second);
        }
        Zone::UtcOfNowhere => stamp.time = moment(local, 0, written.leap_second),
    }
    if stamp.time.is_none() && stamp.doubts.iter().all(|&doubt| doubt == Doubt::Weekday) {
        stamp.doubts.push(Doubt::NoSuchDay);
    }
    stamp
}

/// The moment of a local time. A leap second counts as the second after it; it exists only at the end of a UTC day.
fn moment(local: NaiveDateTime, offset_minutes: i32, leap_second: bool) -> Option<DateTime<Utc>> {
    let utc = local.checked_sub_signed(TimeDelta::minutes(i64::from(offset_minutes)))?;
    if !leap_second {
        return Some(utc.and_utc());
    }
    let last_minute = utc.hour() == 23 && utc.minute() == 59;
    last_minute.then(|| utc.checked_add_signed(TimeDelta::seconds(1))).flatten().map(|utc| utc.and_utc())
}

/// Day, month and time as written; the year may stand behind them.
struct Written {
    year: Option<i32>,
    month: u32,
    day: u32,
    time: NaiveTime,
    /// Whether the time is second 60; `time` then holds second 59.
    leap_second: bool,
    /// Whether day and month could be the other way round.
    day_or_month: bool,
    /// A zone that stands in one word with the time.
    zone: Zone,
}

/// Reads `Fri,` or `Friday`. A word of another language is skipped where a comma follows it.
fn weekday_before(words: &mut Words<'_>) -> Option<Weekday> {
    let first = words.peek()?;
    let weekday = weekday(first.text);
    let foreign = first.comma && first.text.iter().all(|byte| !byte.is_ascii_digit());
    if weekday.is_some() || foreign {
        words.next();
    }
    weekday
}

fn weekday(word: &[u8]) -> Option<Weekday> {
    const NAMES: [(&[u8], Weekday); 7] = [
        (b"monday", Weekday::Mon),
        (b"tuesday", Weekday::Tue),
        (b"wednesday", Weekday::Wed),
        (b"thursday", Weekday::Thu),
        (b"friday", Weekday::Fri),
        (b"saturday", Weekday::Sat),
        (b"sunday", Weekday::Sun),
    ];
    named(word, &NAMES)
}

fn month(word: &[u8]) -> Option<u32> {
    const NAMES: [(&[u8], u32); 12] = [
        (b"january", 1),
        (b"february", 2),
        (b"march", 3),
        (b"april", 4),
        (b"may", 5),
        (b"june", 6),
        (b"july", 7),
        (b"august", 8),
        (b"september", 9),
        (b"october", 10),
        (b"november", 11),
        (b"december", 12),
    ];
    named(word, &NAMES)
}

/// The value of the name that `word` abbreviates to three letters or more; a dot may end it.
fn named<T: Copy>(word: &[u8], names: &[(&[u8], T)]) -> Option<T> {
    let word = word.strip_suffix(b".").unwrap_or(word);
    if word.len() < 3 {
        return None;
    }
    names
        .iter()
        .find(|(name, _)| name.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word)))
        .map(|&(_, value)| value)
}

fn date_and_time(words: &mut Words<'_>) -> Option<Written> {
    let first = words.next()?;
    if let Some(month) = month(first.text) {
        return month_first(words, month);
    }
    if let Some((date, time)) = iso_date(first.text) {
        return in_numbers(&date, time, words);
    }
    if let Some(date) = split_numbers(first.text, b'/').or_else(|| split_numbers(first.text, b'-')) {
        return american(date, words);
    }
    // `13-Feb-2009`, as IMAP and VMS write it.
    let mut parts = first.text.splitn(3, |&byte| byte == b'-');
    if let (Some(day), Some(month), Some(year)) = (parts.next(), parts.next(), parts.next()) {
        let (day, month, year) = (number(day, 2)?, self::month(month)?, self::year(year)?);
        return with_time(Some(year), month, day, words);
    }
    let day = number(first.text, 3)?;
    let month = words.take(|word| month(word.text))?;
    let year = words.take(|word| year(word.text))?;
    with_time(Some(year), month, day, words)
}

/// `Feb 13 2009 21:23:21`, `Feb 13, 2009 21:23:21` or asctime's `Feb 13 21:23:21 2009`.
fn month_first(words: &mut Words<'_>, month: u32) -> Option<Written> {
    let day = words.take(|word| number(word.text, 2))?;
    let year = words.take(|word| year(word.text));
    with_time(year, month, day, words)
}

/// `4/20/2018 23:01:06`: the month stands first in the United States only, so it must be plain from the numbers.
fn american((first, second, year): (u32, u32, i32), words: &mut Words<'_>) -> Option<Written> {
    let (month, day) = if first > 12 { (second, first) } else { (first, second) };
    let mut written = with_time(Some(year), month, day, words)?;
    written.day_or_month = first <= 12 && second <= 12 && first != second;
    Some(written)
}

fn in_numbers(date: &Numbers, time: Option<&[u8]>, words: &mut Words<'_>) -> Option<Written> {
    match time {
        None => with_time(Some(date.year), date.month, date.day, words),
        Some(time) => Some(written(Some(date.year), date.month, date.day, clock(time)?)),
    }
}

fn with_time(year: Option<i32>, month: u32, day: u32, words: &mut Words<'_>) -> Option<Written> {
    let mut clock = words.take(|word| clock(word.text))?;
    if clock.zone == Zone::None
        && let Some(afternoon) = words.take(|word| half_of_day(word.text))
    {
        clock.hour = twelve_hours(clock.hour, afternoon)?;
    }
    Some(written(year, month, day, clock))
}

fn written(year: Option<i32>, month: u32, day: u32, clock: Clock) -> Written {
    let leap_second = clock.second == 60;
    let second = if leap_second { 59 } else { clock.second };
    // A time that does not exist makes the day one that does not: what follows reports both alike.
    match NaiveTime::from_hms_nano_opt(clock.hour, clock.minute, second, clock.nanos) {
        Some(time) => Written { year, month, day, time, leap_second, day_or_month: false, zone: clock.zone },
        None => Written {
            year,
            month: 0,
            day: 0,
            time: NaiveTime::MIN,
            leap_second: false,
            day_or_month: false,
            zone: clock.zone,
        },
    }
}

struct Clock {
    hour: u32,
    minute: u32,
    second: u32,
    nanos: u32,
    zone: Zone,
}

/// `21:23`, `21:23:21`, `21:23:21.102`, each with a zone or AM or PM hard behind it, or without.
fn clock(word: &[u8]) -> Option<Clock> {
    let (hour, rest) = digits(word, 2)?;
    let (minute, rest) = digits(rest.strip_prefix(b":")?, 2)?;
    let (second, rest) = match rest.strip_prefix(b":") {
        Some(rest) => digits(rest, 2)?,
        None => (0, rest),
    };
    let (nanos, rest) = fraction(rest);
    let mut clock = Clock { hour, minute, second, nanos, zone: Zone::None };
    if let Some(afternoon) = half_of_day(rest) {
        clock.hour = twelve_hours(hour, afternoon)?;
    } else if !rest.is_empty() {
        clock.zone = zone::in_word(rest)?;
    }
    Some(clock)
}

/// Digits behind a dot or a comma, in nanoseconds; what is finer is dropped.
fn fraction(text: &[u8]) -> (u32, &[u8]) {
    let Some(rest) = text.strip_prefix(b".").or_else(|| text.strip_prefix(b",")) else { return (0, text) };
    let count = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = rest.split_at_checked(count).unwrap_or_default();
    let nanos = digits.iter().chain(std::iter::repeat(&b'0')).take(9);
    (nanos.fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0')), rest)
}

/// Whether a word says afternoon.
fn half_of_day(word: &[u8]) -> Option<bool> {
    match () {
        () if word.eq_ignore_ascii_case(b"AM") => Some(false),
        () if word.eq_ignore_ascii_case(b"PM") => Some(true),
        () => None,
    }
}

fn twelve_hours(hour: u32, afternoon: bool) -> Option<u32> {
    (1..=12).contains(&hour).then_some(hour % 12 + if afternoon { 12 } else { 0 })
}

/// `2009-02-13` or `2009/02/13`, and what follows a `T` in the same word.
fn iso_date(word: &[u8]) -> Option<(Numbers, Option<&[u8]>)> {
    let (year, rest) = word.split_at_checked(4)?;
    let year = i32::try_from(number(year, 4)?).ok()?;
    let (&separator, rest) = rest.split_first().filter(|(byte, _)| matches!(byte, b'-' | b'/'))?;
    let (month, rest) = digits(rest, 2)?;
    let (day, rest) = digits(rest.strip_prefix(&[separator])?, 2)?;
    let numbers = Numbers { year, month, day };
    match rest.split_first() {
        None => Some((numbers, None)),
        Some((b'T' | b't', time)) => Some((numbers, Some(time))),
        Some(_) => None,
    }
}

/// A date all in numbers.
struct Numbers {
    year: i32,
    month: u32,
    day: u32,
}

/// `4/20/2018`: three numbers, the last a year.
fn split_numbers(word: &[u8], separator: u8) -> Option<(u32, u32, i32)> {
    let mut parts = word.splitn(3, |&byte| byte == separator);
    Some((number(parts.next()?, 2)?, number(parts.next()?, 2)?, year(parts.next()?)?))
}

/// A year of two digits lies in 1950 to 2049, one of three counts from 1900 (RFC 5322 section 4.3).
fn year(word: &[u8]) -> Option<i32> {
    let year = i32::try_from(number(word, 5)?).ok()?;
    match word.len() {
        2 if year < 50 => Some(2000 + year),
        2 | 3 => Some(1900 + year),
        4 | 5 => Some(year),
        _ => None,
    }
}

/// The value of a word that is digits alone, `most` of them at most.
fn number(word: &[u8], most: usize) -> Option<u32> {
    digits(word, most).filter(|(_, rest)| rest.is_empty()).map(|(value, _)| value)
}

/// The number a text begins with, of `most` digits at most, and what follows it.
fn digits(text: &[u8], most: usize) -> Option<(u32, &[u8])> {
    let count = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    if count == 0 || count > most {
        return None;
    }
    let (digits, rest) = text.split_at_checked(count)?;
    let value =
        digits.iter().try_fold(0_u32, |sum, digit| sum.checked_mul(10)?.checked_add(u32::from(digit - b'0')))?;
    Some((value, rest))
}

/// Whether a date may begin with this word, as far as the word alone tells. For a date without a semicolon before it.
#[must_use]
pub(crate) fn may_begin(word: &[u8]) -> bool {
    let bare = word.split(|&byte| byte == b',').next().unwrap_or_default();
    weekday(bare).is_some() || iso_date(bare).is_some() || month(bare).is_some() || number(bare, 2).is_some()
}
