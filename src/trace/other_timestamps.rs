//! Moments that a message tells outside its `Received` stamps: signatures, queue ids, vendors' fields.
//!
//! Only what can be read for sure: a queue id counts where the program that wrote it is known, and a decoded moment
//! only where it lies near the stamp it stands beside.

use chrono::{DateTime, Datelike, NaiveDate, TimeDelta, Utc};

use super::{DatedBy, Hop, Timestamp};
use crate::finding::Span;
use crate::message::{Field, Message, date};

/// How many days a queue id's moment may lie from its own stamp and still be believed: no session lasts longer.
const NEAR: i64 = 1;

/// Fields whose value is a date, or ends in one after a semicolon.
const VENDOR_FIELDS: [&str; 4] =
    ["X-OriginalArrivalTime", "X-MS-Exchange-CrossTenant-OriginalArrivalTime", "X-Originating-Time", "X-Received"];

/// Collects the marks of a message.
pub(super) fn read(message: &Message<'_>, hops: &[Hop]) -> Vec<Timestamp> {
    let mut marks = Vec::new();
    for field in &message.fields {
        let mut add = |by: DatedBy, time: DateTime<Utc>, within: i64, span: Span| {
            marks.push(Timestamp { by, field: field.name.to_owned(), time, within, host: None, span });
        };
        if field.is("Date") || field.is("Resent-Date") {
            if let Some((time, span)) = date_in(field, 0) {
                add(DatedBy::Date, time, 0, span);
            }
        } else if field.is("DKIM-Signature") || field.is("X-Google-DKIM-Signature") {
            if let Some((time, span)) = signed_at(field) {
                add(DatedBy::DkimSignature, time, 0, span);
            }
        } else if field.is("ARC-Seal") || field.is("ARC-Message-Signature") {
            if let Some((time, span)) = signed_at(field) {
                add(DatedBy::ArcSignature, time, 0, span);
            }
        } else if VENDOR_FIELDS.iter().any(|name| field.is(name)) {
            let start = memchr::memrchr(b';', field.value).map_or(0, |semicolon| semicolon + 1);
            if let Some((time, span)) = date_in(field, start) {
                add(DatedBy::Vendor, time, 0, span);
            }
        } else if field.is("Message-ID")
            && let Some((time, within)) = message_id(&field.unfolded())
        {
            add(DatedBy::MessageId, time, within, field.value_span);
        }
    }
    marks.extend(hops.iter().filter_map(|hop| {
        let (time, within) = queue_id(hop)?;
        Some(Timestamp {
            by: DatedBy::QueueId,
            field: "Received".to_owned(),
            time,
            within,
            host: hop.by_host,
            span: hop.span,
        })
    }));
    marks
}

/// The domain (`d=`) and the moment of each ARC seal (RFC 8617 section 4.1.3): the server of that domain had the message then.
pub(super) fn seals(message: &Message<'_>) -> Vec<(String, DateTime<Utc>)> {
    let seals = message.fields.iter().filter(|field| field.is("ARC-Seal"));
    let read = |field: &Field<'_>| {
        let value = field.unfolded();
        let domain = value.split(';').find_map(|tag| tag.trim().strip_prefix("d="))?.trim();
        Some((super::names::domain(domain)?, signed_at(field)?.0))
    };
    seals.filter_map(read).collect()
}

/// How many times the message was sent again as it is (RFC 5322 section 3.6.6).
pub(super) fn resent(message: &Message<'_>) -> usize {
    message.fields.iter().filter(|field| field.is("Resent-Date") || field.is("Resent-Message-ID")).count().div_ceil(2)
}

/// The date that a field's value holds from `start` on.
fn date_in(field: &Field<'_>, start: usize) -> Option<(DateTime<Utc>, Span)> {
    let stamp = date::read(field.value.get(start..)?);
    Some((stamp.time?, stamp.span.shifted(field.value_span.start + start)))
}

/// The `t=` tag of a signature (RFC 6376 section 3.5, RFC 8617 section 4.1): seconds since 1970.
fn signed_at(field: &Field<'_>) -> Option<(DateTime<Utc>, Span)> {
    let mut at = 0;
    for tag in field.value.split(|&byte| byte == b';') {
        let start = at;
        at += tag.len() + 1;
        let Some(equals) = memchr::memchr(b'=', tag) else { continue };
        if !tag.get(..equals)?.trim_ascii().eq_ignore_ascii_case(b"t") {
            continue;
        }
        let digits: Vec<u8> =
            tag.get(equals + 1..)?.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
        let seconds: i64 = std::str::from_utf8(&digits).ok()?.parse().ok()?;
        let lead = tag.len() - tag.trim_ascii_start().len();
        let span = Span::new(start + lead, start + tag.trim_ascii_end().len()).shifted(field.value_span.start);
        return Some((DateTime::from_timestamp(seconds, 0)?, span));
    }
    None
}

/// The moment in a queue id, where the program that wrote it puts one there.
fn queue_id(hop: &Hop) -> Option<(DateTime<Utc>, i64)> {
    let (id, stamp) = (hop.id.as_deref()?, hop.time?);
    let time = match hop.dialect.as_deref()? {
        "sendmail" => sendmail_id(id, stamp)?,
        "exim" => exim_id(id)?,
        "postfix" => postfix_id(id)?,
        _ => return None,
    };
    ((time - stamp).abs() <= TimeDelta::days(NEAR)).then_some((time, 1))
}

/// sendmail 8.10 and later: year since 1900 modulo 60, month from 0, day, hour, minute and second in UTC, a digit each in
/// base 60, then a sequence and the process id.
fn sendmail_id(id: &str, stamp: DateTime<Utc>) -> Option<DateTime<Utc>> {
    const DIGITS: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwx";
    if !(12..=16).contains(&id.len()) || !id.get(8..)?.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let mut digits = id.bytes().map(|byte| memchr::memchr(byte, DIGITS).and_then(|digit| u32::try_from(digit).ok()));
    let mut digit = || digits.next().flatten();
    let (year, month, day, hour, minute, second) = (digit()?, digit()?, digit()?, digit()?, digit()?, digit()?);
    // The year is known within a turn of 60 years by the stamp.
    let turn = (stamp.year() - 1900).div_euclid(60);
    let year = 1900 + turn * 60 + i32::try_from(year).ok()?;
    Some(NaiveDate::from_ymd_opt(year, month + 1, day)?.and_hms_opt(hour, minute, second)?.and_utc())
}

/// Exim: seconds since 1970 as six digits in base 62, then process id and fraction
/// (`xxxxxx-xxxxxx-xx`, since 4.97 `xxxxxx-xxxxxxxxxxx-xxxx`).
fn exim_id(id: &str) -> Option<DateTime<Utc>> {
    const DIGITS: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let mut groups = id.split('-');
    let (seconds, process, fraction) = (groups.next()?, groups.next()?, groups.next()?);
    let lengths = (seconds.len(), process.len(), fraction.len());
    if groups.next().is_some() || !matches!(lengths, (6, 6, 2) | (6, 11, 4)) {
        return None;
    }
    DateTime::from_timestamp(number(seconds, DIGITS)?, 0)
}

/// Postfix with `enable_long_queue_ids`: seconds since 1970 as six digits in base 52 (no vowels), microseconds as four,
/// then `z` and the inode.
fn postfix_id(id: &str) -> Option<DateTime<Utc>> {
    const DIGITS: &[u8] = b"0123456789BCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz";
    let (seconds, rest) = id.split_at_checked(6)?;
    let (micros, inode) = rest.split_at_checked(4)?;
    let inode = inode.strip_prefix('z')?;
    number(micros, DIGITS).filter(|&micros| micros < 1_000_000)?;
    if inode.is_empty() || !inode.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    DateTime::from_timestamp(number(seconds, DIGITS)?, 0)
}

fn number(text: &str, digits: &[u8]) -> Option<i64> {
    let base = i64::try_from(digits.len()).ok()?;
    text.bytes().try_fold(0_i64, |number, byte| {
        let digit = i64::try_from(memchr::memchr(byte, digits)?).ok()?;
        number.checked_mul(base)?.checked_add(digit)
    })
}

/// The moment in a Message-ID by Exim (`E` and a queue id) or sendmail (`YYYYMMDDhhmm.` and a queue id).
fn message_id(text: &str) -> Option<(DateTime<Utc>, i64)> {
    let left = text.trim().strip_prefix('<')?.split('@').next()?;
    if let Some(time) = left.strip_prefix('E').and_then(exim_id) {
        return Some((time, 1));
    }
    let (minute, id) = left.split_once('.')?;
    if minute.len() != 12 || !minute.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let part = |from: usize, to: usize| minute.get(from..to)?.parse::<u32>().ok();
    let date = NaiveDate::from_ymd_opt(i32::try_from(part(0, 4)?).ok()?, part(4, 6)?, part(6, 8)?)?;
    let by_minute = date.and_hms_opt(part(8, 10)?, part(10, 12)?, 0)?.and_utc();
    let time = sendmail_id(id, by_minute)?;
    ((time - by_minute).abs() <= TimeDelta::minutes(2)).then_some((time, 1))
}

/// The program that a queue id alone belongs to by its form, and the moment in it: Exim's, and Postfix's long ones. Others
/// hold no time, or one that only a stamp beside them makes sure.
pub(crate) fn of_queue_id(id: &str) -> Option<(&'static str, DateTime<Utc>)> {
    let found = exim_id(id).map(|time| ("Exim", time)).or_else(|| postfix_id(id).map(|time| ("Postfix", time)));
    found.filter(|(_, time)| (2000..2100).contains(&time.year()))
}

/// The moment in a Message-ID, given with its angle brackets.
pub(crate) fn of_message_id(text: &str) -> Option<DateTime<Utc>> {
    message_id(text).map(|(time, _)| time)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utc(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_sendmail_queue_id_holds_its_second() {
        let stamp = utc("2009-02-13T21:23:26Z");
        assert_eq!(sendmail_id("n1DLNQ0a001234", stamp), Some(stamp));
        assert_eq!(sendmail_id("n1DLNQ", stamp), None);
        assert_eq!(sendmail_id("nzDLNQ0a001234", stamp), None);
    }

    #[test]
    fn an_exim_queue_id_holds_its_second() {
        // 1234567890 = 1*62^5 + 21*62^4 + 34*62^3 + 3*62^2 + 47*62 + 18... written out in base 62.
        let mut left = 1_234_567_890_usize;
        let mut id = String::new();
        let digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        for _ in 0..6 {
            id.insert(0, digits.as_bytes()[left % 62] as char);
            left /= 62;
        }
        let time = DateTime::from_timestamp(1_234_567_890, 0);
        assert_eq!(exim_id(&format!("{id}-0001Ab-C2")), time);
        assert_eq!(exim_id(&format!("{id}-0000000001A-0bCd")), time);
        assert_eq!(exim_id(&format!("{id}-0001Ab")), None);
        assert_eq!(message_id(&format!("<E{id}-0001Ab-C2@mx.example.com>")).map(|(time, _)| time), time);
    }

    #[test]
    fn a_long_postfix_queue_id_holds_its_second_and_a_short_one_nothing() {
        assert!(postfix_id("3F1A2B0C4D").is_none());
        assert_eq!(postfix_id("4PVYwP0sf8z1bCd"), Some(utc("2023-03-06T10:00:05Z")));
    }
}
