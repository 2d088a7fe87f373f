//! Fields, addresses, dates and parts of well-formed mail, held against mailparse; and the inputs for which it is not asked.
//!
//! What is said of mailparse's faults is shown here too. When one of those tests fails, the fault is gone: see docs/parts.md.

#![allow(clippy::indexing_slicing, clippy::panic, clippy::string_slice, clippy::unwrap_used)]

use std::path::PathBuf;

use backstamp::message::{Message, Part, addresses, date};
use mailparse::{MailAddr, MailHeaderMap, ParsedMail, addrparse, dateparse, parse_header, parse_mail};

/// Not well-formed on purpose: bytes of no character set in a header, and every odd way to write words and boundaries.
const ODD: [&str; 2] = ["latin-1.eml", "encoded.eml"];

/// The messages of the samples and the fixtures that are well-formed.
fn mails() -> Vec<(String, Vec<u8>)> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let mut mails = Vec::new();
    for folder in ["samples", "tests/fixtures", "tests/fixtures/bounces"] {
        for path in std::fs::read_dir(root.join(folder)).unwrap().map(|entry| entry.unwrap().path()) {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if name.ends_with(".eml") && !ODD.contains(&name.as_str()) {
                mails.push((name, std::fs::read(&path).unwrap()));
            }
        }
    }
    assert!(mails.len() > 10, "{} messages", mails.len());
    mails
}

/// A message with what mail is made of: folds, words of several character sets, parts within parts, both encodings.
const WHOLE: &str = "From: =?utf-8?Q?J=C3=BCrgen_M=C3=BCller?= <jm@mail.example>\n\
    To: \"Doe, Jane\" <jane@home.example>, plain@y.example, list: a@x.example, B <b@x.example>;\n\
    Subject: =?iso-8859-1?Q?Caf=E9?= =?utf-8?B?IHVuZCBUZWU=?=\n and more\n\
    Date: Fri, 13 Feb 2009 23:31:30 +0200 (EET)\n\
    MIME-Version: 1.0\n\
    Content-Type: multipart/mixed; boundary=\"outer\"\n\n\
    Before the parts.\n\
    --outer\n\
    Content-Type: multipart/alternative; boundary=inner\n\n\
    --inner\n\
    Content-Type: text/plain; charset=utf-8\n\
    Content-Transfer-Encoding: quoted-printable\n\n\
    Gr=C3=BC=C3=9Fe=\n, and =3D\n\
    --inner\n\
    Content-Type: text/html; charset=iso-8859-1\n\
    Content-Transfer-Encoding: base64\n\n\
    PGI+Q2Fm6TwvYj4=\n\
    --inner--\n\
    --outer\n\
    Content-Type: text/plain; name=notes.txt\n\
    Content-Disposition: attachment; filename=\"notes.txt\"\n\n\
    Notes.\n\
    --outer--\n\
    After the parts.\n";

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn all_mails() -> Vec<(String, Vec<u8>)> {
    let mut mails = mails();
    mails.push(("WHOLE".to_owned(), WHOLE.as_bytes().to_vec()));
    mails
}

#[test]
fn fields_are_split_and_decoded_as_mailparse_does() {
    for (name, bytes) in all_mails() {
        let message = Message::read(&bytes, 0);
        let theirs = parse_mail(&bytes).unwrap();
        let ours: Vec<(String, String)> =
            message.fields.iter().map(|field| (field.name.to_owned(), squeezed(&field.decoded()))).collect();
        let theirs: Vec<(String, String)> =
            theirs.headers.iter().map(|header| (header.get_key(), squeezed(&header.get_value()))).collect();
        assert_eq!(ours, theirs, "{name}");
    }
}

#[test]
fn each_field_stands_where_its_span_says() {
    for (name, bytes) in all_mails() {
        for field in Message::read(&bytes, 0).fields {
            let (header, _) = parse_header(&bytes[field.span().start..field.span().end]).unwrap();
            assert_eq!(header.get_key_raw(), field.name.as_bytes(), "{name}");
            assert_eq!(&bytes[field.value_span.start..field.value_span.end], field.value, "{name}");
        }
    }
}

#[test]
fn addresses_are_read_as_mailparse_reads_them() {
    let mut texts: Vec<String> = [
        "jane@home.example",
        "Jane Doe <jane@home.example>",
        "\"Doe, Jane\" <jane@home.example>, bob@home.example",
        "friends: a@x.example, B <b@x.example>;",
        "nobody:;",
    ]
    .map(str::to_owned)
    .into();
    for (_, bytes) in all_mails() {
        let mail = parse_mail(&bytes).unwrap();
        for name in ["From", "To", "Cc", "Reply-To"] {
            texts.extend(mail.headers.get_all_values(name));
        }
    }
    let mut compared = 0;
    for text in texts {
        // What is no address list at all it says so of; ours passes over the words.
        let Ok(list) = addrparse(&text) else { continue };
        let theirs: Vec<(String, String)> = list
            .iter()
            .flat_map(|one| match one {
                MailAddr::Single(one) => vec![one.clone()],
                MailAddr::Group(group) => group.addrs.clone(),
            })
            .map(|one| (one.display_name.unwrap_or_default(), one.addr))
            .collect();
        let ours: Vec<(String, String)> = addresses(&text).into_iter().map(|one| (one.name, one.addr)).collect();
        compared += theirs.len();
        // A comment behind a bare address is a name to us, and nothing to mailparse.
        let is_bare = !text.contains('(');
        let (ours_only, theirs_only): (Vec<_>, Vec<_>) = (
            ours.iter().map(|(_, addr)| addr.clone()).collect(),
            theirs.iter().map(|(_, addr)| addr.clone()).collect(),
        );
        assert_eq!(ours_only, theirs_only, "{text}");
        if is_bare {
            assert_eq!(ours, theirs, "{text}");
        }
    }
    assert!(compared > 20, "{compared} addresses");
}

#[test]
fn dates_are_the_moments_that_mailparse_reads() {
    let mut texts: Vec<String> = [
        "Fri, 13 Feb 2009 23:31:30 +0200",
        "13 Feb 2009 21:31:30 +0000",
        "Sun, 29 Feb 2004 00:00:00 -0330",
        "Thu, 31 Dec 1998 23:59:59 EST",
    ]
    .map(str::to_owned)
    .into();
    for (_, bytes) in all_mails() {
        texts.extend(parse_mail(&bytes).unwrap().headers.get_all_values("Date"));
    }
    assert!(texts.len() > 10);
    for text in texts {
        let ours = date::read(text.as_bytes()).time.map(|time| time.timestamp());
        assert_eq!(ours, dateparse(&text).ok(), "{text}");
    }
}

/// The parts in the order in which they stand: media type, and the text of those that are text.
fn ours(part: &Part<'_>, into: &mut Vec<(String, String)>) {
    let text = if part.media_type.starts_with("text/") { squeezed(&part.text().text) } else { String::new() };
    into.push((part.media_type.clone(), text));
    for inner in &part.parts {
        ours(inner, into);
    }
}

fn theirs(mail: &ParsedMail<'_>, into: &mut Vec<(String, String)>) {
    let kind = mail.ctype.mimetype.clone();
    let text = if kind.starts_with("text/") { squeezed(&mail.get_body().unwrap()) } else { String::new() };
    into.push((kind, text));
    for inner in &mail.subparts {
        theirs(inner, into);
    }
}

#[test]
fn parts_and_their_texts_are_those_that_mailparse_finds() {
    for (name, bytes) in all_mails() {
        let (mut one, mut other) = (Vec::new(), Vec::new());
        ours(&Part::of(&Message::read(&bytes, 0)), &mut one);
        theirs(&parse_mail(&bytes).unwrap(), &mut other);
        assert_eq!(one, other, "{name}");
    }
}

// ------------------------------------------------------------------ What mailparse is not asked, and why

#[test]
fn eight_bit_bytes_in_quoted_printable_are_kept() {
    let mail =
        b"Content-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\nCaf\xE9 =E9\n";
    assert_eq!(Part::of(&Message::read(mail, 0)).text().text.trim_end(), "Caf\u{e9} \u{e9}");
    assert_eq!(parse_mail(mail).unwrap().get_body().unwrap().trim_end(), "Caf \u{e9}", "mailparse drops the byte");
}

#[test]
fn a_bare_cr_ends_a_field() {
    let mail = b"A: 1\rB: 2\r\r";
    let names: Vec<&str> = Message::read(mail, 0).fields.iter().map(|field| field.name).collect();
    assert_eq!(names, ["A", "B"]);
    assert_eq!(parse_mail(mail).unwrap().headers.len(), 1, "mailparse reads one field");
}

#[test]
fn a_field_without_a_value_has_its_place() {
    let mail = b"Subject:";
    let message = Message::read(mail, 0);
    assert_eq!(message.fields[0].value_span, backstamp::finding::Span::new(8, 8));
    let (header, _) = parse_header(mail).unwrap();
    assert_eq!(
        header.get_value_raw().as_ptr(),
        mail.as_ptr(),
        "a place taken from mailparse's value points at the name"
    );
}

#[test]
fn an_address_behind_a_group_is_read() {
    let text = "list: a@x.example;, plain@y.example";
    let ours: Vec<String> = addresses(text).into_iter().map(|one| one.addr).collect();
    assert_eq!(ours, ["a@x.example", "plain@y.example"]);
    let theirs = addrparse(text).unwrap().into_inner();
    assert!(
        matches!(&theirs[1], MailAddr::Single(one) if one.addr == ", plain@y.example"),
        "mailparse keeps the comma"
    );
}

#[test]
fn a_time_without_seconds_is_one() {
    // RFC 5322 section 3.3: time-of-day = hour ":" minute [ ":" second ].
    let text = "Fri, 13 Feb 2009 21:31 +0200";
    assert_eq!(date::read(text.as_bytes()).time.unwrap().timestamp(), 1_234_553_460);
    assert_eq!(dateparse(text).ok(), Some(1_234_560_660 + 200), "mailparse takes the zone for seconds");
}

#[test]
fn a_comment_behind_a_boundary_hides_no_part() {
    let mail =
        b"Content-Type: multipart/mixed; boundary=\"b\" (a comment)\n\n--b\nContent-Type: text/plain\n\nwords\n--b--\n";
    assert_eq!(Part::of(&Message::read(mail, 0)).parts.len(), 1);
    assert!(parse_mail(mail).unwrap().subparts.is_empty(), "mailparse finds no part");
}

#[test]
fn a_letter_cut_in_two_by_encoded_words_is_one() {
    // RFC 2047 section 5 forbids it, and programs do it all the same.
    let mail = b"Subject: =?utf-8?Q?caf=C3?= =?utf-8?Q?=A9?=\n\n";
    assert_eq!(Message::read(mail, 0).fields[0].decoded(), "caf\u{e9}");
    assert_ne!(parse_mail(mail).unwrap().headers[0].get_value(), "caf\u{e9}", "mailparse decodes each word by itself");
}

#[test]
fn what_is_no_field_ends_the_header() {
    let mail = b"Subject: x\nwords without a colon\nTo: a@x.example\n\n";
    assert_eq!(Message::read(mail, 0).fields.len(), 1);
    assert_eq!(parse_mail(mail).unwrap().headers.len(), 3, "mailparse makes a field of any line");
}
