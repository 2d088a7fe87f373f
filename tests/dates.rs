//! What dates in mail say, and when they give no moment.

use backstamp::message::date::{Doubt, Stamp, read};

fn stamp(text: &str) -> Stamp {
    read(text.as_bytes())
}

#[track_caller]
fn assert_moment(text: &str, utc: &str) {
    let stamp = stamp(text);
    assert_eq!(stamp.time.map(|time| time.format("%Y-%m-%dT%H:%M:%S%.fZ").to_string()).as_deref(), Some(utc), "{text}");
}

#[track_caller]
fn assert_no_moment(text: &str, doubt: Doubt) {
    let stamp = stamp(text);
    assert_eq!(stamp.time, None, "{text}");
    assert!(stamp.doubts.contains(&doubt), "{text}: {:?}", stamp.doubts);
}

#[test]
fn a_date_of_the_standard_is_a_moment_and_keeps_its_offset() {
    let stamp = stamp("Fri, 13 Feb 2009 16:31:30 -0700 (MST)");
    assert_eq!(stamp.time.map(|time| time.timestamp()), Some(1_234_567_890));
    assert_eq!(stamp.utc_offset_minutes, Some(-420));
    assert_eq!(stamp.doubts, []);
}

#[test]
fn the_span_takes_the_date_and_the_name_of_its_zone_but_not_what_follows() {
    let text = "  Fri, 13 Feb 2009 21:23:21 +0100 (CET) (envelope-from <a@sender.example>)";
    let span = stamp(text).span;
    assert_eq!(text.get(span.start..span.end), Some("Fri, 13 Feb 2009 21:23:21 +0100 (CET)"));
    let text = "(version=TLSv1.2) 13 Feb 2009 21:23:21 +0100 id 1A2B3C4D";
    let span = stamp(text).span;
    assert_eq!(text.get(span.start..span.end), Some("13 Feb 2009 21:23:21 +0100"));
}

#[test]
fn parts_may_be_missing_or_folded_or_interrupted_by_comments() {
    assert_moment("13 Feb 2009 21:23:21 +0100", "2009-02-13T20:23:21Z");
    assert_moment("Fri, 13 Feb 2009 21:23 +0100", "2009-02-13T20:23:00Z");
    assert_moment("Fri,\r\n\t13 Feb 2009\r\n\t21:23:21 +0100", "2009-02-13T20:23:21Z");
    assert_moment("Fri (Freitag (de)), 13 Feb (II) 2009 21:23:21 (evening) +0100", "2009-02-13T20:23:21Z");
    assert_moment("Fri,13 Feb 2009 21:23:21+0100", "2009-02-13T20:23:21Z");
    assert_moment("Friday, 13 February 2009 21:23:21 +0100", "2009-02-13T20:23:21Z");
    assert_moment("Fr, 13 Feb 2009 21:23:21 +0100", "2009-02-13T20:23:21Z");
}

#[test]
fn years_of_two_and_three_digits_follow_rfc_5322() {
    assert_moment("13 Feb 09 21:23:21 GMT", "2009-02-13T21:23:21Z");
    assert_moment("13 Feb 49 21:23:21 GMT", "2049-02-13T21:23:21Z");
    assert_moment("13 Feb 97 21:23:21 GMT", "1997-02-13T21:23:21Z");
    assert_moment("13 Feb 109 21:23:21 GMT", "2009-02-13T21:23:21Z");
}

#[test]
fn zones_may_be_names_with_one_meaning() {
    assert_moment("Fri, 13 Feb 2009 21:23:21 EST", "2009-02-14T02:23:21Z");
    assert_moment("Fri, 13 Feb 2009 21:23:21 PDT", "2009-02-14T04:23:21Z");
    assert_moment("Fri, 13 Feb 2009 21:23:21 UT", "2009-02-13T21:23:21Z");
    assert_moment("Fri, 13 Feb 2009 21:23:21 Z", "2009-02-13T21:23:21Z");
    assert_moment("Fri, 13 Feb 2009 21:23:21 CET", "2009-02-13T20:23:21Z");
    assert_moment("Fri, 13 Feb 2009 21:23:21 JST", "2009-02-13T12:23:21Z");
    assert_moment("Fri, 13 Feb 2009 21:23:21 MET DST", "2009-02-13T19:23:21Z");
    assert_moment("Fri, 13 Feb 2009 21:23:21 (UTC)", "2009-02-13T21:23:21Z");
}

#[test]
fn names_with_several_meanings_give_no_moment() {
    for zone in ["IST", "BST", "AST", "GST", "Q", "XYZT"] {
        assert_no_moment(&format!("Fri, 13 Feb 2009 21:23:21 {zone}"), Doubt::UnknownZone);
    }
}

#[test]
fn an_offset_counts_more_than_the_name_behind_it() {
    assert_moment("Fri, 13 Feb 2009 21:23:21 +1000 (EST)", "2009-02-13T11:23:21Z");
    assert_moment("Fri, 13 Feb 2009 21:23:21 +0530 IST", "2009-02-13T15:53:21Z");
    assert_moment("Fri, 13 Feb 2009 21:23:21 +0000 UTC", "2009-02-13T21:23:21Z");
}

#[test]
fn offsets_have_many_spellings() {
    for zone in ["+0200", "+02:00", "+02", "+2", "GMT+2", "GMT+0200", "UTC+02:00"] {
        assert_moment(&format!("Fri, 13 Feb 2009 21:23:21 {zone}"), "2009-02-13T19:23:21Z");
    }
    assert_moment("Fri, 13 Feb 2009 21:23:21 +1345", "2009-02-13T07:38:21Z");
}

#[test]
fn two_zones_that_differ_are_no_zone() {
    assert_no_moment("Fri, 13 Feb 2009 21:23:21 GMT +0200", Doubt::UnknownZone);
    assert_moment("Fri, 13 Feb 2009 21:23:21 EST -0500", "2009-02-14T02:23:21Z");
}

#[test]
fn an_offset_that_no_place_has_gives_no_moment() {
    assert_no_moment("Fri, 13 Feb 2009 21:23:21 -9900", Doubt::UnknownZone);
    assert_no_moment("Fri, 13 Feb 2009 21:23:21 +0175", Doubt::UnknownZone);
}

#[test]
fn minus_zero_is_utc_from_a_place_that_is_not_told() {
    let stamp = stamp("13 Feb 2009 21:23:21 -0000");
    assert_eq!(stamp.time.map(|time| time.timestamp()), Some(1_234_560_201));
    assert_eq!(stamp.utc_offset_minutes, None);
}

#[test]
fn a_date_without_a_zone_is_no_moment() {
    for text in
        ["Fri, 13 Feb 2009 21:23:21", "Fri Feb 13 21:23:21 2009", "2009-02-13 21:23:21", "2/13/2009 09:23:21 PM"]
    {
        assert_no_moment(text, Doubt::NoZone);
    }
}

#[test]
fn a_day_or_an_hour_that_does_not_exist_is_no_moment() {
    for text in [
        "30 Feb 2009 21:23:21 +0100",
        "29 Feb 2009 21:23:21 +0100",
        "0 Feb 2009 21:23:21 +0100",
        "13 Feb 2009 24:23:21 +0100",
        "13 Feb 2009 21:60:21 +0100",
        "13 Feb 2009 21:23:61 +0100",
    ] {
        assert_no_moment(text, Doubt::NoSuchDay);
    }
}

#[test]
fn what_is_no_date_is_said_to_be_unreadable() {
    for text in [
        "",
        "yesterday",
        "13 Foo 2009 21:23:21 +0100",
        "Fri, 13 Feb 2009 2l:23:21 +0100",
        "21:23:21 +0100",
        "13 Feb 2009",
    ] {
        assert_no_moment(text, Doubt::Unreadable);
    }
}

#[test]
fn a_wrong_weekday_is_a_note_and_changes_nothing() {
    let stamp = stamp("Mon, 13 Feb 2009 21:23:21 +0000");
    assert_eq!(stamp.time.map(|time| time.timestamp()), Some(1_234_560_201));
    assert_eq!(stamp.doubts, [Doubt::Weekday]);
}

#[test]
fn a_leap_second_is_the_second_after_it_and_only_at_the_end_of_a_utc_day() {
    assert_moment("Sat, 31 Dec 2016 23:59:60 +0000", "2017-01-01T00:00:00Z");
    assert_moment("Sun, 1 Jan 2017 00:59:60 +0100", "2017-01-01T00:00:00Z");
    assert_no_moment("Fri, 13 Feb 2009 21:23:60 +0000", Doubt::NoSuchDay);
}

#[test]
fn asctime_may_have_its_zone_on_either_side_of_the_year() {
    assert_moment("Fri Feb 13 21:23:21 2009 +0100", "2009-02-13T20:23:21Z");
    assert_moment("Fri Feb 13 21:23:21 EST 2009", "2009-02-14T02:23:21Z");
    assert_moment("Fri Feb 13 21:23:21 +0100 2009", "2009-02-13T20:23:21Z");
    assert_moment("Fri Feb 13 2009 21:23:21 GMT+0100 (Central European Time)", "2009-02-13T20:23:21Z");
}

#[test]
fn iso_8601_is_read_with_blanks_fractions_and_offsets_of_all_kinds() {
    assert_moment("2009-02-13T21:23:21Z", "2009-02-13T21:23:21Z");
    assert_moment("2009-02-13T21:23:21.5+01:00", "2009-02-13T20:23:21.500Z");
    assert_moment("2009-02-13 21:23:21 +0100", "2009-02-13T20:23:21Z");
    assert_moment("2009-02-13T21:23:21+01", "2009-02-13T20:23:21Z");
    assert_moment("2009-02-13 21:23:21,250 +0100", "2009-02-13T20:23:21.250Z");
}

#[test]
fn go_prints_its_monotonic_clock_behind_the_zone() {
    let text = "2018-12-10 11:43:59.610180118 +0000 UTC m=+555016.72";
    assert_moment(text, "2018-12-10T11:43:59.610180118Z");
    assert_eq!(stamp(text).span.end, text.len());
}

#[test]
fn imap_writes_hyphens() {
    assert_moment("13-Feb-2009 21:23:21 +0100", "2009-02-13T20:23:21Z");
}

#[test]
fn a_day_and_a_month_in_numbers_must_be_plain_from_the_numbers() {
    assert_moment("2/13/2009 21:23:21 +0100", "2009-02-13T20:23:21Z");
    assert_moment("13/2/2009 21:23:21 +0100", "2009-02-13T20:23:21Z");
    assert_no_moment("2/3/2009 21:23:21 +0100", Doubt::DayOrMonth);
}

#[test]
fn twelve_hour_clocks_are_read() {
    assert_moment("13 Feb 2009 12:23:21 AM +0000", "2009-02-13T00:23:21Z");
    assert_moment("13 Feb 2009 09:23:21 PM +0000", "2009-02-13T21:23:21Z");
}

#[test]
fn years_far_away_do_not_break_anything() {
    assert_moment("1 Jan 9999 00:00:00 +0000", "9999-01-01T00:00:00Z");
    assert!(stamp("1 Jan 99999 00:00:00 +0000").is_date());
    assert_eq!(stamp("1 Jan 99999999999999 00:00:00 +0000").time, None);
}
