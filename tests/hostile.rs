//! Hostile input: whatever is done to a message, it gets an answer, and every place in the answer is a place in the text.
//!
//! Mutations come from a seeded generator, so a failure can be had again: the seed and the number of the input are printed, and the
//! input is written beside the build's other files. `BACKSTAMP_SEED` and `BACKSTAMP_INPUTS` change the defaults, and a folder
//! of more mail to start from is taken from `BACKSTAMP_SHARED`.

#![allow(clippy::expect_used, clippy::indexing_slicing)]

use std::fs;
use std::path::{Path, PathBuf};

use backstamp::report::Kind;
use backstamp::source::Source;
use backstamp::{Context, analyze_source};
use serde_json::Value;

/// How many mutated inputs are tried.
const INPUTS: u64 = 20_000;
/// How much of a message mutations start from.
const MAX_SEED: usize = 24 * 1024;

/// Analyses an input and checks the answer.
fn check(input: &[u8]) {
    let source = Source::read(input);
    let report = analyze_source(&source, &Context::default());
    assert!(!report.headline.is_empty() || report.kind == Kind::Bounce, "a headline for {:?}", report.kind);
    let json = serde_json::to_value(&report).expect("a report is JSON");
    check_spans(&json, source.text());
}

/// Checks every span of a report: it lies in the text, and begins and ends between two characters.
fn check_spans(value: &Value, text: &str) {
    match value {
        Value::Array(values) => values.iter().for_each(|value| check_spans(value, text)),
        Value::Object(fields) => {
            // A loop counts its hops under these names, among others.
            if fields.len() == 2
                && let (Some(start), Some(end)) = (offset(fields.get("start")), offset(fields.get("end")))
            {
                assert!(text.get(start..end).is_some(), "{start}..{end} of {}", text.len());
            }
            fields.values().for_each(|value| check_spans(value, text));
        }
        _ => {}
    }
}

fn offset(value: Option<&Value>) -> Option<usize> {
    value?.as_u64()?.try_into().ok()
}

/// A generator of numbers that look random (SplitMix64, by Sebastiano Vigna, in the public domain).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`; 0 where that is 0.
    fn below(&mut self, bound: usize) -> usize {
        (self.next() % (bound.max(1) as u64)) as usize
    }

    fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }

    /// A stretch of something `length` long, seldom a long one.
    fn stretch(&mut self, length: usize) -> std::ops::Range<usize> {
        let start = self.below(length + 1);
        let most = if self.below(4) == 0 { length - start } else { (length - start).min(80) };
        start..start + self.below(most + 1)
    }
}

/// What breaks readers: ends and beginnings of every construct.
const NASTY: [&[u8]; 44] = [
    b"\0",
    b"\xff",
    b"\xc3",
    b"\xef\xbb\xbf",
    b"\xc2\xa0",
    "\u{202e}".as_bytes(),
    "é".as_bytes(),
    b"\r",
    b"\n",
    b"\r\n\r\n",
    b"\n ",
    b"\t",
    b"(",
    b")",
    b"\"",
    b"\\",
    b"<",
    b">",
    b"@",
    b":",
    b";",
    b"=?utf-8?B?",
    b"=?utf-8?Q?=",
    b"?=",
    b"Received: ",
    b"\nReceived: from a by b; ",
    b"Fri, 31 Feb 99999 25:61:61 +9999",
    b"-292277026596-01-01T00:00:00Z",
    b"99999999999999999999",
    b"[IPv6:::1]",
    b"[999.1.1.1]",
    b"Content-Type: multipart/report; boundary=",
    b"\n--",
    b"--\n",
    b"Content-Transfer-Encoding: base64\n\n",
    b"Final-Recipient: rfc822;",
    b"Status: 5.",
    b"> ",
    b"&lt;",
    b"\n1 ",
    b"\n220 ",
    b"\n334 ",
    b"\nAUTH PLAIN ",
    b"\n.\n",
];

fn mutate(random: &mut Random, seeds: &[Vec<u8>]) -> Vec<u8> {
    let mut input = seeds[random.below(seeds.len())].clone();
    for _ in 0..=random.below(5) {
        let within = random.stretch(input.len());
        match random.below(10) {
            0 => input.truncate(within.start),
            1 => drop(input.drain(within)),
            2 => {
                let copy = input[within.clone()].to_vec();
                let times = if copy.len() < 200 { 1 + random.below(50) } else { 1 };
                input.splice(within.start..within.start, copy.repeat(times));
            }
            3 | 4 => {
                for _ in 0..=random.below(20) {
                    let at = random.below(input.len());
                    if let Some(byte) = input.get_mut(at) {
                        *byte ^= 1 << random.below(8);
                    }
                }
            }
            5 | 6 => {
                for _ in 0..=random.below(5) {
                    let at = random.below(input.len() + 1);
                    input.splice(at..at, random.pick(&NASTY).to_vec());
                }
            }
            7 => {
                let other = &seeds[random.below(seeds.len())];
                let from = random.stretch(other.len());
                input.splice(within, other[from].iter().copied());
            }
            8 => {
                // Line ends lost, doubled or changed.
                let end: &[u8] = random.pick(&[b"".as_slice(), b" ", b"\r", b"\r\n", b"\n\n", b"\n> ", b"\n\t"]);
                let part = input[within.clone()].split(|&byte| byte == b'\n').collect::<Vec<_>>().join(end);
                input.splice(within, part);
            }
            _ => {
                let byte = random.below(256) as u8;
                input[within].fill(byte);
            }
        }
    }
    input
}

/// The mail that mutations start from: our own, and a folder of more where there is one.
fn seeds() -> Vec<Vec<u8>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shared = std::env::var_os("BACKSTAMP_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    let mut files = Vec::new();
    list(&root.join("tests/fixtures"), &mut files);
    assert!(files.len() >= 12, "fixtures");
    assert!(files.iter().any(|file| file.ends_with("bounces/postfix.eml")), "every dialect of bounces is mutated too");
    assert!(files.iter().any(|file| file.ends_with("forwarding/loop-bounce.eml")), "forwarded mail and circles too");
    assert!(files.iter().any(|file| file.ends_with("session/telnet.txt")), "sessions are mutated too");
    list(&shared.join("corpora"), &mut files);
    let mut seeds: Vec<Vec<u8>> = files.iter().filter_map(|file| fs::read(file).ok()).collect();
    for seed in &mut seeds {
        seed.truncate(MAX_SEED);
    }
    seeds
}

/// Mail below a folder, in an order that does not depend on the file system.
fn list(folder: &Path, files: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        if path.is_dir() {
            list(&path, files);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "eml" || extension == "headers" || extension == "txt")
        {
            files.push(path);
        }
    }
}

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|value| value.parse().ok()).unwrap_or(default)
}

/// Says which input it was when a test fails, and keeps it.
struct Witness<'a> {
    seed: u64,
    number: u64,
    input: &'a [u8],
}

impl Drop for Witness<'_> {
    fn drop(&mut self) {
        if std::thread::panicking() {
            let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("hostile-{}-{}", self.seed, self.number));
            let kept = fs::write(&file, self.input).is_ok();
            eprintln!(
                "seed {}, input {} ({} bytes), kept in {}: {kept}",
                self.seed,
                self.number,
                self.input.len(),
                file.display()
            );
        }
    }
}

#[test]
fn mutated_mail_always_gets_an_answer() {
    let seeds = seeds();
    let seed = setting("BACKSTAMP_SEED", 1);
    let inputs = setting("BACKSTAMP_INPUTS", INPUTS);
    println!("seed {seed}, {inputs} inputs made of {} messages", seeds.len());
    for number in 0..inputs {
        // Each input has a generator of its own, so that it can be had again without those before it.
        let mut random = Random(seed.wrapping_mul(0x1000_0000_01b3).wrapping_add(number));
        let input = mutate(&mut random, &seeds);
        let _witness = Witness { seed, number, input: &input };
        check(&input);
    }
}

#[test]
fn every_fixture_cut_anywhere_gets_an_answer() {
    let mut files = Vec::new();
    list(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures"), &mut files);
    for file in files {
        let input = fs::read(&file).expect("a fixture");
        // Long fixtures are cut at fewer places: the time of a cut grows with them.
        let cuts = (300_000 / input.len().max(1)).clamp(12, 60);
        let step = input.len() / cuts + 1;
        for end in (0..=input.len()).step_by(step) {
            check(&input[..end]);
            check(&input[end..]);
        }
    }
}

#[test]
fn ten_thousand_hops_get_an_answer() {
    let field = "Received: from a.example (a.example [192.0.2.1]) by b.example with ESMTP id 1; Fri, 13 Feb 2009 21:23:21 +0000\n";
    check(field.repeat(10_000).as_bytes());
    let numbered: String = (0..10_000)
        .map(|hop| {
            format!(
                "Received: from h{hop}.example by h{}.example; Fri, 13 Feb 2009 21:{}:21 +0000\n",
                hop + 1,
                hop % 60
            )
        })
        .collect();
    check(numbered.as_bytes());
}

#[test]
fn nesting_gets_an_answer() {
    let open = "(".repeat(100_000);
    for name in ["Received: from a ", "Content-Type: text/plain ", "From: ", "Date: ", "Authentication-Results: x "] {
        check(format!("{name}{open}").as_bytes());
        check(format!("{name}{open}{} by b; x\n\nbody", ")".repeat(100_000)).as_bytes());
    }
    let mime: String =
        (0..100_000).map(|level| format!("Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n")).collect();
    check(mime.as_bytes());
    check("Content-Type: message/rfc822\n\n".repeat(100_000).as_bytes());
    let report = "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\nContent-Type: message/rfc822\n\n";
    check(report.repeat(10_000).as_bytes());
}

#[test]
fn megabyte_lines_get_an_answer() {
    // A whole megabyte where nothing or a trace is announced; the others would only cost time.
    let whole = 1 << 20;
    for (name, size) in [
        ("", whole),
        ("Received: ", whole),
        ("Subject: ", whole / 8),
        ("From: ", whole / 8),
        ("Content-Type: multipart/mixed; boundary=", whole / 8),
        ("DKIM-Signature: ", whole / 8),
    ] {
        for piece in [
            "x",
            " ",
            "=?utf-8?Q?=C3?= ",
            "<",
            "\"",
            "\\",
            "a@b.example, ",
            "from ",
            "; ",
            "é",
            "1",
            "Received: ",
            "=?",
            ":",
            "550 5.1.1 ",
        ] {
            check(format!("{name}{}", piece.repeat(size / piece.len())).as_bytes());
        }
    }
}

#[test]
fn megabytes_of_log_queue_and_zone_lines_get_an_answer() {
    const STAMP: &str = "Feb 13 21:23:21 mx ";
    for (head, line) in [
        (
            "",
            "Feb 13 21:23:21 mx postfix/smtp[1]: 4QAAAA: to=<k@b.example>, relay=none, dsn=4.4.1, status=deferred (x)\n",
        ),
        ("", "Feb 13 21:23:21 mx postfix/qmgr[1]: 4QAAAA: from=<a@b.example>, status=expired, returned to sender\n"),
        ("Feb 13 21:23:21 mx postfix/smtp[1]: 4QAAAA: to=<", ">, "),
        ("Feb 13 21:23:21 mx postfix/smtpd[1]: NOQUEUE: reject: RCPT from x[1]: 550 ", "; from=< to=<"),
        ("2026-02-13 21:23:21 1rLAbC-0001Xy-2Z ** ", "a <b> R=x \": "),
        ("Feb 13 21:23:21 mx sm-mta[1]: 4051FUAb013958: to=", "<a@b.example>,"),
        ("", "@400000004996a0b91dcd6500 starting delivery 5: msg 1 to remote k@b.example\n"),
        ("", "@400000004996a0b91dcd6500 delivery 5: failure: x_/\n@400000004996a0b91dcd6500 new msg 1\n"),
        ("a,eventid,recipientstatus,recipients\n", "\"\"\""),
        ("recipient_status,sender_address\n", "a@b.example##Fail;"),
        ("sessionid,sequencenumber,event,data\n", "1,2,<,RCPT TO:<a@b.example>\n"),
        ("{\"MESSAGE\":", "[1,"),
        ("{\"queue_id\":\"4QAAAA\",\"queue_name\":\"x\"}\n", "{\"queue_id\":"),
        ("-Queue ID-  --Size--\n4QAAAA 1 Fri Feb 13 21:23:20  a@b.example\n", "(x)\nb@b.example\n"),
        ("25m  2.9K 1rLAbC-0001Xy-2Z <a@b.example>\n", "   k@b.example\n"),
        ("EventId : FAIL\nRecipients : {", "Event : FAIL\n    x"),
        (
            ";; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 1\n;; ANSWER SECTION:\n",
            "a.example. 1 IN MX 10 b.example.\n",
        ),
        ("$ORIGIN a.example.\n@ IN TXT (", "\"x\\\" ( "),
        ("", "a.example. CNAME b.example.\nb.example. CNAME a.example.\n"),
        ("Server: x\nAddress: y\n\n", "a.example\ttext = \n\t\"x\"\n"),
        ("", "host.example has address 192.0.2.1\n"),
    ] {
        check(format!("{head}{}", line.repeat((1 << 20) / line.len())).as_bytes());
        check(format!("{STAMP}{head}{}", line.repeat((1 << 16) / line.len())).as_bytes());
    }
}

#[test]
fn megabytes_of_short_lines_get_an_answer() {
    for line in [
        "\n",
        "\r",
        "> \n",
        " \n",
        "a:\n",
        "a\n",
        "--b\n",
        ">\n>",
        "1 a\n",
        "Received: x\n\n",
        "550 no\n",
        "=\n",
        "\0\n",
        "\u{a0}\n",
        "&lt;&gt;\n",
    ] {
        check(line.repeat((1 << 20) / line.len()).as_bytes());
        let header = "Subject: x\nContent-Type: multipart/report; boundary=b\n\n--b\n";
        check(format!("{header}{}", line.repeat((1 << 20) / line.len())).as_bytes());
        let status = "Content-Type: message/delivery-status\n\nReporting-MTA: dns; a\n\n";
        check(format!("{header}{status}{}", line.repeat((1 << 20) / line.len())).as_bytes());
    }
    check(&[0xff; 1 << 20]);
    check(&[0; 1 << 20]);
}
