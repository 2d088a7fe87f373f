//! Gmail's "Show original" page: its table of SPF, DKIM and DMARC results and of the delay, alone or above the header.

use super::{Row, fields, rows};
use crate::Context;
use crate::finding::{Confidence, Finding, Party, Severity, Standard};
use crate::paste::{Found, block};
use crate::report::{Kind, Report};
use crate::trace::words::exact;

/// The seconds in `(Delivered after 3725 seconds)`.
fn delay(value: &str) -> Option<i64> {
    let (_, behind) = value.split_once("Delivered after ")?;
    let (number, unit) = behind.split_once(' ')?;
    let number: i64 = number.replace(',', "").parse().ok()?;
    match unit.get(..3)? {
        "sec" => Some(number),
        "min" => number.checked_mul(60),
        "hou" => number.checked_mul(3_600),
        "day" => number.checked_mul(86_400),
        _ => None,
    }
}

pub(in crate::paste) fn read(text: &str, context: &Context) -> Option<Found> {
    let rows = rows(text);
    let has = |label: &str| rows.iter().position(|row| row.label.eq_ignore_ascii_case(label));
    let first = has("Message ID")?;
    has("Created at").or_else(|| has("Created on"))?;
    let last = ["DMARC", "DKIM", "SPF", "Subject"].iter().filter_map(|label| has(label)).max()?;
    let table = rows.get(first..=last)?;
    let end = table.last()?.span.end;
    let findings = findings(table);
    let mut found = block::read(text, context).unwrap_or(Found { reports: Vec::new(), set_aside: Vec::new(), how: "" });
    match found.reports.first_mut().filter(|report| report.route.is_some()) {
        // The header says it all; Gmail's own words stand beside it.
        Some(report) => report.findings.extend(findings),
        None => {
            let headline = headline(table);
            let mut summary =
                Report { kind: Kind::Headers, headline, fields: fields(table), findings, ..Report::default() };
            summary.findings.push(no_header());
            found = Found {
                reports: vec![summary],
                set_aside: block::other_text(text, end, text.len()).into_iter().collect(),
                how: "",
            };
        }
    }
    Some(found)
}

/// The result that a row of the table begins with: `FAIL with IP 203.0.113.45 Learn more`.
fn result<'a>(table: &'a [Row<'_>], label: &str) -> Option<(&'a Row<'a>, String)> {
    let row = table.iter().find(|row| row.label.eq_ignore_ascii_case(label))?;
    let word = row.value.split(|c: char| !c.is_alphabetic()).find(|word| !word.is_empty())?;
    Some((row, word.to_ascii_lowercase()))
}

fn headline(table: &[Row<'_>]) -> String {
    let results: Vec<String> = ["SPF", "DKIM", "DMARC"]
        .iter()
        .filter_map(|label| Some(format!("{label} {}", result(table, label)?.1)))
        .collect();
    let delay = table.iter().find_map(|row| delay(row.value));
    match (results.is_empty(), delay) {
        (false, Some(seconds)) => format!(
            "Gmail received this message {} after it was created, and found {}.",
            exact(seconds),
            results.join(", ")
        ),
        (false, None) => format!("Gmail found {} for this message.", results.join(", ")),
        (true, Some(seconds)) => format!("Gmail received this message {} after it was created.", exact(seconds)),
        (true, None) => "This is Gmail\u{2019}s summary of a message, without its header.".to_owned(),
    }
}

fn findings(table: &[Row<'_>]) -> Vec<Finding> {
    let mut found = Vec::new();
    let passed = |label: &str| result(table, label).is_some_and(|(_, word)| word == "pass");
    let failed = |label: &str| result(table, label).filter(|(_, word)| word != "pass");
    let words = |row: &Row<'_>| row.value.trim_end_matches("Learn more").trim().to_owned();
    if let Some((row, word)) = failed("DMARC") {
        found.push(
            Finding::new("input.gmail-dmarc", Severity::Warning, Party::Sender, Confidence::Likely, format!("Gmail found DMARC {word}"))
                .why("Neither SPF nor DKIM passed for the domain in From, or that domain publishes no policy. Forwarding and lists cause this too.")
                .next("Paste the header below Gmail\u{2019}s table: its Authentication-Results field says which of them failed, and for which domain.")
                .shown_by([row.span]),
        );
    }
    for label in ["SPF", "DKIM"] {
        if let Some((row, word)) = failed(label) {
            let other = if label == "SPF" { "DKIM" } else { "SPF" };
            let covered = passed("DMARC");
            let why = if covered {
                format!(
                    "DMARC passed all the same, by {other}: this alone is no reason to refuse the message. Forwarding breaks SPF, and lists that change a message break DKIM."
                )
            } else {
                "The server that handed the message to Gmail was not one that the envelope sender\u{2019}s domain lists, or the signature did not verify.".to_owned()
            };
            let severity = if covered { Severity::Note } else { Severity::Warning };
            found.push(
                Finding::new(
                    "input.gmail-result",
                    severity,
                    Party::Unknown,
                    Confidence::Likely,
                    format!("Gmail found {label} {word}: {}", words(row)),
                )
                .why(why)
                .shown_by([row.span]),
            );
        }
    }
    if let Some((row, seconds)) = table.iter().find_map(|row| Some((row, delay(row.value)?))) {
        let severity = if seconds >= 300 { Severity::Warning } else { Severity::Note };
        found.push(
            Finding::new("input.gmail-delay", severity, Party::Unknown, Confidence::Possible, format!("Delivered after {} ({seconds} seconds), by Gmail\u{2019}s table", exact(seconds)))
                .why("Gmail compares its own clock with the Date that the sender\u{2019}s program wrote. Where the time went, or whether the sender\u{2019}s clock is wrong or the message was written earlier than sent, only the Received fields can tell.")
                .next("Paste the header that stands below the table.")
                .by(Standard::MessageFormat, "3.6.1")
                .shown_by([row.span]),
        );
    }
    found
}

fn no_header() -> Finding {
    Finding::new("input.summary", Severity::Note, Party::Nobody, Confidence::Certain, "Gmail\u{2019}s summary, without the header")
        .why("The table has Gmail\u{2019}s results. The route, and the reasons behind the results, stand in the header below it on the same page.")
        .next("On Gmail\u{2019}s page press \"Copy to clipboard\", and paste that.")
}
