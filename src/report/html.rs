//! The report as one HTML file that needs nothing else: no script, its own policy, light and dark, and fit to print.

use chrono::{Offset, Utc};

use super::{Provenance, Report, quoted, text, words};
use crate::finding::{Fact, Finding, Severity};
use crate::trace::Route;
use crate::visible::visible;

/// The file's one style sheet.
const STYLE: &str = include_str!("export.css");

/// Its SHA-256 in base64, as the policy names it (CSP level 3 section 2.3.1). The browser tests open such a file: a hash that
/// does not fit would leave it without its looks.
const STYLE_HASH: &str = "ZL3XzIDalPVzjBJFdEfHrLWkKE6/Ot+gXh1zgEg5h54=";

/// Headings of enclosed reports go no deeper than this.
const DEEPEST: usize = 4;

/// Writes the report as an HTML file, with the words of the source that show each finding, and times in UTC.
#[must_use]
pub fn html(report: &Report, source: &str, made: &Provenance) -> String {
    let mut page = Page { out: html_head(&title(report)), source };
    page.out.push_str("<main>\n");
    page.report(report, 0);
    page.out.push_str("</main>\n<footer>");
    page.escaped(&made.line());
    page.out.push_str("</footer>\n</body>\n</html>\n");
    page.out
}

/// The beginning of such a file, up to its body.
pub(crate) fn html_head(title: &str) -> String {
    let mut out = String::with_capacity(8_192);
    out.push_str("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-");
    out.push_str(STYLE_HASH);
    out.push_str("'; base-uri 'none'; form-action 'none'\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n<title>");
    escape_html(&mut out, title);
    out.push_str("</title><style>");
    out.push_str(STYLE);
    out.push_str("</style>\n</head>\n<body>\n");
    out
}

/// Adds words of the input or of ours: nothing in them is markup.
pub(crate) fn escape_html(out: &mut String, words: &str) {
    // What is not seen, or turns the words around it, is written out.
    for letter in visible(words).chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            _ => out.push(letter),
        }
    }
}

/// What such a file says of a header block, for a page that has its own looks: the verdict, the findings and the route.
#[must_use]
pub fn html_of_header(report: &Report, source: &str) -> String {
    let mut page = Page { out: String::with_capacity(4_096), source };
    page.element("h1", &report.headline);
    page.verdict(report);
    page.findings(report);
    if let Some(route) = &report.route {
        page.route(route);
    }
    page.out
}

fn title(report: &Report) -> String {
    match report.headline.as_str() {
        "" => words::kind(report.kind).to_owned(),
        headline => headline.to_owned(),
    }
}

fn tone(severity: Severity) -> &'static str {
    match severity {
        Severity::Problem => "problem",
        Severity::Warning => "warning",
        Severity::Note => "note",
        Severity::Good => "good",
    }
}

struct Page<'s> {
    out: String,
    source: &'s str,
}

impl Page<'_> {
    fn escaped(&mut self, words: &str) {
        escape_html(&mut self.out, words);
    }

    fn element(&mut self, name: &str, words: &str) {
        self.open(name, "");
        self.escaped(words);
        self.close(name);
    }

    fn open(&mut self, name: &str, class: &str) {
        self.out.push('<');
        self.out.push_str(name);
        if !class.is_empty() {
            self.out.push_str(" class=\"");
            self.out.push_str(class);
            self.out.push('"');
        }
        self.out.push('>');
    }

    fn close(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push_str(">\n");
    }

    fn more(&mut self, rows: usize) {
        if let Some(more) = super::more_rows(rows) {
            self.element("p", &more);
        }
    }

    fn report(&mut self, report: &Report, depth: usize) {
        self.element(if depth == 0 { "h1" } else { "h2" }, &title(report));
        self.verdict(report);
        if let Some(bounce) = &report.bounce {
            self.element("h2", "Recipients");
            for recipient in &bounce.recipients {
                self.open("article", "");
                self.element("h3", recipient.address.as_deref().unwrap_or("no address told"));
                if !recipient.verdict.is_empty() {
                    self.element("p", &recipient.verdict);
                }
                self.facts(&super::recipient_facts(recipient, bounce));
                if let Some(diagnostic) = &recipient.diagnostic {
                    self.element("blockquote", diagnostic);
                }
                self.close("article");
            }
        }
        if let Some((title, facts)) = super::other_facts(report) {
            self.element("h2", title);
            self.facts(&facts);
        }
        if !report.deliveries.is_empty() {
            let rows = report.deliveries.iter().take(super::MOST_ROWS).map(|delivery| crate::log::row(delivery).into());
            self.table("Deliveries", &crate::log::heads(), rows.collect());
            self.more(report.deliveries.len());
        }
        if !report.records.is_empty() {
            let rows = report.records.iter().take(super::MOST_ROWS).map(|record| record.row().into());
            self.table("Records", &["Name", "TTL", "Type", "Data"], rows.collect());
            self.more(report.records.len());
        }
        self.findings(report);
        if let Some(session) = &report.session {
            let rows = session.exchanges.iter().map(|exchange| super::session_row(exchange).into());
            self.table("Session", &["Command", "Answer", "Took", "Outcome"], rows.collect());
            self.element("h2", "A proof to send");
            self.element("pre", &session.proof);
        }
        for (title, facts) in super::facts::judgements(report, depth) {
            self.element("h2", title);
            self.facts(&facts);
        }
        if let Some(route) = &report.route {
            self.route(route);
        }
        if depth < DEEPEST {
            for enclosed in &report.enclosed {
                self.open("section", "");
                self.report(enclosed, depth + 1);
                self.close("section");
            }
        }
    }

    fn verdict(&mut self, report: &Report) {
        let Some(verdict) = &report.verdict else { return };
        self.open("p", tone(verdict.severity));
        self.open("span", "stamp");
        self.escaped(&verdict.stamp);
        if !verdict.stamp_detail.is_empty() {
            self.out.push(' ');
            self.escaped(&verdict.stamp_detail);
        }
        self.out.push_str("</span></p>\n");
        if !verdict.detail.is_empty() {
            self.element("p", &verdict.detail);
        }
        self.facts(&verdict.facts);
    }

    fn findings(&mut self, report: &Report) {
        if !report.findings.is_empty() {
            self.element("h2", "Findings");
            report.findings.iter().for_each(|finding| self.finding(finding));
        }
    }

    fn facts(&mut self, facts: &[Fact]) {
        if facts.is_empty() {
            return;
        }
        self.open("dl", "");
        for fact in facts {
            self.open("div", "");
            self.element("dt", &fact.label);
            self.element("dd", &fact.value);
            self.close("div");
        }
        self.close("dl");
    }

    fn finding(&mut self, finding: &Finding) {
        self.open("article", tone(finding.severity));
        self.open("p", "tag");
        self.open("b", "");
        let label = super::finding_label(finding);
        let (severity, rest) = label.split_once(',').unwrap_or((&label, ""));
        self.escaped(severity);
        self.out.push_str("</b>");
        if !rest.is_empty() {
            self.out.push(',');
            self.escaped(rest);
        }
        self.close("p");
        self.element("h3", &finding.title);
        if !finding.why.is_empty() {
            self.element("p", &finding.why);
        }
        if !finding.next.is_empty() {
            self.open("ol", "");
            finding.next.iter().for_each(|step| self.element("li", step));
            self.close("ol");
        }
        for words in quoted(finding, self.source.as_bytes()) {
            self.element("blockquote", &words);
        }
        if !finding.references.is_empty() {
            self.open("p", "tag");
            self.out.push_str("Rests on: ");
            self.escaped(&super::references(finding));
            self.close("p");
        }
        self.close("article");
    }

    fn route(&mut self, route: &Route) {
        let rows = route.hops.iter().enumerate().map(|(index, hop)| {
            let [from, by, how, stamp, delay] = text::cells(route, hop, Utc.fix());
            vec![(index + 1).to_string(), from, by, how, stamp, delay]
        });
        let title = "Route, oldest first, times in UTC";
        self.table(title, &["#", "Handed over by", "Taken by", "How", "Stamp", "Delay"], rows.collect());
        for (title, facts) in super::route_facts(route) {
            self.element("h2", title);
            self.facts(&facts);
        }
    }

    fn table(&mut self, title: &str, headings: &[&str], rows: Vec<Vec<String>>) {
        self.element("h2", title);
        self.out.push_str("<div class=\"table\" tabindex=\"0\" role=\"group\" aria-label=\"");
        self.escaped(title);
        self.out.push_str("\"><table>\n<thead><tr>");
        for heading in headings {
            self.out.push_str("<th scope=\"col\">");
            self.escaped(heading);
            self.out.push_str("</th>");
        }
        self.out.push_str("</tr></thead>\n<tbody>\n");
        for row in rows {
            self.out.push_str("<tr>");
            row.iter().for_each(|cell| self.element("td", cell));
            self.close("tr");
        }
        self.out.push_str("</tbody></table></div>\n");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::tests::{held_up, refused};

    fn made() -> Provenance {
        Provenance { version: "1.2.3".to_owned(), ..Provenance::default() }
    }

    #[test]
    fn a_file_names_its_policy_before_anything_else_and_says_what_was_found() {
        let page = html(&held_up(), "", &made());
        assert!(page.find("Content-Security-Policy").unwrap() < page.find("<style>").unwrap());
        assert!(page.contains("<h1>The message waited between a.example and b.example.</h1>"), "{page}");
        assert!(page.contains("<h3>Held up before b.example</h3>"), "{page}");
        assert!(page.contains("Rests on: RFC 5321 section 4.5.4.1"), "{page}");
        assert!(page.contains("<td>a.example (192.0.2.1)</td>"), "{page}");
        assert!(page.contains("Made by Backstamp 1.2.3."), "{page}");
        assert!(!page.contains("<script"), "{page}");
    }

    #[test]
    fn words_of_the_input_cannot_become_markup() {
        let evil = "</title><script>alert(1)</script><img src=x onerror='a' title=\"b\">&\u{202e}\u{0}";
        let mut report = refused();
        report.headline = evil.to_owned();
        report.bounce.as_mut().unwrap().recipients[0].diagnostic = Some(evil.to_owned());
        report.bounce.as_mut().unwrap().recipients[0].address = Some(evil.to_owned());
        report.findings = held_up().findings;
        report.findings[0].title = evil.to_owned();
        report.findings[0].evidence = vec![crate::finding::Span::new(0, evil.len())];
        let page = html(&report, evil, &made());
        for raw in ["<script", "<img", "onerror='a'", "title=\"b\"", "\u{202e}", "\u{0}"] {
            assert!(!page.contains(raw), "{raw:?} in {page}");
        }
        assert_eq!(page.matches("</title>").count(), 1);
        assert_eq!(page.matches("&lt;script&gt;").count(), 6, "{page}");
    }

    #[test]
    fn the_words_that_show_a_finding_stand_beside_it() {
        let mut report = held_up();
        report.findings[0].evidence = vec![crate::finding::Span::new(0, 12)];
        let page = html(&report, "by b.example; x", &made());
        assert!(page.contains("<blockquote>by b.example</blockquote>"), "{page}");
    }
}
