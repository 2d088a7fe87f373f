//! OpenSMTPD: since version 6, and the form `relay: Ok for …` of version 5.
//!
//! ```text
//! smtpd[1]: 5df87c mta delivery evpid=f6e942 from=<a@a.example> to=<b@b.example> rcpt=<-> source="192.0.2.1" relay="192.0.2.5 (mx)" delay=2s result="Ok" stat="250 2.0.0 OK"
//! smtpd[1]: 5df87c smtp failed-command command="RCPT TO:<x@b.example>" result="550 Invalid recipient: <x@b.example>"
//! ```

use super::{Format, Plain, leading_codes};
use crate::log::facts::State;
use crate::log::line::{Line, bare, between, holds, value};
use crate::log::table::{Said, Table};

pub(super) const FORMAT: Format = Format { name: "OpenSMTPD", wrote, reader: || Box::new(Plain(line)) };

fn wrote(line: &Line<'_>) -> bool {
    line.program == "smtpd" || line.program == "opensmtpd"
}

fn line(line: &Line<'_>, table: &mut Table) -> bool {
    let said = line.said;
    if holds(said, " result=") && holds(said, "evpid=") || holds(said, "event=delivery") {
        return delivery(line, said, table);
    }
    if let Some(old) = said.strip_prefix("relay: ").or_else(|| said.strip_prefix("delivery: ")) {
        return old_delivery(line, old, table);
    }
    if holds(said, "failed-command") {
        let words = value(said, "result=").unwrap_or_default();
        let command = value(said, "command=").unwrap_or_default();
        let (code, enhanced) = leading_codes(words);
        let head = command.get(..8).unwrap_or_default();
        if head.eq_ignore_ascii_case("RCPT TO:") {
            let recipient = between(command, "<", ">").and_then(bare);
            let said =
                Said { recipient, state: State::Rejected, code, enhanced, words: words.into(), ..Said::default() };
            table.delivery(line, said);
        }
        return true;
    }
    if let Some(id) = value(said, "evpid=")
        && holds(said, "envelope")
    {
        if let Some(sender) = between(said, " from=<", ">") {
            table.sender(id, sender);
        }
        table.step(line, id, "accepted from", said);
        return true;
    }
    [" smtp ", " mta ", " mda ", " mdaemon ", "info: ", "warn: "].iter().any(|mark| holds(said, mark))
        || said.starts_with("smtp ")
        || said.starts_with("mta ")
}

fn delivery(line: &Line<'_>, said: &str, table: &mut Table) -> bool {
    let Some(state) = value(said, " result=").map(state) else { return true };
    let Some(state) = state else { return true };
    let words = value_to_end(said, "stat=");
    let (code, enhanced) = leading_codes(words);
    table.delivery(
        line,
        Said {
            queue_id: value(said, "evpid="),
            recipient: between(said, " to=<", ">").and_then(bare),
            sender: between(said, " from=<", ">"),
            state,
            code,
            enhanced,
            relay: value(said, " relay=").filter(|relay| !relay.is_empty() && *relay != "-"),
            words: words.into(),
            ..Said::default()
        },
    );
    true
}

/// The last value of a line: it may have blanks without quotes.
fn value_to_end<'a>(said: &'a str, key: &str) -> &'a str {
    let rest = crate::log::line::behind(said, key).unwrap_or_default();
    match rest.strip_prefix('"') {
        Some(quoted) => quoted.strip_suffix('"').unwrap_or(quoted),
        None => rest,
    }
}

fn state(word: &str) -> Option<State> {
    Some(match word {
        "Ok" => State::Sent,
        "TempFail" => State::Deferred,
        "PermFail" | "Loop" => State::Bounced,
        "Expired" => State::Expired,
        _ => return None,
    })
}

/// `relay: Ok for 1a2b3c: session=…, from=<a>, to=<b>, rcpt=<->, source=…, relay=192.0.2.5 (mx), delay=2s, stat=250 ok`
fn old_delivery(line: &Line<'_>, said: &str, table: &mut Table) -> bool {
    let Some((word, rest)) = said.split_once(" for ") else { return true };
    let Some(state) = state(word) else { return true };
    let id = rest.split([':', ' ']).next().unwrap_or_default();
    let words = value_to_end(rest, "stat=");
    let (code, enhanced) = leading_codes(words);
    table.delivery(
        line,
        Said {
            queue_id: Some(id),
            recipient: between(rest, " to=<", ">").and_then(bare),
            sender: between(rest, " from=<", ">"),
            state,
            code,
            enhanced,
            relay: between(rest, " relay=", ", ").filter(|relay| *relay != "-"),
            words: words.into(),
            ..Said::default()
        },
    );
    true
}
