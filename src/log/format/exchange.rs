//! Exchange's message tracking log: the CSV files, what `Export-Csv` makes of it, and the lists and tables of
//! `Get-MessageTrackingLog`.
//!
//! ```text
//! #Fields: date-time,client-ip,…,source,event-id,internal-message-id,message-id,…,recipient-address,recipient-status,…
//! 2026-02-13T21:23:21.000Z,192.0.2.5,…,SMTP,SEND,42,<1@example.org>,…,kim@example.com;jo@example.com,250 2.1.5 Ok,…
//! ```

use super::{Sheet, leading_codes};
use crate::finding::Span;
use crate::log::csv::Csv;
use crate::log::facts::State;
use crate::log::line::{HEAD, Line, bare, between, holds};
use crate::log::stamp::{self, Stamp};
use crate::log::table::{Said, Table};
use crate::source::blocks;

pub(super) const SHEET: Sheet = Sheet { name: "Exchange message tracking", read };
pub(super) const LIST: Sheet = Sheet { name: "Exchange message tracking", read: list };

/// What an event means for its recipients; none for a step that decides nothing.
fn state(event: &str) -> Option<State> {
    Some(match event.to_ascii_uppercase().as_str() {
        "SEND" | "SENDEXTERNAL" | "DELIVER" | "DUPLICATEDELIVER" => State::Sent,
        "FAIL" | "BADMAIL" => State::Bounced,
        "DEFER" => State::Deferred,
        _ => return None,
    })
}

/// What a step is called in the story of a message.
fn step(event: &str) -> &'static str {
    match event.to_ascii_uppercase().as_str() {
        "RECEIVE" | "SUBMIT" => "accepted from",
        "TRANSFER" | "RESOLVE" | "REDIRECT" | "EXPAND" => "resolved",
        "AGENTINFO" => "filtered",
        "DSN" => "notice sent",
        _ => "noted",
    }
}

/// One event of the log, wherever it stood.
#[derive(Default)]
struct Event<'a> {
    event: &'a str,
    message_id: &'a str,
    sender: &'a str,
    recipients: &'a str,
    status: &'a str,
    server: &'a str,
    stamp: &'a str,
    span: Span,
}

impl Event<'_> {
    fn tell(&self, table: &mut Table) {
        let line = Line {
            span: self.span,
            stamp: Stamp { text: self.stamp, seconds: stamp::seconds(self.stamp) },
            ..Line::default()
        };
        let id = Some(self.message_id).filter(|id| !id.is_empty());
        let Some(state) = state(self.event) else {
            if let Some(id) = id {
                if !self.sender.is_empty() {
                    table.sender(id, self.sender);
                }
                table.step(&line, id, step(self.event), &format!("{} {}", self.event, self.server));
            }
            return;
        };
        // A status for each recipient, in the same order; or one for all.
        let statuses: Vec<&str> =
            self.status.split("';'").map(|status| status.trim_matches(['{', '}', '\'', ' '])).collect();
        let statuses = if statuses.len() > 1 {
            statuses
        } else {
            self.status.split(';').map(|status| status.trim_matches(['{', '}', '\'', ' '])).collect()
        };
        let recipients: Vec<&str> = addresses(self.recipients).collect();
        for (at, recipient) in recipients.iter().enumerate() {
            let words = if statuses.len() == recipients.len() {
                statuses.get(at).copied().unwrap_or_default()
            } else {
                self.status
            };
            // `[{LED=550 5.1.1 no};{MSG=};{FQDN=mx.example.net};{IP=192.0.2.5};{LRT=}]`
            let words = between(words, "{LED=", "};{").or_else(|| between(words, "{LED=", "}")).unwrap_or(words);
            let (code, enhanced) = leading_codes(words);
            let relay = between(self.status, "{FQDN=", "}").filter(|relay| !relay.is_empty()).unwrap_or(self.server);
            table.delivery(
                &line,
                Said {
                    queue_id: id,
                    recipient: Some(recipient),
                    sender: Some(self.sender).filter(|sender| !sender.is_empty()),
                    state,
                    code,
                    enhanced,
                    relay: Some(relay).filter(|relay| !relay.is_empty() && *relay != "-"),
                    words: words.into(),
                    ..Said::default()
                },
            );
        }
    }
}

/// The addresses of a cell: `{kim@example.com, jo@example.com}`, `kim@example.com;jo@example.com`.
fn addresses(cell: &str) -> impl Iterator<Item = &str> {
    cell.trim_matches(['{', '}'])
        .split([';', ','])
        .filter_map(|address| bare(address.trim_matches(['\'', '"', ' '])))
        .filter(|address| *address != "...")
}

fn read(text: &str, table: &mut Table) -> Option<usize> {
    let mut csv = Csv::with(text, &["eventid", "recipientstatus"])?;
    if !csv.has("recipientaddress") && !csv.has("recipients") {
        return None;
    }
    let mut rows = 0;
    while let Some(row) = csv.next() {
        rows += 1;
        Event {
            event: csv.cell(&row, "eventid"),
            message_id: csv.first(&row, &["messageid", "internalmessageid"]),
            sender: csv.first(&row, &["senderaddress", "sender"]),
            recipients: csv.first(&row, &["recipientaddress", "recipients"]),
            status: csv.cell(&row, "recipientstatus"),
            server: csv.first(&row, &["serverhostname", "serverip"]),
            stamp: csv.first(&row, &["datetime", "timestamp"]),
            span: row.span,
        }
        .tell(table);
    }
    Some(rows)
}

/// `Get-MessageTrackingLog … | Format-List`, or its table: `EventId Source Sender Recipients MessageSubject`.
fn list(text: &str, table: &mut Table) -> Option<usize> {
    let head = text.get(..text.floor_char_boundary(HEAD)).unwrap_or_default();
    // A look at the beginning spares the reading of a long log that is something else.
    if !holds(head, "EventId") && !holds(head, "Event ") {
        return None;
    }
    listed(text, table).or_else(|| columns(text, table))
}

fn listed(text: &str, table: &mut Table) -> Option<usize> {
    let mut count = 0;
    for block in blocks(text) {
        let event = block.get("eventid").or_else(|| block.get("event"));
        let (Some(event), Some(_)) = (event, block.get("recipients").or_else(|| block.get("recipientstatus"))) else {
            continue;
        };
        count += 1;
        Event {
            event,
            message_id: block.get("messageid").unwrap_or_default(),
            sender: block.get("sender").unwrap_or_default(),
            recipients: block.get("recipients").unwrap_or_default(),
            status: block.get("recipientstatus").unwrap_or_default(),
            server: block.get("serverhostname").unwrap_or_default(),
            stamp: block.get("timestamp").unwrap_or_default(),
            span: block.span,
        }
        .tell(table);
    }
    (count > 0).then_some(count)
}

/// The default table of PowerShell; it cuts long cells off with three dots, and an address that is cut off names nobody.
fn columns(text: &str, table: &mut Table) -> Option<usize> {
    let (mut at, mut count, mut is_open) = (0, 0, false);
    for line in text.split_inclusive('\n') {
        let span = Span::new(at, at + line.trim_end().len());
        at += line.len();
        let open = line.trim();
        if open.starts_with("EventId") && open.contains("Source") && open.contains("Recipients") {
            is_open = true;
            continue;
        }
        if !is_open || open.is_empty() || open.starts_with('-') {
            continue;
        }
        let event = open.split(' ').next().unwrap_or_default();
        let recipients = between(open, "{", "}").unwrap_or_default();
        count += 1;
        if !recipients.contains("...") && !recipients.contains('…') {
            Event { event, recipients, span, ..Event::default() }.tell(table);
        }
    }
    (count > 0).then_some(count)
}
