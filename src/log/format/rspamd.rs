//! rspamd: the line that it writes of each message.
//!
//! ```text
//! rspamd_task_write_log: id: <1@example.org>, qid: <4VTx1N>, ip: 192.0.2.7, from: <lee@example.org>, (default: T (reject): [21.4/15.0] [BAYES_SPAM(5.1){…}]), len: 900, …, rcpts: <kim@example.com>,<jo@example.com>, …
//! ```

use super::{Format, Plain};
use crate::log::facts::State;
use crate::log::line::{Line, bare, behind, between, holds};
use crate::log::table::{Said, Table};

pub(super) const FORMAT: Format = Format { name: "rspamd", wrote, reader: || Box::new(Plain(line)) };

fn wrote(line: &Line<'_>) -> bool {
    line.program.starts_with("rspamd") || holds(line.said, "rspamd_task_write_log")
}

fn line(line: &Line<'_>, table: &mut Table) -> bool {
    let said = line.said;
    if !holds(said, "task_write_log") {
        return true;
    }
    let queue_id = between(said, "qid: <", ">").filter(|id| !id.is_empty() && *id != "undef");
    // `(default: T (reject): [21.4/15.0]`
    let verdict = between(said, "): [", "]").map(|score| format!("spam score {score}")).unwrap_or_default();
    let action = behind(said, ": F (")
        .or_else(|| behind(said, ": T ("))
        .or_else(|| behind(said, ": S ("))
        .and_then(|rest| rest.split(')').next());
    let action = action.unwrap_or_default();
    if let Some(id) = queue_id {
        table.step(line, id, "filtered", &format!("rspamd: {action}, {verdict}"));
    }
    if !matches!(action, "reject" | "soft reject" | "greylist") {
        return true;
    }
    let words = match between(said, "forced: ", "]") {
        Some(forced) => format!("rspamd: {action} ({forced})"),
        None if action == "greylist" => format!("rspamd: greylisted, {verdict}"),
        None => format!("rspamd: {action}, {verdict}"),
    };
    let sender = between(said, " from: <", ">");
    let recipients = between(said, "rcpts: <", ">, ").or_else(|| behind(said, "rcpts: <")).unwrap_or_default();
    for recipient in recipients.trim_end_matches('>').split(">,<").filter_map(bare) {
        let state = State::Rejected;
        let said = Said {
            queue_id,
            recipient: Some(recipient),
            sender,
            state,
            words: words.as_str().into(),
            ..Said::default()
        };
        table.delivery(line, said);
    }
    true
}
