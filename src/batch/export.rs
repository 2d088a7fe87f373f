//! What is known of many messages, to carry away: CSV, NDJSON, Markdown, one HTML page.

use std::fmt::Write as _;

use super::{Count, Row, Summary};
use crate::csv;
use crate::report::{Provenance, Report, escape_html, html_head, words};
use crate::smtp::Reason;
use crate::visible::{escape_markdown, visible, visible_json};

/// How many rows a table of a summary shows; the exports of rows hold all.
const MOST: usize = 50;
/// How wide the longest bar of a chart is.
const WIDTH: usize = 400;

const HEADINGS: [&str; 16] = [
    "file",
    "when",
    "from",
    "to",
    "subject",
    "messageId",
    "kind",
    "severity",
    "recipient",
    "reason",
    "side",
    "status",
    "replyCode",
    "remoteHost",
    "deadAddress",
    "diagnostic",
];

/// The rows as CSV (RFC 4180), a row for each recipient of a notice and one for every other message, with a heading.
///
/// A cell that a spreadsheet would take for a formula gets an apostrophe before it.
#[must_use]
pub fn csv(rows: &[Row]) -> String {
    let mut out = String::new();
    csv::push_record(&mut out, HEADINGS);
    for row in rows {
        let nobody = [None];
        let outcomes = row.outcomes.iter().map(Some);
        let outcomes: Vec<_> = if row.outcomes.is_empty() { nobody.to_vec() } else { outcomes.collect() };
        for outcome in outcomes {
            let text = |value: Option<&String>| value.cloned().unwrap_or_default();
            let cells = [
                row.name.clone(),
                row.when.map(|when| when.format("%Y-%m-%dT%H:%M:%SZ").to_string()).unwrap_or_default(),
                text(row.from.as_ref()),
                text(row.to.as_ref()),
                text(row.subject.as_ref()),
                text(row.message_id.as_ref()),
                words::kind(row.kind).to_owned(),
                row.severity.map(words::severity).unwrap_or_default().to_owned(),
                text(outcome.and_then(|outcome| outcome.address.as_ref())),
                outcome.and_then(|outcome| outcome.reason).map(Reason::word).unwrap_or_default().to_owned(),
                outcome.and_then(|outcome| outcome.party).and_then(words::party).unwrap_or_default().to_owned(),
                text(outcome.and_then(|outcome| outcome.status.as_ref())),
                text(outcome.and_then(|outcome| outcome.reply_code.as_ref())),
                text(outcome.and_then(|outcome| outcome.remote_mta.as_ref())),
                outcome.map(|outcome| outcome.dead_address.to_string()).unwrap_or_default(),
                text(outcome.and_then(|outcome| outcome.diagnostic.as_ref())),
            ];
            csv::push_record(&mut out, cells.iter().map(String::as_str));
        }
    }
    out
}

/// A report as one line of NDJSON.
///
/// # Errors
///
/// Where the report cannot be written as JSON, which no report is known for.
pub fn ndjson(report: &Report) -> Result<String, serde_json::Error> {
    serde_json::to_string(report).map(|json| visible_json(&json).into_owned() + "\n")
}

/// A table: its title, its headings, its rows.
type Table = (&'static str, Vec<&'static str>, Vec<Vec<String>>);

/// The tables of a summary, without the empty ones. The first column of a count is what is counted.
fn tables(summary: &Summary) -> Vec<Table> {
    let when = |time: Option<chrono::DateTime<chrono::Utc>>| {
        time.map(|time| time.format("%Y-%m-%d").to_string()).unwrap_or_default()
    };
    let addresses = |list: &[super::Address]| -> Vec<Vec<String>> {
        list.iter()
            .map(|one| vec![one.address.clone(), one.count.to_string(), when(one.first), when(one.last)])
            .collect()
    };
    let seen = || vec!["Address", "Notices", "First seen", "Last seen"];
    let mut tables: Vec<Table> = vec![
        (
            "What to do",
            vec!["Group", "Count", "What to do"],
            summary
                .groups
                .iter()
                .map(|group| vec![group.name.clone(), group.count.to_string(), group.action.clone()])
                .collect(),
        ),
        ("Addresses to remove", seen(), addresses(&summary.dead)),
        ("Full mailboxes", seen(), addresses(&summary.full)),
        ("Refused for now, later for good", seen(), addresses(&summary.came_true)),
        ("Recipients who complained", seen(), addresses(&summary.complained)),
        (
            "Blocked by whom",
            vec!["By", "Blocklist", "Our address", "Count"],
            summary
                .blocked
                .iter()
                .map(|block| {
                    let text = |value: &Option<String>| value.clone().unwrap_or_default();
                    vec![block.by.clone(), text(&block.blocklist), text(&block.ip), block.count.to_string()]
                })
                .collect(),
        ),
        (
            "Slowest passages between servers",
            vec!["From", "To", "Messages", "Median", "95th percentile", "Longest"],
            summary
                .hops
                .iter()
                .map(|hop| {
                    let [median, p95, longest] = [hop.median, hop.p95, hop.longest].map(words::duration);
                    vec![hop.from.clone(), hop.by.clone(), hop.count.to_string(), median, p95, longest]
                })
                .collect(),
        ),
        (
            "Clocks that seem wrong",
            vec!["Host", "Off by at least", "Messages", "Doubted in", "How sure"],
            summary
                .clocks
                .iter()
                .map(|clock| {
                    let sure = words::confidence(clock.confidence).to_owned();
                    vec![
                        clock.host.clone(),
                        words::duration(clock.off_by),
                        clock.stamped.to_string(),
                        clock.doubted.to_string(),
                        sure,
                    ]
                })
                .collect(),
        ),
    ];
    tables.retain(|(_, _, rows)| !rows.is_empty());
    tables
}

/// The counts of a summary, without the empty ones.
fn counts(summary: &Summary) -> Vec<(&'static str, &[Count])> {
    let mut counts: Vec<(&'static str, &[Count])> = vec![
        ("Reasons", &summary.reasons),
        ("Whose side", &summary.sides),
        ("Recipient domains", &summary.domains),
        ("Providers", &summary.providers),
        ("Complaints", &summary.complaints),
        ("Programs that wrote the notices", &summary.dialects),
        ("Days (UTC)", &summary.days),
        ("Kinds", &summary.kinds),
    ];
    counts.retain(|(_, counts)| !counts.is_empty());
    counts
}

fn headline(summary: &Summary) -> String {
    let plural = |count: usize, one: &str, many: &str| format!("{count} {}", if count == 1 { one } else { many });
    format!(
        "{}, {} failed or waiting, {} to remove",
        plural(summary.messages, "message", "messages"),
        plural(summary.recipients, "recipient", "recipients"),
        plural(summary.dead.len(), "address", "addresses")
    )
}

/// The summary as Markdown.
#[must_use]
pub fn markdown(summary: &Summary, made: &Provenance) -> String {
    let mut out = format!("# {}\n", headline(summary));
    let row = |cells: &[String]| cells.iter().map(|cell| escape_markdown(cell)).collect::<Vec<_>>().join(" | ");
    for (title, headings, rows) in tables(summary) {
        let _ = write!(out, "\n## {title}\n\n| {} |\n|{}\n", headings.join(" | "), "---|".repeat(headings.len()));
        for cells in rows.iter().take(MOST) {
            let _ = writeln!(out, "| {} |", row(cells));
        }
        if rows.len() > MOST {
            let _ = writeln!(out, "\nAnd {} more.", rows.len() - MOST);
        }
    }
    for (title, counts) in counts(summary) {
        let _ = write!(out, "\n## {title}\n\n| {title} | Count |\n|---|--:|\n");
        for Count { key, count } in counts.iter().take(MOST) {
            let _ = writeln!(out, "| {} | {count} |", escape_markdown(key));
        }
        if counts.len() > MOST {
            let _ = writeln!(out, "\nAnd {} more.", counts.len() - MOST);
        }
    }
    let _ = write!(out, "\n{}\n", made.line());
    visible(&out).into_owned()
}

/// The summary as one HTML page that needs nothing else, with a bar for each count.
#[must_use]
pub fn html(summary: &Summary, made: &Provenance) -> String {
    let title = headline(summary);
    let mut out = html_head(&title);
    out.push_str("<main>\n<h1>");
    escape_html(&mut out, &title);
    out.push_str("</h1>\n");
    for (title, headings, rows) in tables(summary) {
        let _ = write!(out, "<h2>{title}</h2>\n<div class=\"table\"><table><thead><tr>");
        for heading in headings {
            let _ = write!(out, "<th scope=\"col\">{heading}</th>");
        }
        out.push_str("</tr></thead>\n<tbody>\n");
        for cells in rows.iter().take(MOST) {
            out.push_str("<tr>");
            for cell in cells {
                out.push_str("<td>");
                escape_html(&mut out, cell);
                out.push_str("</td>");
            }
            out.push_str("</tr>\n");
        }
        out.push_str("</tbody></table></div>\n");
        if rows.len() > MOST {
            let _ = writeln!(out, "<p>And {} more.</p>", rows.len() - MOST);
        }
    }
    for (title, counts) in counts(summary) {
        chart(&mut out, title, counts);
    }
    out.push_str("</main>\n<footer>");
    escape_html(&mut out, &made.line());
    out.push_str("</footer>\n</body>\n</html>\n");
    out
}

/// A table of counts with a bar in each row. The bars say what the numbers say, and are left out for a screen reader.
fn chart(out: &mut String, title: &str, counts: &[Count]) {
    let most = counts.iter().map(|count| count.count).max().unwrap_or(1).max(1);
    let _ = write!(
        out,
        "<h2>{title}</h2>\n<div class=\"table\"><table><thead><tr><th scope=\"col\">{title}</th><th scope=\"col\">Count</th><td></td></tr></thead>\n<tbody>\n"
    );
    for Count { key, count } in counts.iter().take(MOST) {
        out.push_str("<tr><th scope=\"row\">");
        escape_html(out, key);
        let width = (count * WIDTH).div_ceil(most);
        let _ = writeln!(
            out,
            "</th><td>{count}</td><td><svg width=\"{WIDTH}\" height=\"12\" aria-hidden=\"true\"><rect width=\"{width}\" height=\"12\" fill=\"currentColor\"/></svg></td></tr>"
        );
    }
    out.push_str("</tbody></table></div>\n");
    if counts.len() > MOST {
        let _ = writeln!(out, "<p>And {} more.</p>", counts.len() - MOST);
    }
}
