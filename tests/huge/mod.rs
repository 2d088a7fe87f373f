//! Inputs of ten megabytes that are made to take much memory: of the smallest pieces that readers keep something of.

use std::fmt::Write as _;

/// How many times its own length an input may take, itself included.
pub const MOST_TIMES: f64 = 12.0;

/// How long each is, in bytes. The limits of the readers are numbers of things, so a shorter input may take more for its length.
pub const LENGTH: usize = 10_000_000;

/// What it is called, and what makes it.
pub type Case = (&'static str, fn() -> Vec<u8>);

/// Those that are quick enough for a test without optimisation come first.
pub const CASES: [Case; 22] = [
    ("tiny trace fields", || filled("", "Received:a\n", "")),
    ("damaged quoted-printable", || filled("Subject: x\n", "a=3D=\n", "")),
    ("comments", || filled("Received: from a.example by ", "(c)", "; Fri, 13 Feb 2009 21:23:21 +0000\n")),
    ("nested comments", || filled("Received: from a.example ", "(", "; Fri, 13 Feb 2009 21:23:21 +0000\n")),
    ("addresses of one field", || filled("From: ", "a@b,", "\nSubject: x\n")),
    ("results of one field", || filled("Authentication-Results: a; ", "(c)a=b;", "\n")),
    ("text bounce", || {
        bounce("<anna{}@example.org>: host mx.example.org[192.0.2.25] said: 550 5.1.1 User unknown\n\n")
    }),
    ("text bounce of few words", || bounce("<a{}@b.example>: unknown\n\n")),
    ("delivery report", report),
    ("mbox of tiny messages", || numbered("", "From a@b Fri Feb 13 23:31:30 2009\nSubject: {}\n\nx\n\n")),
    ("log", || {
        numbered(
            "",
            "Feb 13 23:31:30 mx postfix/smtp[7]: 4ABC{}: to=<a{}@example.org>, relay=mx.example.org[192.0.2.25]:25, \
             delay=1, dsn=2.0.0, status=sent (250 ok)\n",
        )
    }),
    ("zip of tiny messages", zip),
    ("stray bytes", || [0xff, b'a'].repeat(LENGTH / 2)),
    ("tiny fields", || filled("", "a:b\n", "")),
    ("quoted lines", || filled("> Received: from a by c; Fri, 13 Feb 2009 23:31:30 +0000\n", "> X: b\n", "")),
    ("escaped brackets", || {
        filled("Received: from a by &lt;c&gt;; Fri, 13 Feb 2009 23:31:30 +0000\n", "X: &lt;&gt;\n", "")
    }),
    ("session", || filled("", "220 a\nEHLO b\n250 c\nMAIL FROM:<a@b>\n250 d\n", "")),
    ("replies", || filled("", "550 a\n", "")),
    ("blank lines", || filled("", "\n", "")),
    ("lines of one letter", || filled("", "a\n", "")),
    ("message trace", || {
        numbered(
            "Received,SenderAddress,RecipientAddress,Subject,Status\n",
            "2024-02-13T21:23:21,a{}@b.example,c@d.example,x,Delivered\n",
        )
    }),
    ("UTF-16", || filled("", "a:b\n", "").into_iter().take(LENGTH / 2).flat_map(|byte| [byte, 0]).collect()),
];

const HEAD: &str = "Return-Path: <>\nFrom: MAILER-DAEMON@mail.example.com (Mail Delivery System)\nSubject: Undelivered Mail \
     Returned to Sender\nTo: bo@example.com\nDate: Fri, 13 Feb 2009 23:31:30 +0000\n";

fn filled(head: &str, unit: &str, end: &str) -> Vec<u8> {
    format!("{head}{}{end}", unit.repeat(LENGTH / unit.len())).into_bytes()
}

/// The unit again and again, with a number of its own each time.
fn numbered(head: &str, unit: &str) -> Vec<u8> {
    let mut text = head.to_owned();
    for number in 0.. {
        if text.len() >= LENGTH {
            break;
        }
        text.push_str(&unit.replace("{}", &number.to_string()));
    }
    text.into_bytes()
}

fn bounce(unit: &str) -> Vec<u8> {
    numbered(&format!("{HEAD}\nThis is the mail system at host mail.example.com.\n\n"), unit)
}

fn report() -> Vec<u8> {
    let head = format!(
        "{HEAD}Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nIt failed.\n\n--b\n\
         Content-Type: message/delivery-status\n\nReporting-MTA: dns; mail.example.com\n"
    );
    numbered(&head, "\nFinal-Recipient: rfc822; a{}@b.example\nStatus: 5.1.1\n")
}

/// An archive of as many stored files as its directory can count.
fn zip() -> Vec<u8> {
    let (mut files, mut directory) = (Vec::new(), Vec::new());
    let count = u16::MAX - 1;
    for number in 0..count {
        let (name, body) = (format!("{number}.eml"), format!("Subject: {number}\nFrom: a@b.example\n\nHello.\n"));
        let at = u32::try_from(files.len()).unwrap_or_default();
        let mut common = vec![20, 0, 0, 0, 0, 0, 0, 0, 0, 0];
        let length = u32::try_from(body.len()).unwrap_or_default();
        common.extend(checksum(body.as_bytes()).to_le_bytes());
        common.extend(length.to_le_bytes().repeat(2));
        common.extend(u16::try_from(name.len()).unwrap_or_default().to_le_bytes());
        common.extend([0, 0]);
        files.extend(b"PK\x03\x04");
        files.extend(&common);
        files.extend(name.as_bytes());
        files.extend(body.as_bytes());
        directory.extend(b"PK\x01\x02\x14\x00");
        directory.extend(&common);
        directory.extend([0; 10]);
        directory.extend(at.to_le_bytes());
        directory.extend(name.as_bytes());
    }
    let (at, length) = (u32::try_from(files.len()), u32::try_from(directory.len()));
    files.extend(&directory);
    files.extend(b"PK\x05\x06\0\0\0\0");
    files.extend(count.to_le_bytes().repeat(2));
    files.extend(length.unwrap_or_default().to_le_bytes());
    files.extend(at.unwrap_or_default().to_le_bytes());
    files.extend([0, 0]);
    files
}

/// CRC-32, as zip has it.
fn checksum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |sum, &byte| {
        (0..8).fold(sum ^ u32::from(byte), |sum, _| if sum & 1 == 1 { (sum >> 1) ^ 0xEDB8_8320 } else { sum >> 1 })
    })
}

/// A line of a table: what the input is, how long, and how many times that was taken at most.
pub fn line(name: &str, length: usize, times: f64) -> String {
    let mut line = String::new();
    let _ = write!(line, "{name:26} {:5.1} MB {times:5.1} times", length as f64 / 1e6);
    line
}
