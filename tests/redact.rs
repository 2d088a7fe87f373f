//! Redaction keeps what was found and leaks nothing: over our own fixtures, and over labelled mail where it lies beside the repository.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::string_slice)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use backstamp::finding::Finding;
use backstamp::message::{Message, Part, addresses};
use backstamp::redact::{Options, redact};
use backstamp::report::Kind;
use backstamp::source::Source;
use backstamp::{Context, Report, analyze};

/// What must be the same before and after: the kind, each finding with its weight and side, each recipient with its reason.
fn gist(report: &Report, out: &mut Vec<String>) {
    out.push(format!("{:?}", report.kind));
    for finding in &report.findings {
        out.push(format!("{} {:?} {:?} {:?}", finding.id, finding.severity, finding.party, finding.confidence));
    }
    for recipient in report.bounce.iter().flat_map(|bounce| &bounce.recipients) {
        out.push(format!("{:?} {:?} {:?} {:?}", recipient.reason, recipient.party, recipient.action, recipient.status));
    }
    if let Some(reply) = &report.reply {
        out.push(format!("{:?} {:?} {:?} {:?}", reply.reason, reply.party, reply.reply_code, reply.status));
    }
    out.push(format!("{} hops", report.route.as_ref().map_or(0, |route| route.hops.len())));
    report.enclosed.iter().for_each(|enclosed| gist(enclosed, out));
}

/// What must not be seen again, in any form: mailboxes, hosts, addresses, ids, displayed names, subjects.
fn secrets(input: &[u8]) -> BTreeSet<String> {
    let source = Source::read(input);
    let mut secrets = BTreeSet::new();
    let message = Message::read(source.clean(), 0);
    collect(&message, &mut secrets, 3);
    of_text(&String::from_utf8_lossy(source.clean()), &mut secrets);
    secrets
}

fn collect(message: &Message<'_>, secrets: &mut BTreeSet<String>, depth: usize) {
    for field in &message.fields {
        let decoded = field.decoded();
        of_text(&decoded, secrets);
        if field.is("Subject") {
            secrets.insert(decoded.clone());
        }
        if ["From", "To", "Cc", "Sender", "Reply-To"].iter().any(|name| field.is(name)) {
            secrets.extend(addresses(&decoded).into_iter().map(|address| address.name));
        }
    }
    let part = Part::of(message);
    for inner in part.walk() {
        of_text(&inner.text().text, secrets);
        if let (Some(enclosed), true) = (inner.enclosed(), depth > 0) {
            collect(&enclosed, secrets, depth - 1);
        }
    }
}

fn of_text(text: &str, secrets: &mut BTreeSet<String>) {
    for word in text.split(|letter: char| letter.is_whitespace() || "<>()[]\",;".contains(letter)) {
        // The log of qmail-send puts an underscore for every blank.
        let said = word.split(['_', '/']).map(|word| word.trim_matches(|letter: char| !letter.is_alphanumeric()));
        secrets.extend(said.filter(|word| word.parse::<std::net::IpAddr>().is_ok()).map(str::to_owned));
        let word = word.trim_matches(|letter: char| !letter.is_alphanumeric());
        if let Some((local, domain)) = word.rsplit_once('@') {
            // `header.i=@example.com`, `rfc822:ann@example.com`: what stands before is no part of the mailbox.
            let word = word.rsplit(['=', ':']).next().unwrap_or_default();
            secrets.insert(word.trim_start_matches('@').to_owned());
            secrets.insert(domain.to_owned());
            secrets.insert(local.rsplit(['=', ':']).next().unwrap_or_default().to_owned());
        } else if is_name(word) || word.parse::<std::net::IpAddr>().is_ok() {
            secrets.insert(word.to_owned());
        }
    }
}

fn is_name(word: &str) -> bool {
    let top = word.rsplit('.').next().unwrap_or_default();
    let tops = [
        "com", "net", "org", "edu", "de", "uk", "jp", "fr", "ru", "it", "nl", "pl", "br", "local", "example", "gov",
        "info",
    ];
    word.contains('.')
        && word.is_ascii()
        && tops.contains(&top.to_lowercase().as_str())
        && !word.contains(['/', '=', ':', '@', '*', '\''])
}

/// What a redacted text may hold though the original held it too: names of nobody in particular, and of large providers.
fn is_public(secret: &str, text: &str) -> bool {
    const NOBODY: &[&str] = &[
        "mail.delivery.system",
        "post_master",
        "localhost",
        "localhost.localdomain",
        "127.0.0.1",
        "0.0.0.0",
        "root",
        "staff",
        "webmaster",
        "postmaster",
        "admin",
        "abuse",
        "mailer-daemon",
        "noreply",
        "no-reply",
        "daemon",
        "nobody",
        "unknown",
        "hostmaster",
        "bounce",
        "owner",
        "redacted",
    ];
    let lower = secret.to_lowercase();
    let (local, host) = lower.rsplit_once('@').unwrap_or(("", &lower));
    let is_service = |label: &str| {
        let services = [
            "mail",
            "mx",
            "smtp",
            "www",
            "mta",
            "gmail",
            "in",
            "l",
            "aspmx",
            "mfsmax",
            "protection",
            "relay",
            "dnsbl",
            "sns",
            "groups",
        ];
        label.split('-').all(|part| services.contains(&part.trim_end_matches(|letter: char| letter.is_ascii_digit())))
    };
    if lower.contains(' ') || (!lower.contains(['@', '.']) && !lower.is_ascii()) {
        // A subject of a program's own words: each is one that the rules are made of, and stands alone in a list of them.
        return redact(lower.as_bytes(), &Options::default()).text.trim() == lower;
    }
    if lower.parse::<std::net::IpAddr>().is_ok() {
        // Our tokens are of the networks for examples, as the fixtures' addresses are; and Exchange's id is its version, whatever it looks like.
        let ours = [
            "192.0.2.",
            "198.51.100.",
            "203.0.113.",
            "2001:db8:",
            "10.0.",
            "192.168.",
            "172.16.",
            "169.254.",
            "198.18.",
            "198.19.",
        ];
        let is_version = ["version ", "version: "].iter().any(|before| text.contains(&format!("{before}{lower}")))
            || text.contains(&format!("id {lower}"))
            || text.contains(&format!("id\n\t{lower}"));
        return NOBODY.contains(&lower.as_str()) || ours.iter().any(|network| lower.starts_with(network)) || is_version;
    }
    let is_nobody = |word: &str| {
        word.bytes().all(|byte| byte == b'x' || !byte.is_ascii_alphanumeric())
            || NOBODY.contains(&word)
            || is_service(word)
    };
    // Of a large provider's name the domain stays, and what says only what a host does.
    let labels: Vec<&str> = host.split('.').collect();
    let (labels, _) = labels.split_at(labels.len().saturating_sub(if host.ends_with(".jp") { 3 } else { 2 }));
    let is_provider = backstamp::redact::is_provider(host) && labels.iter().all(|label| is_service(label));
    let is_host = is_provider || host.starts_with("localhost");
    is_nobody(&lower) || ((is_nobody(local) || local.is_empty()) && is_host) || is_word(&lower)
}

/// A local part that is a word which everybody's notices hold, so that to see it again says nothing.
fn is_word(lower: &str) -> bool {
    !lower.contains(['@', '.']) && backstamp::redact::is_common_word(lower)
}

fn leaks(input: &[u8], text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let words: BTreeSet<&str> = lower
        .split(|letter: char| letter.is_whitespace() || "<>()[]\",;@=+/".contains(letter))
        .flat_map(|word| std::iter::once(word).chain(word.split('_')))
        .map(|word| word.trim_matches(|letter: char| !letter.is_alphanumeric()))
        .collect();
    secrets(input)
        .into_iter()
        .filter(|secret| secret.len() >= 4)
        .filter(|secret| {
            let secret = secret.to_lowercase();
            let bare = secret.trim_matches(|letter: char| !letter.is_alphanumeric());
            words.contains(bare)
                || (secret.contains(['@', ' ']) && lower.contains(&secret))
                || encoded(&secret).iter().any(|form| lower.contains(form.as_str()))
        })
        .filter(|secret| !is_public(secret, &lower))
        .collect()
}

/// Other forms of a secret: base64 wherever it begins, quoted-printable, punycode, backwards.
fn encoded(secret: &str) -> Vec<String> {
    let mut forms: Vec<String> = (0..3)
        .map(|before| {
            // What stands before and behind it changes the first and the last of its characters.
            let text = ["x".repeat(before).as_bytes(), secret.as_bytes()].concat();
            let whole = data_encoding::BASE64.encode(&text[..text.len() / 3 * 3]).to_lowercase();
            whole.get(if before == 0 { 0 } else { 4 }..).unwrap_or_default().to_owned()
        })
        .collect();
    forms.push(data_encoding::HEXLOWER.encode(secret.as_bytes()));
    if !secret.is_ascii() {
        forms.extend(idna::domain_to_ascii(secret).ok());
    }
    if secret.contains("xn--") {
        forms.push(idna::domain_to_unicode(secret).0);
    }
    if let Ok(std::net::IpAddr::V4(v4)) = secret.parse() {
        let [a, b, c, d] = v4.octets();
        forms.push(format!("{d}.{c}.{b}.{a}."));
        forms.push(format!("{a}-{b}-{c}-{d}"));
    }
    if !secret.is_ascii() {
        forms.push(secret.bytes().map(|byte| format!("={byte:02x}")).collect());
    }
    forms.retain(|form| form.len() >= 8);
    forms
}

fn files_below(folder: &Path, found: &mut Vec<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut entries: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
    entries.sort();
    for path in entries {
        match path.is_dir() {
            true => files_below(&path, found),
            false
                if path.extension().is_some_and(|end| ["eml", "headers", "txt"].iter().any(|known| end == *known)) =>
            {
                found.push(path)
            }
            false => {}
        }
    }
}

#[derive(Default)]
struct Tally {
    inputs: usize,
    kept: usize,
    lost: Vec<String>,
    leaked: Vec<String>,
}

impl Tally {
    fn take(&mut self, name: &str, input: &[u8]) {
        // Several messages or header blocks in one input are redacted as one text: each has to be taken by itself.
        let report = analyze(input, &Context::default());
        let of_several = |finding: &Finding| finding.id == "input.several";
        if report.kind == Kind::Files || report.findings.iter().any(of_several) {
            return;
        }
        self.inputs += 1;
        let redacted = redact(input, &Options::default());
        let (mut before, mut after) = (Vec::new(), Vec::new());
        gist(&analyze(input, &Context::default()), &mut before);
        gist(&analyze(redacted.text.as_bytes(), &Context::default()), &mut after);
        // What was mended is mended in what is shared.
        for gist in [&mut before, &mut after] {
            gist.retain(|line| !line.starts_with("source.") && !line.starts_with("input.repaired"));
            // What filters and receivers claim rests on who their servers are, which a token does not say.
            gist.retain(|line| !line.starts_with("filter.") && !line.starts_with("auth."));
        }
        if before == after {
            self.kept += 1;
        } else {
            let gone: Vec<&String> = before.iter().filter(|line| !after.contains(line)).collect();
            let new: Vec<&String> = after.iter().filter(|line| !before.contains(line)).collect();
            self.lost.push(format!("{name}: gone {gone:?} new {new:?}"));
        }
        let leaks = leaks(input, &redacted.text);
        if !leaks.is_empty() {
            self.leaked.push(format!("{name}: {leaks:?}"));
        }
    }

    fn say(&self, what: &str) {
        println!("{what}: findings kept in {} of {}", self.kept, self.inputs);
        self.lost.iter().for_each(|line| println!("  lost {line}"));
        self.leaked.iter().for_each(|line| println!("  LEAK {line}"));
    }
}

#[test]
fn fixtures_keep_their_findings_and_leak_nothing() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    files_below(&root.join("tests/fixtures"), &mut files);
    files_below(&root.join("samples"), &mut files);
    let mut tally = Tally::default();
    for path in files {
        let name = path.file_name().expect("a file has a name").to_string_lossy().into_owned();
        tally.take(&name, &fs::read(&path).expect("a fixture can be read"));
    }
    tally.say("fixtures");
    assert!(tally.inputs > 80, "the fixtures are there");
    assert_eq!(tally.leaked, Vec::<String>::new());
    assert_eq!(tally.lost, Vec::<String>::new());
}

#[test]
fn labelled_mail_keeps_its_findings_and_leaks_nothing() {
    let shared = std::env::var("BACKSTAMP_SHARED")
        .map_or_else(|_| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let mut files = Vec::new();
    files_below(&shared.join("corpora/bounces"), &mut files);
    files_below(&shared.join("corpora/seed"), &mut files);
    if files.is_empty() {
        println!("Skipped: {} holds no labelled mail.", shared.display());
        return;
    }
    let mut tally = Tally::default();
    for path in files {
        tally.take(&path.display().to_string(), &fs::read(&path).expect("a message can be read"));
    }
    for (file, key) in [("received/routes.jsonl", "block"), ("bounces/replies.jsonl", "line")] {
        for (index, line) in
            fs::read_to_string(shared.join("corpora").join(file)).unwrap_or_default().lines().enumerate()
        {
            let value: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
            if let Some(text) = value[key].as_str() {
                tally.take(&format!("{file}:{}", index + 1), text.as_bytes());
            }
        }
    }
    tally.say("labelled mail");
    assert_eq!(tally.leaked, Vec::<String>::new());
    assert_eq!(tally.lost, Vec::<String>::new());
}
