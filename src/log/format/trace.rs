//! The message trace of Microsoft 365: both CSV forms, and the lists of `Get-MessageTrace` and `Get-MessageTraceV2`.
//!
//! ```text
//! origin_timestamp_utc,sender_address,recipient_status,message_subject,…,message_id
//! 2026-02-13T21:23:21Z,lee@example.org,kim@example.com##Receive, Deliver;jo@example.com##Failed,Hello,…,<1@example.org>
//!
//! Received,SenderAddress,RecipientAddress,Subject,Status,…
//! ```

use super::{Sheet, leading_codes};
use crate::finding::Span;
use crate::log::csv::Csv;
use crate::log::facts::State;
use crate::log::line::{HEAD, Line, bare, holds};
use crate::log::stamp::{self, Stamp};
use crate::log::table::{Said, Table};
use crate::source::blocks;

pub(super) const SHEET: Sheet = Sheet { name: "Microsoft 365 message trace", read };

/// The state that the trace's words come to, and what it says of a message that is held.
fn state(status: &str) -> Option<(State, Option<&'static str>)> {
    // `Receive, Deliver`: the last event decides.
    let last = status.rsplit(',').next().unwrap_or_default().trim();
    Some(match last.to_ascii_lowercase().replace(' ', "").as_str() {
        "delivered" | "deliver" | "filteredasspam" | "send" | "sendexternal" | "expanded" | "expand" | "resolved" => {
            (State::Sent, None)
        }
        "failed" | "fail" | "drop" => (State::Bounced, None),
        "pending" | "defer" | "deferred" => (State::Deferred, None),
        "quarantined" | "quarantine" => (State::Queued, Some("quarantined")),
        "gettingstatus" | "receive" | "submit" | "none" | "transfer" => (State::Queued, Some("no result yet")),
        _ => return None,
    })
}

fn read(text: &str, table: &mut Table) -> Option<usize> {
    rows(text, table).or_else(|| list(text, table))
}

fn rows(text: &str, table: &mut Table) -> Option<usize> {
    if let Some(mut csv) = Csv::with(text, &["recipientstatus", "senderaddress"]).filter(|csv| !csv.has("eventid")) {
        let mut count = 0;
        while let Some(row) = csv.next() {
            count += 1;
            let id = csv.first(&row, &["messageid", "messagetraceid", "networkmessageid"]);
            let stamp = csv.first(&row, &["origintimestamputc", "origintimestamp", "received", "datetimeutc"]);
            let cell = csv.cell(&row, "recipientstatus");
            for each in cell.split(';') {
                let Some((recipient, status)) = each.split_once("##") else { continue };
                tell(table, row.span, id, stamp, csv.cell(&row, "senderaddress"), recipient, status, "");
            }
        }
        return Some(count);
    }
    let mut csv = Csv::with(text, &["recipientaddress", "status"])
        .filter(|csv| csv.has("senderaddress") || csv.has("messagetraceid"))?;
    let mut count = 0;
    while let Some(row) = csv.next() {
        count += 1;
        let id = csv.first(&row, &["messageid", "messagetraceid"]);
        let stamp = csv.first(&row, &["received", "date", "datetimeutc"]);
        let (sender, recipient) = (csv.cell(&row, "senderaddress"), csv.cell(&row, "recipientaddress"));
        for recipient in recipient.split(';') {
            tell(table, row.span, id, stamp, sender, recipient, csv.cell(&row, "status"), csv.cell(&row, "detail"));
        }
    }
    Some(count)
}

#[allow(clippy::too_many_arguments, reason = "the cells of one row")]
fn tell(table: &mut Table, span: Span, id: &str, at: &str, sender: &str, recipient: &str, status: &str, detail: &str) {
    let Some((state, queue)) = state(status) else { return };
    let line = Line { span, stamp: Stamp { text: at, seconds: stamp::seconds(at) }, ..Line::default() };
    let (code, enhanced) = leading_codes(detail);
    let Some(recipient) = bare(recipient) else { return };
    table.delivery(
        &line,
        Said {
            queue_id: Some(id).filter(|id| !id.is_empty()),
            recipient: Some(recipient),
            sender: Some(sender).filter(|sender| !sender.is_empty()),
            state,
            code,
            enhanced,
            words: detail.into(),
            queue,
            ..Said::default()
        },
    );
}

fn list(text: &str, table: &mut Table) -> Option<usize> {
    if !holds(text.get(..text.floor_char_boundary(HEAD)).unwrap_or_default(), "RecipientAddress") {
        return None;
    }
    let mut count = 0;
    for block in blocks(text) {
        let (Some(recipient), Some(status)) = (block.get("recipientaddress"), block.get("status")) else { continue };
        count += 1;
        let id = block.get("messageid").or_else(|| block.get("messagetraceid")).unwrap_or_default();
        let stamp = block.get("received").unwrap_or_default();
        let sender = block.get("senderaddress").unwrap_or_default();
        tell(table, block.span, id, stamp, sender, recipient, status, block.get("detail").unwrap_or_default());
    }
    (count > 0).then_some(count)
}
