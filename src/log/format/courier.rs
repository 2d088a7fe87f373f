//! Courier.
//!
//! ```text
//! courieresmtpd: error,relay=::ffff:192.0.2.7,from=<lee@example.org>,to=<kim@example.com>: 550 User unknown.
//! courieresmtp: id=000A.0001,from=<lee@example.org>,addr=<kim@example.com>,size=512,success: delivered: mx.example.com
//! ```

use super::{Format, Plain, leading_codes};
use crate::log::facts::State;
use crate::log::line::{Line, bare, behind, between, holds};
use crate::log::table::{Said, Table};

pub(super) const FORMAT: Format = Format { name: "Courier", wrote, reader: || Box::new(Plain(line)) };

fn wrote(line: &Line<'_>) -> bool {
    line.program.starts_with("courier")
}

fn line(line: &Line<'_>, table: &mut Table) -> bool {
    let said = line.said;
    if said.starts_with("error,") {
        let words =
            between(said, "to=<", ">").and_then(|to| behind(said, to)).and_then(|rest| rest.strip_prefix(">: "));
        let words = words.unwrap_or_default();
        let (code, enhanced) = leading_codes(words);
        if words.is_empty() {
            return true;
        }
        table.delivery(
            line,
            Said {
                recipient: between(said, ",to=<", ">").and_then(bare),
                sender: between(said, ",from=<", ">"),
                client: between(said, "relay=", ","),
                state: State::Rejected,
                code,
                enhanced,
                words: words.into(),
                ..Said::default()
            },
        );
        return true;
    }
    let Some(id) = between(said, "id=", ",") else { return true };
    let Some(recipient) = between(said, ",addr=<", ">").and_then(bare) else {
        table.step(line, id, "noted", said);
        return true;
    };
    let state = if holds(said, ",success: ") || holds(said, ",status: success") {
        State::Sent
    } else if holds(said, ",status: deferred") {
        State::Deferred
    } else if holds(said, ",status: failure") {
        State::Bounced
    } else {
        table.step(line, id, "noted", said);
        return true;
    };
    let words = behind(said, "success: ").or_else(|| between(said, ">: ", ",status:")).unwrap_or_default();
    let (code, enhanced) = leading_codes(words);
    let sender = between(said, ",from=<", ">");
    let said = Said {
        queue_id: Some(id),
        recipient: Some(recipient),
        sender,
        state,
        code,
        enhanced,
        words: words.into(),
        ..Said::default()
    };
    table.delivery(line, said);
    true
}
