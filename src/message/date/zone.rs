//! A date's zone: an offset, a name, or both.

use super::words::{Words, is_plain};

/// What a date says of its zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Zone {
    /// Nothing.
    None,
    /// The offset from UTC, in minutes.
    Minutes(i32),
    /// `-0000`: the time is UTC, and the place is not told (RFC 5322 section 3.3).
    UtcOfNowhere,
    /// Something, but nothing that has one meaning.
    Unknown,
}

/// The names of RFC 5322 section 4.3, and others that mean one offset wherever they are used.
///
/// Left out on purpose, since they are used for several: AMT, AST, BST, GST, IST, PST of Asia and their like.
const NAMES: [(&[u8], i32); 30] = [
    (b"UT", 0),
    (b"UTC", 0),
    (b"GMT", 0),
    (b"Z", 0),
    (b"EST", -300),
    (b"EDT", -240),
    (b"CST", -360),
    (b"CDT", -300),
    (b"MST", -420),
    (b"MDT", -360),
    (b"PST", -480),
    (b"PDT", -420),
    (b"AKST", -540),
    (b"AKDT", -480),
    (b"HST", -600),
    (b"WET", 0),
    (b"WEST", 60),
    (b"CET", 60),
    (b"CEST", 120),
    (b"MET", 60),
    (b"MEST", 120),
    (b"MESZ", 120),
    (b"EET", 120),
    (b"EEST", 180),
    (b"SAST", 120),
    (b"JST", 540),
    (b"KST", 540),
    (b"HKT", 480),
    (b"NZST", 720),
    (b"NZDT", 780),
];

/// Reads the zone that follows a time, if it is one, and whether it is a name.
pub(super) fn read(words: &mut Words<'_>) -> (Zone, bool) {
    if let Some(zone) = words.take(|word| offset(word.text)) {
        return (zone, false);
    }
    if let Some(zone) = words.take(|word| in_word(word.text)) {
        return (zone, true);
    }
    // `21:23:21 (UTC)`: a comment carries no zone (RFC 5322 section 3.3), but this one says what it is.
    match words.comment() {
        Some((comment, end)) if comment.eq_ignore_ascii_case(b"UTC") || comment.eq_ignore_ascii_case(b"GMT") => {
            words.extend_to(end);
            (Zone::Minutes(0), true)
        }
        _ => (Zone::None, false),
    }
}

/// Reads what follows a zone: its name behind its offset, a comment that names it, or Go's monotonic clock.
pub(super) fn confirmed(zone: Zone, by_name: bool, words: &mut Words<'_>) -> Zone {
    let zone = match zone {
        Zone::None => return zone,
        Zone::Minutes(60) if words.take(|word| word.text.eq_ignore_ascii_case(b"DST").then_some(())).is_some() => {
            Zone::Minutes(120) // `MET DST`
        }
        // `GMT +0200`: two zones, of which one is wrong.
        _ if by_name => match words.take(|word| offset(word.text)) {
            Some(second) if second != zone && (second, zone) != (Zone::UtcOfNowhere, Zone::Minutes(0)) => Zone::Unknown,
            _ => zone,
        },
        // `+0000 UTC`, `+0530 IST`, Go's `+0300 +03`: the name adds nothing to the offset.
        _ => {
            words.take(|word| (is_name(word.text) || offset(word.text).is_some()).then_some(()));
            zone
        }
    };
    words.take(|word| word.text.starts_with(b"m=").then_some(()));
    if let Some((comment, end)) = words.comment()
        && is_plain(comment)
    {
        words.extend_to(end);
    }
    zone
}

/// Whether a word behind an offset looks like the name of its zone, and not like the next thing in the field.
fn is_name(word: &[u8]) -> bool {
    let short = matches!(word.len(), 3..=5) && word.iter().all(u8::is_ascii_uppercase) && word.ends_with(b"T");
    short || word == b"MSK" || NAMES.iter().any(|(name, _)| name.eq_ignore_ascii_case(word))
}

/// The zone that a word is; `None` where it is none.
pub(super) fn in_word(word: &[u8]) -> Option<Zone> {
    if matches!(word.first(), Some(b'+' | b'-')) {
        return offset(word);
    }
    let letters = word.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
    let (name, rest) = word.split_at_checked(letters)?;
    let named = NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|&(_, minutes)| minutes);
    match (named, rest) {
        (Some(minutes), b"") => Some(Zone::Minutes(minutes)),
        // `GMT+2`, `UTC+0200`
        (Some(0), rest) if name.len() > 1 => offset(rest),
        // A letter of the military is as good as none, since RFC 822 had their signs wrong (RFC 5322 section 4.3).
        (None, b"") if matches!(name.len(), 1..=5) && name.iter().all(u8::is_ascii_uppercase) => Some(Zone::Unknown),
        _ => None,
    }
}

/// `+0200`, `+02:00`, `+2`. No place is more than 14 hours from UTC.
fn offset(word: &[u8]) -> Option<Zone> {
    let (sign, rest) = match word.split_first()? {
        (b'+', rest) => (1, rest),
        (b'-', rest) => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = match rest.iter().position(|&byte| byte == b':') {
        Some(colon) => (rest.get(..colon)?, rest.get(colon + 1..)?),
        None if rest.len() <= 2 => (rest, &b"0"[..]),
        None => rest.split_at_checked(rest.len() - 2)?,
    };
    let (hours, minutes) = (super::number(hours, 2)?, super::number(minutes, 2)?);
    if hours > 14 || minutes > 59 {
        return Some(Zone::Unknown);
    }
    let total = i32::try_from(hours * 60 + minutes).ok()?;
    Some(if sign < 0 && total == 0 { Zone::UtcOfNowhere } else { Zone::Minutes(sign * total) })
}
