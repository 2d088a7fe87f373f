//! Google Workspace's email log search, as it is exported: one row an event.
//!
//! ```text
//! Message ID,Start date,End date,Sender,…,Recipient address,Event target,Event date,Event status,…,Event SMTP reply code,Event description
//! ```

use super::{Sheet, leading_codes};
use crate::log::csv::Csv;
use crate::log::facts::State;
use crate::log::line::{Line, bare};
use crate::log::stamp::{self, Stamp};
use crate::log::table::{Said, Table};

pub(super) const SHEET: Sheet = Sheet { name: "Google Workspace email log search", read };

fn state(status: &str) -> Option<State> {
    let status = status.to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| status.contains(word));
    Some(if has(&["undeliver", "bounc", "fail"]) {
        State::Bounced
    } else if has(&["reject", "drop", "blocked"]) {
        State::Rejected
    } else if has(&["defer", "delay", "temporar", "retry"]) {
        State::Deferred
    } else if has(&["deliver", "insert", "sent", "accepted"]) {
        State::Sent
    } else {
        return None;
    })
}

fn read(text: &str, table: &mut Table) -> Option<usize> {
    let mut csv = Csv::with(text, &["messageid", "eventstatus", "recipientaddress"])?;
    let mut rows = 0;
    while let Some(row) = csv.next() {
        rows += 1;
        let id = csv.cell(&row, "messageid");
        let at = csv.first(&row, &["eventdate", "enddate", "startdate"]);
        let line = Line { span: row.span, stamp: Stamp { text: at, seconds: stamp::seconds(at) }, ..Line::default() };
        let status = csv.cell(&row, "eventstatus");
        let description = csv.cell(&row, "eventdescription");
        let Some(state) = state(status) else {
            table.step(&line, id, "noted", &format!("{status} {description}"));
            continue;
        };
        let code = Some(csv.cell(&row, "eventsmtpreplycode")).filter(|code| code.len() == 3);
        let (own, enhanced) = leading_codes(description);
        let target = csv.first(&row, &["eventtargetipaddress", "eventtarget"]);
        let words = if description.is_empty() { status } else { description };
        for recipient in csv.cell(&row, "recipientaddress").split([',', ';']).filter_map(bare) {
            table.delivery(
                &line,
                Said {
                    queue_id: Some(id).filter(|id| !id.is_empty()),
                    recipient: Some(recipient),
                    sender: Some(csv.cell(&row, "sender")).filter(|sender| !sender.is_empty()),
                    state,
                    code: code.or(own),
                    enhanced,
                    relay: Some(target).filter(|target| !target.is_empty()),
                    words: words.into(),
                    ..Said::default()
                },
            );
        }
    }
    Some(rows)
}
