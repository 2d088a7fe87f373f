//! The report as plain text, for a ticket or a mail.

use chrono::{FixedOffset, Offset, Utc};

use super::{Provenance, Report, quoted, words};
use crate::bounce::{Bounce, Recipient};
use crate::finding::{Fact, Finding};
use crate::trace::{Hop, Route};
use crate::visible::visible;

/// Writes the report as plain text: headline, findings, route, with times in UTC.
#[must_use]
pub fn text(report: &Report) -> String {
    text_of(report, "")
}

/// Like [`text`], with the words of the source that show each finding, and a last line that says by what it was made.
#[must_use]
pub fn text_shared(report: &Report, source: &str, made: &Provenance) -> String {
    let mut out = text_of(report, source);
    out.push('\n');
    line(&mut out, &made.line());
    out
}

fn text_of(report: &Report, source: &str) -> String {
    let mut out = String::new();
    write_report(&mut out, report, source, 0);
    visible(&out).into_owned()
}

fn write_report(out: &mut String, report: &Report, source: &str, depth: usize) {
    /// Beyond this many reports within reports the rest is left out; no real message goes that deep.
    const DEEPEST: usize = 8;
    line(out, &report.headline);
    if let Some(verdict) = &report.verdict {
        if !verdict.detail.is_empty() {
            line(out, &verdict.detail);
        }
        if !verdict.facts.is_empty() {
            line(out, "");
        }
        for fact in &verdict.facts {
            line(out, &format!("{}: {}", fact.label, fact.value));
        }
    }
    if let Some(bounce) = &report.bounce {
        heading(out, "Recipients");
        for recipient in &bounce.recipients {
            write_recipient(out, recipient, bounce);
        }
    }
    if let Some((title, facts)) = super::other_facts(report) {
        heading(out, title);
        write_facts(out, &facts, "");
    }
    if let Some(session) = &report.session {
        heading(out, "Session");
        for exchange in &session.exchanges {
            let [command, reply, took, answer] = super::session_row(exchange);
            line(out, &command);
            let details: Vec<String> = [answer, took, reply].into_iter().filter(|cell| !cell.is_empty()).collect();
            line(out, &format!("   {}", details.join(", ")));
        }
    }
    if !report.deliveries.is_empty() {
        heading(out, "Deliveries");
        for delivery in report.deliveries.iter().take(super::MOST_ROWS) {
            let cells = crate::log::row(delivery);
            let named: Vec<String> = crate::log::heads()
                .into_iter()
                .zip(cells)
                .skip(2)
                .filter(|(_, cell)| !cell.is_empty())
                .map(|(head, cell)| format!("{}: {cell}", head.to_lowercase()))
                .collect();
            let id = delivery.queue_id.as_deref().unwrap_or("no queue id");
            line(out, &format!("{} ({id})", delivery.recipient.as_deref().unwrap_or("no recipient named")));
            line(out, &format!("   {}", named.join(", ")));
        }
        if let Some(more) = super::more_rows(report.deliveries.len()) {
            line(out, &more);
        }
    }
    if !report.records.is_empty() {
        heading(out, "Records");
        for record in report.records.iter().take(super::MOST_ROWS) {
            let cells: Vec<String> = record.row().into_iter().filter(|cell| !cell.is_empty()).collect();
            line(out, &cells.join(" "));
        }
        if let Some(more) = super::more_rows(report.records.len()) {
            line(out, &more);
        }
    }
    if !report.findings.is_empty() {
        heading(out, "Findings");
        for finding in &report.findings {
            write_finding(out, finding, source);
        }
    }
    for (title, facts) in super::facts::judgements(report, depth) {
        heading(out, title);
        write_facts(out, &facts, "");
    }
    if let Some(route) = &report.route {
        write_route(out, route);
    }
    if let Some(session) = &report.session {
        heading(out, "A proof to send");
        out.push_str(&session.proof);
    }
    if depth < DEEPEST {
        for enclosed in &report.enclosed {
            heading(out, &format!("Enclosed: {}", words::kind(enclosed.kind).to_lowercase()));
            write_report(out, enclosed, source, depth + 1);
        }
    }
}

fn write_recipient(out: &mut String, recipient: &Recipient, bounce: &Bounce) {
    line(out, recipient.address.as_deref().unwrap_or("(no address told)"));
    if !recipient.verdict.is_empty() {
        line(out, &format!("   {}", recipient.verdict));
    }
    write_facts(out, &super::recipient_facts(recipient, bounce), "   ");
    if let Some(diagnostic) = &recipient.diagnostic {
        line(out, &format!("   Its words: {diagnostic}"));
    }
    line(out, "");
}

fn write_facts(out: &mut String, facts: &[Fact], indent: &str) {
    for fact in facts {
        line(out, &format!("{indent}{}: {}", fact.label, fact.value));
    }
}

fn write_finding(out: &mut String, finding: &Finding, source: &str) {
    line(out, &format!("[{}] {}", super::finding_label(finding), finding.title));
    if !finding.why.is_empty() {
        line(out, &format!("   {}", finding.why));
    }
    for (index, step) in finding.next.iter().enumerate() {
        line(out, &format!("   {}. {step}", index + 1));
    }
    for words in quoted(finding, source.as_bytes()) {
        line(out, &format!("   > {words}"));
    }
    if !finding.references.is_empty() {
        line(out, &format!("   Rests on: {}", super::references(finding)));
    }
    line(out, "");
}

fn write_route(out: &mut String, route: &Route) {
    heading(out, "Route, oldest first, times in UTC");
    for (index, hop) in route.hops.iter().enumerate() {
        let [from, by, how, stamp, delay] = cells(route, hop, Utc.fix());
        line(out, &format!("{}. {from} -> {by}", index + 1));
        let details: Vec<String> = [how, stamp, delay].into_iter().filter(|cell| !cell.is_empty()).collect();
        line(out, &format!("   {}", details.join(", ")));
    }
    if let Some(total) = route.total_seconds {
        line(out, &format!("Last stamp minus first: {}", words::duration(total)));
    }
    for (title, facts) in super::route_facts(route) {
        heading(out, title);
        write_facts(out, &facts, "");
    }
}

/// A hop as the cells of a table: handed over by, taken by, how, stamp, delay.
#[must_use]
pub fn cells(route: &Route, hop: &Hop, offset: FixedOffset) -> [String; 5] {
    let from = match (words::peer(&hop.from), &hop.from.ip) {
        (Some(name), Some(ip)) if name != ip => format!("{name} ({ip})"),
        (Some(name), _) => name.to_owned(),
        (None, _) => "not told".to_owned(),
    };
    let by = hop.by.clone().unwrap_or_else(|| "not told".to_owned());
    let how = [hop.with.as_deref(), hop.tls.as_deref()].into_iter().flatten().collect::<Vec<_>>().join(", ");
    let doubted = route.clock_doubted(hop);
    let stamp = match (hop.time, &hop.stamp) {
        (Some(time), _) => format!("{}{}", words::moment(time, offset), if doubted { " (clock in doubt)" } else { "" }),
        (None, Some(stamp)) => format!("no sure moment: {stamp}"),
        (None, None) => "no stamp".to_owned(),
    };
    let delay = match words::delay(hop) {
        Some((delay, Some(stamps))) => format!("{delay} ({stamps})"),
        Some((delay, None)) => delay,
        None => String::new(),
    };
    [from, by, how, stamp, delay]
}

fn heading(out: &mut String, words: &str) {
    out.push('\n');
    line(out, &words.to_uppercase());
    out.push('\n');
}

/// Adds a line.
pub(super) fn line(out: &mut String, words: &str) {
    out.push_str(words);
    out.push('\n');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::{held_up, refused};
    use crate::smtp::Reply;

    #[test]
    fn a_report_reads_from_the_headline_down() {
        let text = text(&held_up());
        assert!(text.starts_with("The message waited between a.example and b.example.\n"));
        assert!(text.contains("Whose side: The path to b.example\n"));
        assert!(text.contains("[Problem, recipient's side, likely] Held up before b.example\n"));
        assert!(text.contains("   1. Look in its log.\n"));
        assert!(text.contains("   Rests on: RFC 5321 section 4.5.4.1\n"));
        assert!(text.contains("1. a.example (192.0.2.1) -> b.example\n   ESMTP, 13 Feb 2009 21:23:21, 5 s\n"));
    }

    #[test]
    fn a_stamp_without_a_moment_is_shown_as_written() {
        let mut report = held_up();
        let route = report.route.as_mut().unwrap();
        route.hops[0].time = None;
        route.hops[0].stamp = Some("yesterday".to_owned());
        assert!(text(&report).contains("no sure moment: yesterday"));
    }

    #[test]
    fn a_recipient_is_told_with_who_refused_and_in_which_words() {
        let text = text(&refused());
        assert!(text.contains("RECIPIENTS\n\nnobody@example.org\n   mx.example.org refused it for good.\n"), "{text}");
        assert!(text.contains("   Codes: 550 5.1.1\n"), "{text}");
        assert!(text.contains("   Refused by: mx.example.org\n   Notice written by: out.example.com\n"), "{text}");
        assert!(text.contains("   Its words: 550 5.1.1 No such user\n"), "{text}");
    }

    #[test]
    fn an_error_line_is_told_with_its_codes() {
        let reply = Reply { reply_code: Some("452".to_owned()), status: Some("4.2.2".to_owned()), ..Reply::default() };
        let text = text(&Report { reply: Some(reply), ..Report::default() });
        assert!(text.contains("ERROR LINE\n\nCodes: 452 4.2.2\n"), "{text}");
    }
}
