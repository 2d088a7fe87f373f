//! The report as Markdown, for an issue or a wiki.

use chrono::{FixedOffset, Offset, Utc};

use super::text::line;
use super::{Provenance, Report, quoted, text, words};
use crate::finding::{Fact, Finding};
use crate::trace::Route;
use crate::visible::{escape_markdown, visible};

/// Writes the report as Markdown: headline, findings, route as a table, with times in UTC.
#[must_use]
pub fn markdown(report: &Report) -> String {
    markdown_of(report, "")
}

/// Like [`markdown`], with the words of the source that show each finding, and a last line that says by what it was made.
#[must_use]
pub fn markdown_shared(report: &Report, source: &str, made: &Provenance) -> String {
    let mut out = markdown_of(report, source);
    out.push('\n');
    paragraph(&mut out, &format!("*{}*", escape_markdown(&made.line())));
    out
}

fn markdown_of(report: &Report, source: &str) -> String {
    let mut out = String::new();
    write_report(&mut out, report, source, 0);
    visible(&out).into_owned()
}

fn write_report(out: &mut String, report: &Report, source: &str, depth: usize) {
    /// Headings go no deeper than this many levels.
    const DEEPEST: usize = 3;
    let mark = "#".repeat(depth + 1);
    paragraph(out, &format!("{mark} {}", escape_markdown(&report.headline)));
    if let Some(verdict) = &report.verdict {
        if !verdict.detail.is_empty() {
            paragraph(out, &escape_markdown(&verdict.detail));
        }
        write_facts(out, &verdict.facts, "");
        if !verdict.facts.is_empty() {
            line(out, "");
        }
    }
    if let Some(bounce) = &report.bounce {
        paragraph(out, &format!("{mark}# Recipients"));
        for recipient in &bounce.recipients {
            let address = recipient.address.as_deref().unwrap_or("no address told");
            line(out, &format!("- **{}** {}", escape_markdown(address), escape_markdown(&recipient.verdict)));
            write_facts(out, &super::recipient_facts(recipient, bounce), "  ");
            if let Some(diagnostic) = &recipient.diagnostic {
                line(out, &format!("  - **Its words:** {}", escape_markdown(diagnostic)));
            }
        }
        line(out, "");
    }
    if let Some((title, facts)) = super::other_facts(report) {
        paragraph(out, &format!("{mark}# {title}"));
        write_facts(out, &facts, "");
        line(out, "");
    }
    if let Some(session) = &report.session {
        paragraph(out, &format!("{mark}# Session"));
        line(out, "| Command | Answer | Took | Outcome |");
        line(out, "|---|---|--:|---|");
        for exchange in &session.exchanges {
            let cells = super::session_row(exchange).map(|cell| escape_markdown(&cell));
            line(out, &format!("| {} |", cells.join(" | ")));
        }
        line(out, "");
        paragraph(out, &format!("{mark}# A proof to send"));
        for words in session.proof.lines() {
            line(out, &format!("    {words}"));
        }
        line(out, "");
    }
    if !report.deliveries.is_empty() {
        paragraph(out, &format!("{mark}# Deliveries"));
        out.push_str(&crate::log::markdown(report.deliveries.get(..super::MOST_ROWS).unwrap_or(&report.deliveries)));
        line(out, "");
        if let Some(more) = super::more_rows(report.deliveries.len()) {
            paragraph(out, &more);
        }
    }
    if !report.records.is_empty() {
        paragraph(out, &format!("{mark}# Records"));
        line(out, "| Name | TTL | Type | Data |");
        line(out, "|---|--:|---|---|");
        for record in report.records.iter().take(super::MOST_ROWS) {
            line(out, &format!("| {} |", record.row().map(|cell| escape_markdown(&cell)).join(" | ")));
        }
        line(out, "");
        if let Some(more) = super::more_rows(report.records.len()) {
            paragraph(out, &more);
        }
    }
    if !report.findings.is_empty() {
        paragraph(out, &format!("{mark}# Findings"));
        for finding in &report.findings {
            write_finding(out, finding, source, &mark);
        }
    }
    for (title, facts) in super::facts::judgements(report, depth) {
        paragraph(out, &format!("{mark}# {title}"));
        write_facts(out, &facts, "");
        line(out, "");
    }
    if let Some(route) = &report.route {
        paragraph(out, &format!("{mark}# Route"));
        out.push_str(&route_table(route, Utc.fix()));
        out.push('\n');
        for (title, facts) in super::route_facts(route) {
            paragraph(out, &format!("{mark}# {title}"));
            write_facts(out, &facts, "");
            line(out, "");
        }
    }
    if depth < DEEPEST {
        for enclosed in &report.enclosed {
            write_report(out, enclosed, source, depth + 1);
        }
    }
}

fn write_facts(out: &mut String, facts: &[Fact], indent: &str) {
    for fact in facts {
        line(out, &format!("{indent}- **{}:** {}", escape_markdown(&fact.label), escape_markdown(&fact.value)));
    }
}

fn write_finding(out: &mut String, finding: &Finding, source: &str, mark: &str) {
    paragraph(out, &format!("{mark}## {}", escape_markdown(&finding.title)));
    paragraph(out, &format!("*{}*", super::finding_label(finding)));
    if !finding.why.is_empty() {
        paragraph(out, &escape_markdown(&finding.why));
    }
    for (index, step) in finding.next.iter().enumerate() {
        line(out, &format!("{}. {}", index + 1, escape_markdown(step)));
    }
    if !finding.next.is_empty() {
        line(out, "");
    }
    let quoted = quoted(finding, source.as_bytes());
    for words in &quoted {
        line(out, &format!("> {}  ", escape_markdown(words)));
    }
    if !quoted.is_empty() {
        line(out, "");
    }
    if !finding.references.is_empty() {
        paragraph(out, &format!("Rests on: {}", super::references(finding)));
    }
}

/// The route as a Markdown table, with times at an offset from UTC.
#[must_use]
pub fn route_table(route: &Route, offset: FixedOffset) -> String {
    let zone = words::offset(offset.local_minus_utc() / 60);
    let mut out = String::new();
    line(&mut out, &format!("| # | Handed over by | Taken by | How | Stamp (UTC{zone}) | Delay |"));
    line(&mut out, "|--:|---|---|---|---|--:|");
    for (index, hop) in route.hops.iter().enumerate() {
        let cells = text::cells(route, hop, offset).map(|cell| escape_markdown(&cell));
        line(&mut out, &format!("| {} | {} |", index + 1, cells.join(" | ")));
    }
    visible(&out).into_owned()
}

fn paragraph(out: &mut String, words: &str) {
    line(out, words);
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::feedback::Feedback;
    use crate::report::tests::{held_up, refused};

    #[test]
    fn a_report_becomes_headings_a_list_and_a_table() {
        let text = markdown(&held_up());
        assert!(text.starts_with("# The message waited between a.example and b.example.\n"));
        assert!(text.contains("- **Whose side:** The path to b.example\n"));
        assert!(text.contains("### Held up before b.example\n\n*Problem, recipient's side, likely*\n"));
        assert!(text.contains("| 1 | a.example (192.0.2.1) | b.example | ESMTP | 13 Feb 2009 21:23:21 | 5 s |\n"));
    }

    #[test]
    fn words_of_the_input_cannot_become_markup() {
        let mut report = held_up();
        report.route.as_mut().unwrap().hops[0].by = Some("<img src=x>|`a`".to_owned());
        let text = markdown(&report);
        assert!(text.contains(r"\<img src=x\>\|\`a\`"), "{text}");
    }

    #[test]
    fn times_stand_in_the_zone_that_the_table_names() {
        let report = held_up();
        let table = route_table(report.route.as_ref().unwrap(), FixedOffset::east_opt(2 * 3600).unwrap());
        assert!(table.contains("Stamp (UTC+02:00)"));
        assert!(table.contains("13 Feb 2009 23:23:21"));
    }

    #[test]
    fn a_recipient_becomes_a_list_of_facts() {
        let text = markdown(&refused());
        assert!(
            text.contains("## Recipients\n\n- **nobody@example.org** mx.example.org refused it for good.\n"),
            "{text}"
        );
        assert!(text.contains("  - **Refused by:** mx.example.org\n"), "{text}");
        assert!(text.contains("  - **Its words:** 550 5.1.1 No such user\n"), "{text}");
    }

    #[test]
    fn a_complaint_becomes_a_list_of_facts() {
        let feedback = Feedback { source_ip: Some("192.0.2.1".to_owned()), ..Feedback::default() };
        let text = markdown(&Report { feedback: Some(feedback), ..Report::default() });
        assert!(text.contains("## Complaint\n\n- **Source address:** 192.0.2.1\n"), "{text}");
    }
}
