//! Haraka: recipients that it refused, and deliveries of its outbound queue, which name hosts and no recipients.
//!
//! ```text
//! [NOTICE] [3F4B.1] [core] recipient <kim@example.com> code=DENY msg="no such user" sender="lee@example.org"
//! [NOTICE] [3F4B.1.1] [outbound] delivered file=12_34 domain=example.com host=mx.example.com ip=192.0.2.9 port=25 response="250 Ok" rcpts=1/0/0
//! ```

use super::{Format, Plain, leading_codes};
use crate::log::facts::State;
use crate::log::line::{Line, bare, between, holds, value};
use crate::log::table::{Said, Table};

pub(super) const FORMAT: Format = Format { name: "Haraka", wrote, reader: || Box::new(Plain(line)) };

const LEVELS: [&str; 9] = [
    "[DEBUG] [",
    "[INFO] [",
    "[NOTICE] [",
    "[WARN] [",
    "[ERROR] [",
    "[CRIT] [",
    "[PROTOCOL] [",
    "[ALERT] [",
    "[EMERG] [",
];

fn wrote(line: &Line<'_>) -> bool {
    line.program.starts_with("haraka") || LEVELS.iter().any(|level| line.said.starts_with(level))
}

fn line(line: &Line<'_>, table: &mut Table) -> bool {
    let Some((_, rest)) = line.said.split_once("] [") else { return true };
    let Some((id, rest)) = rest.split_once("] [") else { return true };
    let Some((_, said)) = rest.split_once("] ") else { return true };
    let queue_id = (id != "-" && !id.is_empty()).then_some(id);
    if let Some(rest) = said.strip_prefix("recipient <") {
        let Some((recipient, fields)) = rest.split_once('>') else { return true };
        let words = value(fields, " msg=").unwrap_or_default();
        let (code, enhanced) = leading_codes(words);
        if value(fields, " code=").is_some_and(|code| code.starts_with("DENY")) {
            let sender = value(fields, " sender=");
            let said = Said {
                queue_id,
                recipient: bare(recipient),
                sender,
                state: State::Rejected,
                code,
                enhanced,
                words: words.into(),
                ..Said::default()
            };
            table.delivery(line, said);
        }
        return true;
    }
    let Some(id) = queue_id else { return true };
    let state = if said.starts_with("delivered ") {
        State::Sent
    } else if said.starts_with("temp fail") || said.starts_with("Temp fail") {
        State::Deferred
    } else if said.starts_with("bounced ") || said.starts_with("bounce ") {
        State::Bounced
    } else {
        if holds(said, "message") || holds(said, "queue") || said.starts_with("sender <") {
            table.step(line, id, "noted", said);
        }
        return true;
    };
    let words = value(said, " response=").or_else(|| between(said, "error: ", "\"")).unwrap_or(said);
    let (code, enhanced) = leading_codes(words);
    let relay = value(said, " host=");
    table.delivery(
        line,
        Said { queue_id: Some(id), state, code, enhanced, relay, words: words.into(), ..Said::default() },
    );
    true
}
