//! Damaged copies are read like the sound one, and every word is found again in what was pasted.

#![allow(clippy::expect_used)]

use backstamp::finding::Span;
use backstamp::message::Message;
use backstamp::source::{Repair, Source};

const SOUND: &str = "\
Return-Path: <jane@sender.example>
Received: from relay.sender.example (relay.sender.example [192.0.2.7])
\tby mx.example.com (Postfix) with ESMTPS id 4ABC
\tfor <joe@example.com>; Fri, 13 Feb 2009 21:23:21 +0000
Received: from pc.sender.example ([198.51.100.3])
\tby relay.sender.example with ESMTPSA id 17;
\tFri, 13 Feb 2009 16:23:19 -0500
DKIM-Signature: v=1; a=rsa-sha256; d=sender.example; s=x;
\th=From:To:Subject;
\tb=AAAA
From: Jane <jane@sender.example>
To: joe@example.com
Subject: Hello
";

/// Reads a damaged copy: what was mended, and its fields, each checked to stand where the report will say it stands.
fn read(input: &[u8]) -> (Vec<Repair>, Vec<(String, String)>) {
    let source = Source::read(input);
    let message = Message::read(source.clean(), 0);
    let fields = message.fields.iter().map(|field| {
        assert_eq!(shown(&source, field.name_span), field.name);
        let value = words(&field.unfolded());
        let place = shown(&source, field.span());
        for word in value.split(' ').filter(|word| !word.contains(['<', '>'])) {
            assert!(place.contains(word), "{word:?} in {place:?}");
        }
        (field.name.to_owned(), value)
    });
    let fields = fields.collect();
    (source.repairs().to_vec(), fields)
}

fn shown(source: &Source, span: Span) -> &str {
    let span = source.in_text(span);
    source.text().get(span.start..span.end).expect("a span between two characters")
}

fn words(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn reads_like_the_sound_one(damaged: impl AsRef<[u8]>, repairs: &[Repair]) {
    let (found, fields) = read(damaged.as_ref());
    assert_eq!(fields, read(SOUND.as_bytes()).1);
    assert_eq!(found, repairs);
}

fn each_line(change: impl Fn(usize, &str) -> String) -> String {
    SOUND.lines().enumerate().map(|(number, line)| change(number, line) + "\n").collect()
}

#[test]
fn a_sound_header_is_left_alone() {
    let source = Source::read(SOUND.as_bytes());
    assert_eq!(source.clean(), SOUND.as_bytes());
    assert_eq!(source.repairs(), []);
    reads_like_the_sound_one(SOUND.replace('\n', "\r\n"), &[]);
    reads_like_the_sound_one(format!("\r\n\n  \n{SOUND}"), &[]);
}

#[test]
fn a_sound_message_keeps_a_body_that_looks_damaged() {
    let message = format!("{SOUND}\n> quoted\n> Subject: x\n    indented\nFrom me\n\n1 Received: a\n2 b\n3 c\n");
    let source = Source::read(message.as_bytes());
    assert_eq!(source.clean(), message.as_bytes());
    assert_eq!(source.repairs(), []);
}

#[test]
fn byte_order_marks_and_utf16_are_read() {
    reads_like_the_sound_one(format!("\u{feff}{SOUND}"), &[Repair::ByteOrderMark]);
    let little: Vec<u8> = SOUND.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let big: Vec<u8> = SOUND.encode_utf16().flat_map(u16::to_be_bytes).collect();
    reads_like_the_sound_one(&little, &[Repair::Utf16]);
    reads_like_the_sound_one(&big, &[Repair::Utf16]);
    reads_like_the_sound_one([b"\xff\xfe", little.as_slice()].concat(), &[Repair::Utf16]);
    reads_like_the_sound_one([b"\xfe\xff", big.as_slice()].concat(), &[Repair::Utf16]);
}

#[test]
fn lone_carriage_returns_end_lines() {
    reads_like_the_sound_one(SOUND.replace('\n', "\r"), &[Repair::CarriageReturns]);
}

#[test]
fn an_mbox_line_is_no_part_of_the_message() {
    for mark in ["", ">"] {
        reads_like_the_sound_one(
            format!("{mark}From jane@sender.example Fri Feb 13 21:23:21 2009\n{SOUND}"),
            &[Repair::MboxLine],
        );
    }
}

#[test]
fn indentation_goes_and_folds_stay() {
    for indent in ["    ", "\t", "\t  "] {
        reads_like_the_sound_one(each_line(|_, line| format!("{indent}{line}")), &[Repair::Indentation]);
    }
    reads_like_the_sound_one(format!("   {SOUND}"), &[Repair::Indentation]);
}

#[test]
fn an_indented_message_loses_its_indentation_throughout() {
    let message = format!("{SOUND}\nBody\n\n  more\n");
    let indented: String = message.lines().map(|line| format!("  {line}\n")).collect();
    let source = Source::read(indented.as_bytes());
    assert_eq!(String::from_utf8_lossy(source.clean()).replace("  \n", "\n"), message);
}

#[test]
fn quoting_goes() {
    for mark in [">", "> ", "| ", ">> ", "> > "] {
        reads_like_the_sound_one(each_line(|_, line| format!("{mark}{line}")), &[Repair::Quoting]);
    }
    reads_like_the_sound_one(each_line(|_, line| format!("> {line}")) + "Can you tell why?\n", &[Repair::Quoting]);
}

#[test]
fn line_numbers_go() {
    reads_like_the_sound_one(each_line(|at, line| format!("{} {line}", at + 1)), &[Repair::LineNumbers]);
    reads_like_the_sound_one(each_line(|at, line| format!("{:3}: {line}", at + 7)), &[Repair::LineNumbers]);
    reads_like_the_sound_one(each_line(|at, line| format!("{:03}\t{line}", at + 1)), &[Repair::LineNumbers]);
    let quoted = each_line(|at, line| format!("> {:3}. {line}", at + 1));
    reads_like_the_sound_one(quoted, &[Repair::Quoting, Repair::LineNumbers]);
}

#[test]
fn lines_that_lost_their_folding_join_the_field_above() {
    reads_like_the_sound_one(SOUND.replace("\n\t", "\n"), &[Repair::Folding]);
    // A client that wraps long lines leaves the other folds alone.
    reads_like_the_sound_one(SOUND.replace("(Postfix) with", "(Postfix)\nwith"), &[Repair::Folding]);
    let indented = each_line(|_, line| format!("  {}", line.trim_start()));
    reads_like_the_sound_one(indented, &[Repair::Indentation, Repair::Folding]);
}

#[test]
fn one_field_that_lost_its_folding_is_one_field() {
    let (repairs, fields) =
        read(b"Received: from a.example\nby b.example with SMTP id 1\nFri, 13 Feb 2009 21:23:21 +0000\n");
    assert_eq!(repairs, [Repair::Folding]);
    assert_eq!(fields.len(), 1);
}

#[test]
fn a_body_that_follows_without_a_blank_line_is_not_joined() {
    let (repairs, fields) = read(b"From: jane@sender.example\nSubject: Hello\nDear Joe\nthis is it\n");
    assert_eq!(repairs, []);
    assert_eq!(fields[1].1, "Hello");
}

#[test]
fn blank_lines_after_every_line_go() {
    reads_like_the_sound_one(SOUND.replace('\n', "\n\n"), &[Repair::BlankLines]);
    reads_like_the_sound_one(SOUND.replace('\n', "\r\r\n"), &[Repair::BlankLines]);
    let folding_lost = SOUND.replace("\n\t", "\n").replace('\n', "\n\n");
    reads_like_the_sound_one(folding_lost, &[Repair::BlankLines, Repair::Folding]);
}

#[test]
fn fields_on_one_line_are_told_apart() {
    reads_like_the_sound_one(SOUND.replace("\n\t", " ").replace('\n', " "), &[Repair::LineBreaks]);
    reads_like_the_sound_one(
        SOUND.replace("\n\t", " ").replace("+0000\n", "+0000").replace('\n', " "),
        &[Repair::LineBreaks],
    );
}

#[test]
fn characters_of_a_page_are_those_of_a_header() {
    reads_like_the_sound_one(SOUND.replace(['\t', ' '], "\u{a0}"), &[Repair::NoBreakSpaces]);
    reads_like_the_sound_one(SOUND.replace('<', "&lt;").replace('>', "&gt;"), &[Repair::HtmlEscapes]);
}

#[test]
fn stray_bytes_do_not_move_what_follows_them() {
    let mut input = b"Subject: caf\xe9 \xff\xfe\x80\n".to_vec();
    input.extend_from_slice(&each_line(|_, line| line.trim_start().to_owned()).into_bytes());
    let source = Source::read(&input);
    let message = Message::read(source.clean(), 0);
    for field in &message.fields {
        assert_eq!(shown(&source, field.name_span), field.name);
    }
    assert_eq!(shown(&source, message.fields[0].span()), "Subject: caf\u{fffd} \u{fffd}\u{fffd}\u{fffd}");
}

#[test]
fn prose_and_nothing_at_all_are_left_alone() {
    for text in ["", "\n", "Hello there", "550 5.1.1 no such user\n551 x\n552 y\n", "From what I see: it works\nyes\n"]
    {
        assert_eq!(Source::read(text.as_bytes()).repairs(), [], "{text:?}");
    }
}

#[test]
fn what_is_left_of_a_field_that_was_cut_off_is_left_out() {
    let rest = "\
Received: from pc.sender.example ([198.51.100.3])
\tby relay.sender.example with ESMTPSA id 17;
\tFri, 13 Feb 2009 16:23:19 -0500
From: Jane <jane@sender.example>
";
    for start in [
        "\tby mx.example.com (Postfix) with ESMTPS id 4ABC\n\tfor <joe@example.com>; Fri, 13 Feb 2009 21:23:21 +0000\n",
        "by mx.example.com (Postfix) with ESMTPS id 4ABC\nfor <joe@example.com>; Fri, 13 Feb 2009 21:23:21 +0000\n",
        "  Fri, 13 Feb 2009 21:23:21 +0000\n",
    ] {
        let (repairs, fields) = read(format!("{start}{rest}").as_bytes());
        assert!(repairs.contains(&Repair::Fragment), "{start:?}: {repairs:?}");
        let names: Vec<&str> = fields.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["Received", "From"], "{start:?}");
    }
    // Without the fields of a trace below it, nothing says that it was one.
    let (repairs, _) = read(b"by the way:\nSubject: x\nFrom: y\n");
    assert!(!repairs.contains(&Repair::Fragment));
}
