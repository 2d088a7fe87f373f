//! amavis: what it did with a message.
//!
//! ```text
//! amavis[1]: (01-02) Blocked SPAM {RejectedInbound,Quarantined}, [192.0.2.7]:4242 <lee@example.org> -> <kim@example.com>, Queue-ID: 4VTx1N, Hits: 21.4, …
//! ```

use super::{Format, Plain};
use crate::log::facts::State;
use crate::log::line::{Line, bare, behind, between, holds};
use crate::log::table::{Said, Table};

pub(super) const FORMAT: Format = Format { name: "amavis", wrote, reader: || Box::new(Plain(line)) };

fn wrote(line: &Line<'_>) -> bool {
    line.program.starts_with("amavis")
}

fn line(line: &Line<'_>, table: &mut Table) -> bool {
    let said = line.said.strip_prefix('(').and_then(|rest| rest.split_once(") ")).map_or(line.said, |(_, said)| said);
    let is_verdict = said.starts_with("Blocked ") || said.starts_with("Passed ");
    if !is_verdict {
        return true;
    }
    let queue_id = between(said, "Queue-ID: ", ",");
    let verdict = said.split(", ").next().unwrap_or_default();
    if let Some(id) = queue_id {
        table.step(line, id, "filtered", &format!("amavis: {verdict}"));
    }
    // What is discarded is answered with 250: the server that handed it over says "sent".
    let state = if !said.starts_with("Blocked ") {
        return true;
    } else if holds(verdict, "Rejected") {
        State::Rejected
    } else if holds(verdict, "Bounced") {
        State::Bounced
    } else if holds(verdict, "TempFailed") {
        State::Deferred
    } else {
        return true;
    };
    let Some((_, rest)) = said.split_once(" -> ") else { return true };
    let recipients = rest.split(", ").next().unwrap_or_default();
    let sender = behind(said.split(" -> ").next().unwrap_or_default(), " <").map(|sender| sender.trim_end_matches('>'));
    for recipient in recipients.split(',').filter_map(bare) {
        let said =
            Said { queue_id, recipient: Some(recipient), sender, state, words: verdict.into(), ..Said::default() };
        table.delivery(line, said);
    }
    true
}
