//! Files that hold messages: what a user sees of each kind, and what hostile ones do.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::string_slice, clippy::unwrap_used)]

use std::io::{Cursor, Write as _};
use std::ops::ControlFlow;
use std::time::Instant;

use backstamp::container::{self, Limits};
use backstamp::report::Kind;
use backstamp::{Context, Report, analyze, analyze_file, open, open_nth};
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder};
use rawzip::{CompressionMethod, ZipArchiveWriter};

const HEADER: &str = "Received: from a.example (a.example [192.0.2.1]) by b.example with ESMTP id 1;\r\n Fri, 13 Feb 2009 21:23:21 +0000\r\n\
    From: Jane <jane@example.com>\r\nTo: joe@example.net\r\nSubject: Lunch\r\nMessage-ID: <1@example.com>\r\n";

fn message(number: usize) -> String {
    format!(
        "From: jane@example.com\r\nTo: joe@example.net\r\nSubject: number {number}\r\nMessage-ID: <{number}@example.com>\r\n\r\nHello\r\n"
    )
}

fn read(bytes: &[u8], name: &str) -> Report {
    analyze_file(bytes, name, &Context::default())
}

fn subjects(report: &Report) -> Vec<&str> {
    report.files.iter().filter_map(|file| file.subject.as_deref()).collect()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zip(members: &[(&str, &[u8])], encrypted: bool) -> Vec<u8> {
    let mut out = Vec::new();
    let mut archive = ZipArchiveWriter::new(&mut out);
    for (name, bytes) in members {
        let file = archive.new_file(*name).compression_method(CompressionMethod::DEFLATE).encrypted(encrypted);
        let (mut entry, config) = file.start().unwrap();
        let encoder = DeflateEncoder::new(&mut entry, Compression::default());
        let mut writer = config.wrap(encoder);
        writer.write_all(bytes).unwrap();
        let (encoder, descriptor) = writer.finish().unwrap();
        encoder.finish().unwrap();
        entry.finish(descriptor).unwrap();
    }
    archive.finish().unwrap();
    out
}

fn tar(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_gnu();
        header.set_size(bytes.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, name, *bytes).unwrap();
    }
    archive.into_inner().unwrap()
}

/// A `.msg`: properties of the message as pairs of tag and value, and its attachments.
struct Msg {
    file: cfb::CompoundFile<Cursor<Vec<u8>>>,
}

impl Msg {
    fn new() -> Self {
        let mut msg = Self { file: cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap() };
        msg.properties("/", 32);
        msg
    }

    fn properties(&mut self, storage: &str, head: usize) {
        let mut stream = self.file.create_stream(format!("{storage}/__properties_version1.0")).unwrap();
        stream.write_all(&vec![0; head]).unwrap();
    }

    fn text(&mut self, storage: &str, tag: &str, value: &str) {
        let bytes: Vec<u8> = value.encode_utf16().flat_map(u16::to_le_bytes).collect();
        self.bytes(storage, &format!("{tag}001F"), &bytes);
    }

    fn bytes(&mut self, storage: &str, tag: &str, value: &[u8]) {
        self.file.create_stream(format!("{storage}/__substg1.0_{tag}")).unwrap().write_all(value).unwrap();
    }

    fn attachment(&mut self, number: usize) -> String {
        let storage = format!("/__attach_version1.0_#{number:08X}");
        self.file.create_storage(&storage).unwrap();
        self.properties(&storage, 8);
        storage
    }

    fn done(self) -> Vec<u8> {
        self.file.into_inner().into_inner()
    }
}

fn msg() -> Vec<u8> {
    let mut msg = Msg::new();
    msg.text("", "0037", "Lunch\0");
    msg.text("", "1035", "<1@example.com>");
    msg.text("", "007D", HEADER);
    msg.text("", "1000", "Hello Joe,\r\nsee you at noon.\r\n");
    let file = msg.attachment(0);
    msg.text(&file, "3704", "MENU~1.PDF");
    msg.text(&file, "3707", "menu of the week.pdf");
    msg.bytes(&file, "37010102", b"%PDF-1.7");
    let inner = msg.attachment(1);
    msg.text(&inner, "3001", "The first answer");
    let inside = format!("{inner}/__substg1.0_3701000D");
    msg.file.create_storage(&inside).unwrap();
    msg.properties(&inside, 24);
    msg.text(&inside, "0037", "The first answer");
    msg.text(&inside, "007D", &HEADER.replace("Lunch", "The first answer"));
    msg.done()
}

/// A TNEF stream of attributes: level, tag, data.
fn tnef(attributes: &[(u8, u32, &[u8])]) -> Vec<u8> {
    let mut out = vec![0x78, 0x9f, 0x3e, 0x22, 1, 0];
    for (level, tag, data) in attributes {
        out.push(*level);
        out.extend(tag.to_le_bytes());
        out.extend(u32::try_from(data.len()).unwrap().to_le_bytes());
        out.extend_from_slice(data);
        let sum = data.iter().fold(0_u16, |sum, &byte| sum.wrapping_add(byte.into()));
        out.extend(sum.to_le_bytes());
    }
    out
}

fn winmail() -> Vec<u8> {
    tnef(&[
        (1, 0x0006_9007, &1252_u32.to_le_bytes()),
        (1, 0x0001_8004, b"Caf\xe9\0"),
        (2, 0x0006_9002, &[0; 14]),
        (2, 0x0001_8010, b"menu.pdf\0"),
        (2, 0x0006_800f, b"%PDF-1.7"),
    ])
}

fn mailbox(count: usize) -> String {
    let envelope = "From jane@example.com Fri Feb 13 21:23:21 2009\r\n";
    (0..count).map(|number| format!("{envelope}{}\r\n", message(number))).collect()
}

#[test]
fn a_message_of_outlook_is_read_as_the_message_that_arrived() {
    let report = read(&msg(), "lunch.msg");
    assert_eq!(report.kind, Kind::Message);
    assert_eq!(report.route.as_ref().unwrap().hops.len(), 1);
    let file = &report.files[0];
    assert_eq!((file.name.as_str(), file.kind.as_str()), ("lunch.msg", "msg"));
    assert_eq!(file.subject.as_deref(), Some("Lunch"));
    assert_eq!(file.message_id.as_deref(), Some("<1@example.com>"));
    assert_eq!(file.attachments, ["menu of the week.pdf", "The first answer"]);
    assert_eq!(report.enclosed.len(), 1);
    let subject = report.enclosed[0].fields.iter().find(|field| field.name == "Subject").unwrap();
    assert_eq!(subject.value, "The first answer");
}

#[test]
fn the_text_beside_a_report_is_the_message_that_was_taken_out() {
    let (source, report) = open(&msg(), Some("lunch.msg"), &Context::default());
    let field = report.fields.iter().find(|field| field.name == "To").unwrap();
    assert_eq!(&source.text()[field.span.start..field.span.end], "To: joe@example.net");
    assert!(source.text().ends_with("see you at noon.\r\n"));
}

#[test]
fn a_sent_item_says_that_it_has_no_transport_header() {
    let mut sent = Msg::new();
    sent.text("", "0037", "Re: Lunch");
    sent.text("", "0C1F", "/O=EXAMPLE/OU=X/CN=RECIPIENTS/CN=JANE");
    sent.text("", "5D01", "jane@example.com");
    sent.text("", "0C1A", "Jane");
    sent.text("", "1000", "Yes.");
    let report = read(&sent.done(), "sent.msg");
    assert!(report.headline.contains("no transport header"), "{}", report.headline);
    let ids: Vec<&str> = report.findings.iter().map(|finding| finding.id.as_ref()).collect();
    assert!(ids.contains(&"file.no-transport-header") && !ids.contains(&"route.no-received"), "{ids:?}");
    let from = report.fields.iter().find(|field| field.name == "From").unwrap();
    assert_eq!(from.value, "\"Jane\" <jane@example.com>");
    // A message with its header says nothing of the kind.
    assert!(read(&msg(), "x").findings.iter().all(|finding| finding.id != "file.no-transport-header"));
}

#[test]
fn a_bounce_in_a_msg_is_a_bounce() {
    let mut notice = Msg::new();
    notice.text("", "0037", "Undelivered Mail Returned to Sender");
    let header = "Return-Path: <>\r\nReceived: by out.example.com (Postfix) id 4ABC; Fri, 13 Feb 2009 21:23:21 +0000\r\n\
        From: MAILER-DAEMON@out.example.com (Mail Delivery System)\r\nSubject: Undelivered Mail Returned to Sender\r\n\
        Content-Type: multipart/report; report-type=delivery-status; boundary=\"b1\"\r\n";
    notice.text("", "007D", header);
    notice.text("", "1000", "This is the mail system at host out.example.com.\r\n");
    let part = notice.attachment(0);
    notice.text(&part, "370E", "message/delivery-status");
    notice.bytes(
        &part,
        "37010102",
        b"Reporting-MTA: dns; out.example.com\r\n\r\nFinal-Recipient: rfc822; nobody@example.net\r\nAction: failed\r\n\
          Status: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 no such user\r\n",
    );
    let report = read(&notice.done(), "bounce.msg");
    assert_eq!(report.kind, Kind::Bounce);
    let recipient = &report.bounce.unwrap().recipients[0];
    assert_eq!(recipient.address.as_deref(), Some("nobody@example.net"));
    assert!(recipient.dead_address);
}

#[test]
fn strings_of_one_byte_a_letter_follow_the_code_page() {
    let mut msg = Msg::new();
    msg.bytes("", "0037001E", b"\xcf\xee\xf7\xf2\xe0\0");
    // PidTagMessageCodepage is 1251, and stands among the fixed properties.
    let mut fixed = vec![0; 32];
    fixed.extend([0x03, 0x00, 0xfd, 0x3f, 0, 0, 0, 0]);
    fixed.extend(1251_u32.to_le_bytes());
    fixed.extend([0; 4]);
    msg.file.create_stream("/__properties_version1.0").unwrap().write_all(&fixed).unwrap();
    assert_eq!(subjects(&read(&msg.done(), "x.msg")), ["Почта"]);
}

#[test]
fn winmail_dat_gives_its_subject_and_its_attachments() {
    let report = read(&winmail(), "winmail.dat");
    assert_eq!(report.files[0].kind, "tnef");
    assert_eq!(subjects(&report), ["Café"]);
    assert_eq!(report.files[0].attachments, ["menu.pdf"]);
}

#[test]
fn archives_are_opened_within_one_another() {
    let (one, two) = (message(1), message(2));
    let inner = zip(&[("two.eml", two.as_bytes())], false);
    let members: &[(&str, &[u8])] = &[
        ("mail/one.eml", one.as_bytes()),
        ("mail/inner.zip", &inner),
        ("mail/notes.txt", b"hello"),
        ("__MACOSX/mail/._one.eml", b"\0\x05"),
        ("mail/.DS_Store", b"x"),
    ];
    for (bytes, name) in [(zip(members, false), "a.zip"), (gzip(&tar(members)), "a.tgz"), (tar(members), "no name")] {
        let report = read(&bytes, name);
        assert_eq!(report.kind, Kind::Files, "{name}");
        assert_eq!(subjects(&report), ["number 1", "number 2"], "{name}");
        assert_eq!(report.enclosed.len(), 2, "{name}");
        let names: Vec<&str> = report.files.iter().map(|file| file.name.rsplit("mail/").next().unwrap()).collect();
        assert_eq!(names, ["one.eml", "inner.zip/two.eml", "notes.txt"], "{name}");
        assert!(report.headline.contains("2 messages and 1 other file"), "{}", report.headline);
    }
}

#[test]
fn one_message_in_an_archive_is_read_as_if_it_had_been_opened() {
    let text = format!("{HEADER}\r\nHello\r\n");
    for bytes in [gzip(text.as_bytes()), zip(&[("one.eml", text.as_bytes())], false)] {
        let report = read(&bytes, "one");
        assert_eq!(report.kind, Kind::Message);
        assert!(report.findings.iter().any(|finding| finding.id == "file.opened"));
        assert_eq!(report.route.unwrap().hops.len(), 1);
        assert_eq!(report.files.len(), 1);
    }
}

#[test]
fn text_in_an_archive_that_is_no_message_is_read_as_a_paste() {
    let line = b"550 5.1.1 <x@b.example>: no such user\n";
    let report = read(&gzip(line), "line.gz");
    assert_eq!(report.kind, Kind::SmtpReply);
    assert!(report.files.is_empty());
}

#[test]
fn an_encrypted_member_is_named_as_such() {
    let report = read(&zip(&[("secret.eml", message(1).as_bytes())], true), "a.zip");
    assert_eq!(report.kind, Kind::Unknown);
    assert!(report.files[0].error.as_ref().unwrap().contains("encrypted"));
    assert!(report.headline.contains("encrypted"), "{}", report.headline);
}

#[test]
fn every_message_of_a_mailbox_is_listed_and_the_first_are_read() {
    let report = read(mailbox(50).as_bytes(), "inbox");
    assert_eq!(report.kind, Kind::Files);
    assert_eq!(report.files.len(), 50);
    assert_eq!(report.files[49].message_id.as_deref(), Some("<49@example.com>"));
    assert!(report.enclosed.len() < 50);
    assert!(report.findings.iter().any(|finding| finding.id == "file.first-messages"));
}

#[test]
fn the_places_in_a_mailbox_are_those_of_its_text() {
    let text = mailbox(3);
    let (source, report) = open(text.as_bytes(), None, &Context::default());
    let field = report.enclosed[2].fields.iter().find(|field| field.name == "Subject").unwrap();
    assert_eq!(&source.text()[field.span.start..field.span.end], "Subject: number 2");
}

#[test]
fn a_pasted_notice_with_the_message_it_returns_stays_one_notice() {
    let notice = "From MAILER-DAEMON Fri Feb 13 21:23:21 2009\nReturn-Path: <>\nFrom: MAILER-DAEMON@a.example\n\
        Subject: failure notice\n\nHi. This is the qmail-send program at a.example.\n<x@b.example>:\n\
        550 5.1.1 no such user\n\nFrom jane@a.example Fri Feb 13 21:23:20 2009\nSubject: hi\nFrom: jane@a.example\n\nhello\n";
    assert_eq!(analyze(notice.as_bytes(), &Context::default()).kind, Kind::Bounce);
}

#[test]
fn a_message_of_apple_mail_is_read() {
    let text = format!("{HEADER}\r\nHello\r\n");
    let file = format!("{:<10}\n{text}<?xml version=\"1.0\"?>\n<plist></plist>\n", text.len());
    let report = read(file.as_bytes(), "1.emlx");
    assert_eq!(report.kind, Kind::Message);
    assert_eq!(report.files[0].kind, "emlx");
}

#[test]
fn the_attachments_of_a_plain_message_are_listed() {
    let text = "From: jane@example.com\nTo: joe@example.net\nSubject: x\nMIME-Version: 1.0\n\
        Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nHello\n--b\n\
        Content-Type: application/pdf; name=\"other.pdf\"\nContent-Disposition: attachment; filename*=utf-8''men%C3%BC.pdf\n\nx\n\
        --b\nContent-Type: message/rfc822\n\nSubject: inner\nFrom: a@example.com\n\nx\n--b--\n";
    let report = analyze(text.as_bytes(), &Context::default());
    assert_eq!(report.files[0].attachments, ["menü.pdf", ""]);
    // A header that was pasted is no file.
    assert!(analyze(HEADER.as_bytes(), &Context::default()).files.is_empty());
}

#[test]
fn files_that_nothing_here_reads_are_named_with_what_to_do() {
    for (bytes, kind, how) in [
        (&b"!BDN\0\0\0\0SM\x17\0"[..], "pst", "readpst"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "pdf", "Copy the text"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image", "copy the text itself"),
        (b"\xfd7zXZ\0\0\x04", "xz", "Unpack it first"),
        (b"PK\x03\x04\x14\0\0\0\x08\0................\x13\0\0\0[Content_Types].xml", "office", "Copy the text"),
        (b"\x01\x02\x03\x04\x05\x06\x07\x00\x01\x02\x03\x04\x05\xff\xfe", "binary", "Copy the text"),
    ] {
        // A name says nothing.
        let report = read(bytes, "mail.eml");
        assert_eq!(report.kind, Kind::Unknown);
        assert_eq!(report.files[0].kind, kind);
        assert!(report.repairs.is_empty(), "nothing is mended in {kind}");
        assert!(report.findings[0].next.iter().any(|next| next.contains(how)), "{:?}", report.findings[0].next);
    }
}

#[test]
fn text_in_utf_16_and_utf_32_is_read() {
    let wide = |unit: fn(char) -> Vec<u8>, mark: &[u8]| {
        [mark.to_vec(), HEADER.chars().flat_map(unit).collect::<Vec<u8>>()].concat()
    };
    let inputs = [
        wide(|letter| u16::try_from(letter as u32).unwrap().to_le_bytes().to_vec(), b"\xff\xfe"),
        wide(|letter| u16::try_from(letter as u32).unwrap().to_be_bytes().to_vec(), b""),
        wide(|letter| (letter as u32).to_le_bytes().to_vec(), b"\xff\xfe\0\0"),
        wide(|letter| (letter as u32).to_be_bytes().to_vec(), b"\0\0\xfe\xff"),
    ];
    for input in inputs {
        assert_eq!(analyze(&input, &Context::default()).route.unwrap().hops.len(), 1);
    }
}

/// How many files there are, how many of them could not be read.
fn visit(bytes: &[u8], limits: Limits) -> (usize, usize) {
    let (mut files, mut troubles) = (0, 0);
    let _ = container::visit(bytes, "", limits, &mut |file| {
        files += 1;
        troubles += usize::from(matches!(file.content, container::Content::Unreadable(_)));
        ControlFlow::Continue(())
    });
    (files, troubles)
}

#[test]
fn what_expands_without_end_is_bounded() {
    // 40 MB of one byte: a thousand times its packed size.
    let bomb = gzip(&vec![b'a'; 40 << 20]);
    assert!(bomb.len() < 100_000);
    let report = read(&bomb, "bomb.gz");
    assert!(report.findings.iter().any(|finding| finding.id == "file.unreadable"), "{}", report.headline);
    let many: Vec<(&str, &[u8])> = vec![("bomb.gz", &bomb); 60];
    let start = Instant::now();
    let small = Limits { expanded: 64 << 20, ..Limits::default() };
    let (_, troubles) = visit(&zip(&many, false), small);
    assert!(troubles >= 55);
    assert!(start.elapsed().as_secs() < 30);
}

#[test]
fn archives_lie_in_one_another_only_so_deep() {
    let mut archive = message(1).into_bytes();
    for _ in 0..30 {
        archive = gzip(&archive);
    }
    let report = read(&archive, "deep.gz");
    assert!(report.files[0].error.as_ref().unwrap().contains("too many archives"));
}

#[test]
fn too_many_files_are_left_out_and_it_is_said() {
    let members: Vec<(&str, &[u8])> = vec![("a.txt", b"x"); 50];
    let few = Limits { files: 10, ..Limits::default() };
    assert_eq!(visit(&tar(&members), few), (11, 1));
    assert_eq!(visit(mailbox(50).as_bytes(), few), (11, 1));
}

#[test]
fn what_is_cut_off_or_changed_gets_an_answer() {
    let text = message(1);
    let members: &[(&str, &[u8])] = &[("one.eml", text.as_bytes()), ("two.bin", &[7; 3000])];
    let whole = [msg(), winmail(), zip(members, false), tar(members), gzip(text.as_bytes()), mailbox(3).into_bytes()];
    let mut seed = 1_u64;
    let mut random = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap()
    };
    for file in whole {
        for part in 0..60 {
            check(&file[..file.len() * part / 60]);
        }
        for _ in 0..400 {
            let mut changed = file.clone();
            for _ in 0..=random() % 8 {
                let at = random() % changed.len();
                changed[at] = [0, 1, 0x7f, 0xff, 0xfe, 0x80][random() % 6];
            }
            check(&changed);
        }
    }
}

fn check(input: &[u8]) {
    let (source, report) = open(input, None, &Context::default());
    assert!(!report.headline.is_empty() || report.kind == Kind::Bounce, "a headline for {:?}", report.kind);
    for field in &report.fields {
        assert!(source.text().get(field.span.start..field.span.end).is_some());
    }
    serde_json::to_value(&report).unwrap();
}

#[test]
fn sectors_that_run_in_a_circle_end() {
    let whole = msg();
    // Each entry of the sector table (MS-CFB section 2.3) in turn points back, to the first sector and to itself.
    let table = 512 * (1 + u32::from_le_bytes(whole[76..80].try_into().unwrap()) as usize);
    for entry in 0..60 {
        for target in [0_u32, entry, 1, 2] {
            let mut circle = whole.clone();
            let at = table + 4 * entry as usize;
            circle[at..at + 4].copy_from_slice(&target.to_le_bytes());
            check(&circle);
        }
    }
}

#[test]
fn counts_that_lie_cost_nothing() {
    let huge = u32::MAX.to_le_bytes();
    // A list of four thousand million properties; one property of as many values; a string of as many bytes.
    let many = [&huge[..], &[0x1f, 0, 0x37, 0], &huge, &huge].concat();
    let empty = [&[1, 0, 0, 0][..], &[0x01, 0x10, 0x37, 0], &huge].concat();
    let start = Instant::now();
    for properties in [many, empty] {
        check(&tnef(&[(1, 0x0006_9003, &properties), (1, 0x0006_9004, &huge)]));
    }
    assert!(start.elapsed().as_secs() < 2);
}

#[test]
fn any_message_in_a_file_can_be_read_alone() {
    let (one, two) = (message(1), message(2));
    let archive = zip(&[("one.eml", one.as_bytes()), ("notes.bin", b"\0\x01"), ("two.eml", two.as_bytes())], false);
    let (source, report) = open_nth(&archive, "a.zip", 1, &Context::default()).expect("there are two");
    assert_eq!(source.text(), two);
    assert_eq!(subjects(&report), ["number 2"]);
    assert_eq!(report.files[0].name, "two.eml");
    assert!(open_nth(&archive, "a.zip", 2, &Context::default()).is_none());
    assert!(open_nth(b"", "", 0, &Context::default()).is_none());
}

#[test]
fn the_seeds_of_the_fuzz_target_are_what_they_are_called() {
    for (name, messages) in [
        ("stored.zip", 2),
        ("deflated.zip", 2),
        ("messages.tar", 2),
        ("messages.mbox", 2),
        ("message.eml.gz", 1),
        ("message.emlx", 1),
        ("winmail.dat", 1),
    ] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds/container").join(name);
        let report = backstamp::analyze_file(&std::fs::read(path).unwrap(), name, &backstamp::Context::default());
        let found: usize = report.files.iter().map(|file| file.messages).sum();
        assert_eq!(found, messages, "{name}: {}", report.headline);
    }
}
