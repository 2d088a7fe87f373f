//! Aggregate reports: DMARC (RFC 9990, XML) and SMTP TLS reporting (RFC 8460, JSON): what they count, in short.

use serde_json::Value;

use super::Found;
use crate::Context;
use crate::finding::{Confidence, Finding, Party, Severity, Standard};
use crate::report::{Kind, Report};
use crate::trace::words::count;

/// The most rows that are counted.
const MOST: usize = 200_000;

pub(super) fn read(text: &str, _: &Context) -> Option<Found> {
    let report = tls_report(text).or_else(|| dmarc_report(text))?;
    Some(Found { reports: vec![report], set_aside: Vec::new(), how: "" })
}

/// The text between `<name>` and `</name>`, the first from `at` on, and where it ends.
fn element<'a>(xml: &'a str, name: &str, at: usize) -> Option<(&'a str, usize)> {
    let open = format!("<{name}>");
    let start = xml.get(at..)?.find(&open)? + at + open.len();
    let end = xml.get(start..)?.find(&format!("</{name}>"))? + start;
    Some((xml.get(start..end)?.trim(), end))
}

fn dmarc_report(text: &str) -> Option<Report> {
    let start = text.trim_start().get(..200.min(text.trim_start().len())).unwrap_or_default();
    if !(start.starts_with("<?xml") || start.starts_with("<feedback")) || !text.contains("<policy_published>") {
        return None;
    }
    let of = |name: &str| element(text, name, 0).map(|(value, _)| value.to_owned());
    let by = of("org_name").unwrap_or_else(|| "an unnamed receiver".to_owned());
    let published = element(text, "policy_published", 0).map(|(value, _)| value).unwrap_or_default();
    let domain = element(published, "domain", 0).map_or("an unnamed domain", |(value, _)| value);
    let policy = element(published, "p", 0).map_or("not stated", |(value, _)| value);
    let (mut rows, mut total, mut failed, mut at) = (0_usize, 0_u64, 0_u64, 0);
    let mut worst: Option<(u64, String)> = None;
    while let Some((record, end)) = element(text, "record", at).filter(|_| rows < MOST) {
        at = end;
        rows += 1;
        let number: u64 = element(record, "count", 0).and_then(|(value, _)| value.parse().ok()).unwrap_or(0);
        total = total.saturating_add(number);
        let evaluated = element(record, "policy_evaluated", 0).map(|(value, _)| value).unwrap_or_default();
        let passed = ["dkim", "spf"]
            .iter()
            .any(|name| element(evaluated, name, 0).is_some_and(|(value, _)| value.eq_ignore_ascii_case("pass")));
        if !passed {
            failed = failed.saturating_add(number);
            let ip = element(record, "source_ip", 0).map_or_else(String::new, |(value, _)| value.to_owned());
            if worst.as_ref().is_none_or(|(most, _)| number > *most) {
                worst = Some((number, ip));
            }
        }
    }
    let severity = if failed > 0 { Severity::Warning } else { Severity::Good };
    let mut finding = Finding::new(
        "input.dmarc-report",
        severity,
        if failed > 0 { Party::Unknown } else { Party::Nobody },
        Confidence::Certain,
        format!("{failed} of {total} messages passed neither SPF nor DKIM for {domain}"),
    )
    .why(format!("{by} counts {total} messages with {domain} in From, in {}. The policy published then was {policy}. This page reads such a report in short only.", count(rows, "row", "rows")));
    if let Some((number, ip)) = worst {
        finding = finding
            .next(format!("Find out whether {ip} is one of your own senders: {number} messages from it failed. If it is, list it in SPF or let it sign with DKIM."))
            .next("If it is not, somebody else uses the name, or forwards your mail: DMARC then does what it is for.");
    }
    Some(Report {
        kind: Kind::Unknown,
        headline: format!("A DMARC report by {by} about {domain}: {failed} of {total} messages failed."),
        findings: vec![finding],
        ..Report::default()
    })
}

fn tls_report(text: &str) -> Option<Report> {
    if !text.trim_start().starts_with('{') || !text.contains("\"policies\"") {
        return None;
    }
    let value: Value = serde_json::from_str(text.trim()).ok()?;
    let policies = value.get("policies")?.as_array()?;
    let by = value.get("organization-name").and_then(Value::as_str).unwrap_or("an unnamed sender");
    let (mut passed, mut failed) = (0_u64, 0_u64);
    let mut domain = None;
    let mut findings = Vec::new();
    for policy in policies.iter().take(1_000) {
        let sum = |name: &str| {
            policy.get("summary").and_then(|summary| summary.get(name)).and_then(Value::as_u64).unwrap_or(0)
        };
        passed = passed.saturating_add(sum("total-successful-session-count"));
        failed = failed.saturating_add(sum("total-failure-session-count"));
        domain = domain.or_else(|| policy.get("policy")?.get("policy-domain")?.as_str().map(str::to_owned));
        for detail in policy.get("failure-details").and_then(Value::as_array).into_iter().flatten().take(50) {
            let of = |name: &str| detail.get(name).and_then(Value::as_str).unwrap_or_default();
            let number = detail.get("failed-session-count").and_then(Value::as_u64).unwrap_or(0);
            let (what, next) = failure(of("result-type"));
            let host = of("receiving-mx-hostname");
            let mut finding = Finding::new(
                "input.tls-report-failure",
                Severity::Problem,
                // Who reads such a report is the one who receives the mail: the certificate and the policy are theirs.
                Party::Recipient,
                Confidence::Likely,
                format!("{number} sessions failed{}: {} ({})", if host.is_empty() { String::new() } else { format!(" at {host}") }, what, of("result-type")),
            )
            .why(format!("{by} could not deliver to the domain over verified TLS then, and with a policy in force it keeps such mail back."));
            finding.references.push(Standard::TlsReporting.section("4.3"));
            findings.push(finding.next(next));
        }
    }
    let domain = domain.unwrap_or_else(|| "an unnamed domain".to_owned());
    if findings.is_empty() {
        findings.push(
            Finding::new(
                "input.tls-report",
                Severity::Good,
                Party::Nobody,
                Confidence::Certain,
                format!("{passed} sessions used TLS as the policy asks, {failed} failed"),
            )
            .why(format!("{by} reports on its own deliveries to {domain}.")),
        );
    }
    Some(Report {
        kind: Kind::Unknown,
        headline: format!(
            "A TLS report by {by} about {domain}: {failed} of {} sessions failed.",
            passed.saturating_add(failed)
        ),
        findings,
        ..Report::default()
    })
}

/// What a result type means, and what to do (RFC 8460 section 4.3).
fn failure(kind: &str) -> (&'static str, &'static str) {
    match kind {
        "starttls-not-supported" => (
            "STARTTLS was not offered",
            "Switch TLS on at that host, or look for a firewall that takes STARTTLS out of its answers.",
        ),
        "certificate-host-mismatch" => {
            ("the certificate names another host", "Get a certificate for the name that the MX record has.")
        }
        "certificate-expired" => (
            "the certificate was expired",
            "Renew the certificate at that host, and see why it was not renewed by itself.",
        ),
        "certificate-not-trusted" => {
            ("the certificate was not trusted", "Install the whole chain of a public certificate authority.")
        }
        "validation-failure" => {
            ("the certificate could not be verified", "Test the host\u{2019}s certificate from outside.")
        }
        "tlsa-invalid" | "dane-required" => {
            ("the TLSA records did not fit", "Compare the TLSA records with the certificate that the host shows.")
        }
        "dnssec-invalid" => ("DNSSEC did not validate", "Check the signatures of the zone."),
        "sts-policy-fetch-error" | "sts-policy-invalid" | "sts-webpki-invalid" => (
            "the MTA-STS policy could not be used",
            "Fetch the policy file over HTTPS from outside, and check its lines and the certificate of mta-sts.",
        ),
        _ => ("another failure", "Look at the report\u{2019}s own words for it."),
    }
}
