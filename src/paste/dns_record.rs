//! A DNS record about mail, alone: SPF, DMARC, a DKIM key, TLSRPT, MTA-STS and its policy file, BIMI, TLSA; in quotes or not.

use super::Found;
use crate::Context;
use crate::auth::record::{self, Fault, Part, Read};
use crate::finding::{Confidence, Finding, Party, Severity, Span};
use crate::report::{Kind, Report};
use crate::trace::words::count;

/// Longer text is no record.
const LONGEST: usize = 70_000;

pub(super) fn read(text: &str, _: &Context) -> Option<Found> {
    let trimmed = text.trim();
    if trimmed.is_empty() || trimmed.len() > LONGEST {
        return None;
    }
    let start = text.len() - text.trim_start().len();
    // The strings of a TXT record are joined without a space (RFC 7208 section 3.3, RFC 6376 section 3.6.2.2).
    let joined = strings(trimmed);
    let words = joined.as_deref().unwrap_or(trimmed);
    let is_policy_file = record::mta_sts::is_policy(trimmed);
    // A record is one line, but for the policy file and the line breaks that a mail program put into a quoted one.
    let words =
        if is_policy_file { words.to_owned() } else { words.lines().map(str::trim).collect::<Vec<_>>().join(" ") };
    if !is_policy_file && !begins_as_record(&words) {
        return None;
    }
    // Places count in the record's own text, which is that of the input where nothing was joined.
    let exact = (joined.is_none() && (is_policy_file || !trimmed.contains('\n'))).then_some(start);
    let report = report(&record::read(&words)?, &words, exact, Span::new(start, start + trimmed.len()));
    Some(Found { reports: vec![report], set_aside: Vec::new(), how: "" })
}

fn begins_as_record(words: &str) -> bool {
    let head: String = words.chars().filter(|c| !c.is_whitespace()).take(10).collect::<String>().to_ascii_lowercase();
    let digits = |word: &str| word.parse::<u8>().is_ok();
    let numbers = words.split_ascii_whitespace().take(3).filter(|word| digits(word)).count();
    ["v=spf1", "v=dmarc1", "v=dkim1", "v=tlsrptv1", "v=stsv1", "v=bimi1", "k=rsa;", "k=ed25519;", "p="]
        .iter()
        .any(|start| head.starts_with(start))
        || numbers == 3
}

/// The character strings of a TXT record in presentation form, joined.
fn strings(text: &str) -> Option<String> {
    if !text.starts_with('"') || !text.ends_with('"') || text.len() < 2 {
        return None;
    }
    let mut out = String::new();
    let mut inside = false;
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '"' => inside = !inside,
            '\\' if inside => out.extend(letters.next()),
            _ if inside => out.push(letter),
            c if c.is_whitespace() || c == '(' || c == ')' => {}
            // Something else than strings stands between them.
            _ => return None,
        }
    }
    (!inside).then_some(out)
}

fn report(read: &Read, text: &str, exact: Option<usize>, whole: Span) -> Report {
    let place = |span: Span| match exact {
        Some(start) if !span.is_empty() => span.shifted(start),
        _ => whole,
    };
    let (name, what, parts, faults): (&str, String, &[Part], &[Fault]) = match read {
        Read::Spf(record) => ("SPF record", spf(record), &record.parts, &record.faults),
        Read::Dmarc(record) => ("DMARC record", dmarc(record), &record.parts, &record.faults),
        Read::DkimKey(record) => ("DKIM key record", dkim(record), &record.parts, &record.faults),
        Read::TlsReporting(record) => (
            "TLS reporting record",
            "It says where reports on TLS go (RFC 8460).".to_owned(),
            &record.parts,
            &record.faults,
        ),
        Read::MtaSts(record) => (
            "MTA-STS record",
            "It says that the domain has a policy on TLS; the policy itself is a file on its web server (RFC 8461)."
                .to_owned(),
            &record.parts,
            &record.faults,
        ),
        Read::MtaStsPolicy(policy) => ("MTA-STS policy", mta_sts(policy), &policy.parts, &policy.faults),
        Read::Bimi(record) => {
            ("BIMI record", "It says where the domain\u{2019}s logo lies.".to_owned(), &record.parts, &record.faults)
        }
        Read::Tlsa(record) => (
            "TLSA record",
            "It pins a certificate for TLS (RFC 6698, RFC 7672 for mail).".to_owned(),
            &record.parts,
            &record.faults,
        ),
    };
    let problems = faults.iter().filter(|fault| fault.severity == Severity::Problem).count();
    let warnings = faults.len() - problems;
    let state = match (problems, warnings) {
        (0, 0) => "no fault was found in its text".to_owned(),
        (0, warnings) => count(warnings, "thing to look at", "things to look at"),
        (problems, _) => count(problems, "fault", "faults"),
    };
    let mut findings: Vec<Finding> = faults
        .iter()
        .take(50)
        .map(|fault| {
            Finding::new("input.record-fault", fault.severity, Party::Sender, Confidence::Certain, title(&fault.what))
                .why(format!("In this {name}: {}", fault.what))
                .next("The domain\u{2019}s owner: correct the record, and look it up again once its TTL has passed.")
                .shown_by([place(fault.span)])
        })
        .collect();
    let explained: Vec<String> = parts.iter().take(60).map(|part| format!("{}: {}", part.text, part.meaning)).collect();
    findings.push(
        Finding::new(
            "input.record",
            Severity::Note,
            Party::Nobody,
            Confidence::Certain,
            format!("{} of an {name}, one by one", count(parts.len(), "part", "parts"))
                .replace("an DMARC", "a DMARC")
                .replace("an DKIM", "a DKIM")
                .replace("an TLS", "a TLS")
                .replace("an BIMI", "a BIMI"),
        )
        .why(explained.join(" "))
        .next("To see what is published today, and at which name, look up the domain on the Route page.")
        .shown_by(parts.iter().take(60).map(|part| place(part.span))),
    );
    let headline = format!("This is {} {name}: {state}. {what}", if name.starts_with(['S', 'M']) { "an" } else { "a" });
    let _ = text;
    Report { kind: Kind::DnsRecords, headline, findings, ..Report::default() }
}

/// A sentence as a title: without its full stop.
fn title(sentence: &str) -> String {
    let first = sentence.split_inclusive(". ").next().unwrap_or(sentence);
    first.trim_end().trim_end_matches('.').to_owned()
}

fn spf(record: &record::spf::Record) -> String {
    let lookups = record.lookups;
    format!(
        "Its own terms cause {} of the 10 that RFC 7208 section 4.6.4 allows; what the included records add, only DNS can tell.",
        count(lookups, "DNS lookup", "DNS lookups")
    )
}

fn dmarc(record: &record::dmarc::Record) -> String {
    let policy = record.policy.map_or("no policy", |policy| match policy {
        record::dmarc::Policy::None => "none: receivers report, and do nothing else",
        record::dmarc::Policy::Quarantine => "quarantine: receivers should treat what fails as suspicious",
        record::dmarc::Policy::Reject => "reject: receivers should refuse what fails",
    });
    format!("Its policy is {policy}.")
}

fn dkim(record: &record::dkim_key::Record) -> String {
    match (record.key.is_some(), record.bits) {
        (false, _) => "It holds no usable key: signatures by this selector do not verify.".to_owned(),
        (true, Some(bits)) => format!("It holds a public key of {bits} bits."),
        (true, None) => "It holds a public key.".to_owned(),
    }
}

fn mta_sts(policy: &record::mta_sts::Policy) -> String {
    let mode = policy.mode.map_or("no mode", |mode| match mode {
        record::mta_sts::Mode::Enforce => "enforce: senders deliver only over verified TLS",
        record::mta_sts::Mode::Testing => "testing: senders report, and deliver all the same",
        record::mta_sts::Mode::None => "none: the domain takes its policy back",
    });
    format!(
        "Its mode is {mode}; it names {}. The MX records have to match those names (RFC 8461).",
        count(policy.mx.len(), "mx line", "mx lines")
    )
}
