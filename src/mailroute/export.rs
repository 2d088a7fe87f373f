//! A walk as text: as `dig` prints answers, and as Markdown. JSON is what it serialises to.

use std::fmt::Write;

use super::{Step, Walk};
use crate::csv;
use crate::dns::Outcome;
use crate::finding::Severity;
use crate::visible::visible;

/// Every question with its answer, in the way `dig` prints them. Only the form is dig's: each block says who answered.
#[must_use]
pub fn dig(walk: &Walk) -> String {
    let mut text = String::new();
    for (_, step) in walk.flat() {
        block(&mut text, step);
    }
    visible(&text).into_owned()
}

/// Writing to a string cannot fail, so the results of `write!` are dropped.
fn block(text: &mut String, step: &Step) {
    let question = &step.question;
    let _ = writeln!(text, "; <<>> {question} <<>>");
    let status = match step.outcome() {
        Outcome::Records(_) | Outcome::NoSuchType(_) => "NOERROR".to_owned(),
        Outcome::NoSuchName(_) => "NXDOMAIN".to_owned(),
        Outcome::Failed { rcode, .. } => rcode.to_string(),
        outcome => outcome.words(question),
    };
    let flags = if step.outcome().answer().is_some_and(|answer| answer.authenticated) { " ad" } else { "" };
    let _ = writeln!(text, ";; status: {status}; flags: rd{flags}");
    for error in step.outcome().errors() {
        let _ = writeln!(text, "; EDE: {} ({})", error.code, error.words());
    }
    let dot = |name: &crate::dns::Name| format!("{}.", name.as_str());
    let _ = writeln!(text, ";; QUESTION SECTION:\n;{}\tIN\t{}", dot(&question.name), question.kind);
    if let Some(answer) = step.outcome().answer() {
        if !answer.chain.is_empty() || !answer.records.is_empty() {
            let _ = writeln!(text, ";; ANSWER SECTION:");
        }
        for alias in &answer.chain {
            let _ = writeln!(text, "{}\t{}\tIN\tCNAME\t{}", dot(&alias.from), alias.ttl, dot(&alias.to));
        }
        for record in &answer.records {
            let _ = writeln!(text, "{record}");
        }
        if let Some(soa) = &answer.soa {
            let _ = writeln!(text, ";; AUTHORITY SECTION:\n{soa}");
        }
    }
    match step.response.millis {
        Some(millis) => {
            let _ = writeln!(text, ";; Query time: {millis} msec");
        }
        None if step.response.tries == 0 => {
            let _ = writeln!(text, ";; Not sent now");
        }
        None => {}
    }
    let _ = writeln!(text, ";; SERVER: {}\n", step.response.resolver);
}

/// What the columns of [`rows`] hold.
pub const COLUMNS: [&str; 8] = ["#", "Round", "Name", "Type", "Answer", "TTL (s)", "Time (ms)", "Why"];

/// Every question in the order in which a server would ask, as the cells of a table: see [`COLUMNS`].
#[must_use]
pub fn rows(walk: &Walk) -> Vec<[String; 8]> {
    let number = |value: Option<u64>| value.map(|value| value.to_string()).unwrap_or_default();
    let rows = walk.in_rounds().into_iter().enumerate();
    rows.map(|(at, (round, step))| {
        [
            (at + 1).to_string(),
            round.to_string(),
            step.question.name.to_string(),
            step.question.kind.to_string(),
            answered(step),
            number(step.ttl.map(u64::from)),
            number(step.response.millis),
            step.purpose.words().to_owned(),
        ]
    })
    .collect()
}

/// The records as a zone file has them, or why there are none.
fn answered(step: &Step) -> String {
    let records: Vec<String> = step.outcome().records().iter().map(|record| record.data.to_string()).collect();
    let said = match step.outcome().answer().map(|answer| answer.chain.as_slice()) {
        Some([.., last]) if !records.is_empty() => format!("by way of {}: ", last.to),
        _ => String::new(),
    };
    if records.is_empty() { step.outcome().words(&step.question) } else { format!("{said}{}", records.join("; ")) }
}

/// The same with a tab between cells, as spreadsheets take it.
#[must_use]
pub fn tab_separated(walk: &Walk) -> String {
    let mut text = format!("{}\n", COLUMNS.join("\t"));
    for row in rows(walk) {
        csv::push_tabbed(&mut text, row.iter().map(String::as_str));
    }
    text
}

/// Headline, findings, and a table of the questions.
#[must_use]
pub fn markdown(walk: &Walk) -> String {
    let mut text = String::new();
    let title = match walk.domain() {
        Some(domain) => domain.shown(),
        None => walk.subject.typed.clone(),
    };
    let _ = writeln!(text, "# Mail route of {}\n\n{}\n", plain(&title), plain(&walk.headline));
    if let Some(words) = super::for_user(walk) {
        let _ = writeln!(text, "What to tell the user: {words}\n");
    }
    for finding in &walk.findings {
        let mark = match finding.severity {
            Severity::Problem => "Problem",
            Severity::Warning => "Warning",
            Severity::Note => "Note",
            Severity::Good => "In order",
        };
        let _ = writeln!(text, "- **{mark}: {}.** {}", plain(&finding.title), plain(&finding.why));
        for step in &finding.next {
            let _ = writeln!(text, "  - {}", plain(step));
        }
    }
    let _ = writeln!(text, "\n| {} |\n|--:|--:|---|---|---|--:|--:|---|", COLUMNS.map(plain).join(" | "));
    for row in rows(walk) {
        let _ = writeln!(text, "| {} |", row.map(|cell| plain(&cell)).join(" | "));
    }
    visible(&text).into_owned()
}

/// Text from outside, so that Markdown takes it as text.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '!' => {
                plain.push('\\');
                plain.push(letter);
            }
            letter if letter.is_control() => plain.push(' '),
            letter => plain.push(letter),
        }
    }
    plain
}
