//! OpenSMTPD: `smtpctl show queue`.
//!
//! ```text
//! 1a2b3c4d5e6f7081|inet4|mta|auth|kim@example.com|jo@example.net|jo@example.net|1700000000|1700345600|1700001800|3|pending|1200|451 4.7.1 Greylisted
//! ```

use super::{Entry, Listing, lines};
use crate::log::line::{bare, is_token};
use crate::log::table::Table;

pub(super) const LISTING: Listing = Listing {
    name: "OpenSMTPD queue",
    begins: |head| head.lines().next().is_some_and(|line| cells(line).is_some()),
    read,
};

fn cells(line: &str) -> Option<Vec<&str>> {
    let cells: Vec<&str> = line.splitn(14, '|').collect();
    let is_id = cells
        .first()
        .is_some_and(|id| is_token(id) || id.len() == 16 && id.bytes().all(|byte| byte.is_ascii_hexdigit()));
    (cells.len() >= 13 && is_id).then_some(cells)
}

fn read(text: &str, table: &mut Table) -> usize {
    let mut understood = 0;
    for (line, span) in lines(text) {
        let Some(cells) = cells(line) else { continue };
        understood += 1;
        let cell = |at: usize| cells.get(at).copied().unwrap_or_default();
        let arrival = cell(7).parse().ok().and_then(|seconds| chrono::DateTime::from_timestamp(seconds, 0));
        let arrival = arrival.map(|time| time.format("%Y-%m-%dT%H:%M:%SZ").to_string()).unwrap_or_default();
        let entry = Entry {
            id: cell(0),
            sender: Some(cell(4)),
            arrival: &arrival,
            queue: cell(11),
            reason: cell(13).to_owned(),
            span,
        };
        if let Some(recipient) = bare(cell(6)).or_else(|| bare(cell(5))) {
            entry.recipient(recipient, span, table);
        }
    }
    understood
}
