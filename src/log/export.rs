//! The table of deliveries as rows, as CSV and as Markdown.

use super::facts::Delivery;
use crate::csv;
use crate::finding::Party;
use crate::visible::{escape_markdown, visible};

/// The heads of the columns.
#[must_use]
pub fn heads() -> [&'static str; 11] {
    ["Queue id", "Recipient", "State", "Tries", "First", "Last", "Relay", "Code", "Reason", "Whose side", "Words"]
}

/// A delivery as the cells of a row.
#[must_use]
pub fn row(delivery: &Delivery) -> [String; 11] {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let codes: Vec<&str> =
        [&delivery.reply_code, &delivery.enhanced].into_iter().flatten().map(String::as_str).collect();
    [
        text(&delivery.queue_id),
        text(&delivery.recipient),
        delivery.status.word().to_owned(),
        delivery.tries.to_string(),
        text(&delivery.first),
        text(&delivery.last),
        text(&delivery.relay),
        codes.join(" "),
        text(&delivery.reason_title),
        delivery.party.and_then(Party::side).unwrap_or_default().to_owned(),
        delivery.words.clone(),
    ]
}

/// The table as CSV (RFC 4180). A cell that a spreadsheet would take for a formula gets a quotation mark in front.
#[must_use]
pub fn comma_separated(deliveries: &[Delivery]) -> String {
    let mut out = String::new();
    csv::push_record(&mut out, heads());
    for delivery in deliveries {
        csv::push_record(&mut out, row(delivery).iter().map(String::as_str));
    }
    out
}

/// The table as Markdown, the first rows.
#[must_use]
pub fn markdown(deliveries: &[Delivery]) -> String {
    let mut out = format!("| {} |\n|{}\n", heads().join(" | "), "---|".repeat(heads().len()));
    for delivery in deliveries {
        let cells = row(delivery).map(|text| escape_markdown(&text));
        out.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    visible(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::State;

    #[test]
    fn a_cell_is_no_formula() {
        let delivery = Delivery {
            queue_id: Some("=HYPERLINK(\"http://a.example\")".to_owned()),
            recipient: Some("@sum".to_owned()),
            status: State::Bounced,
            words: "-1,\"x\"".to_owned(),
            ..Delivery::default()
        };
        let csv = comma_separated(&[delivery]);
        let last = csv.lines().last().unwrap();
        assert!(last.starts_with("\"'=HYPERLINK(\"\"http://a.example\"\")\",'@sum,bounced,"), "{csv}");
        assert!(last.ends_with("\"'-1,\"\"x\"\"\""), "{csv}");
    }
    #[test]
    fn what_is_not_seen_gets_a_mark_in_both_forms() {
        let delivery = Delivery { words: "no\u{1b}[31m \u{202e}user".to_owned(), ..Delivery::default() };
        for text in [comma_separated(std::slice::from_ref(&delivery)), markdown(std::slice::from_ref(&delivery))] {
            assert!(text.contains("U+001B") && text.contains("U+202E"), "{text}");
            assert!(!text.contains(['\u{1b}', '\u{202e}']), "{text:?}");
        }
    }
}
