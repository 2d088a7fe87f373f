//! Sendmail.
//!
//! ```text
//! sm-mta[1]: 4051FU: to=<a@example.net>,<b@example.net>, delay=00:00:03, mailer=esmtp, relay=mx.example.net. [192.0.2.5], dsn=2.0.0, stat=Sent (ok)
//! sm-mta[2]: s1P819: ruleset=check_rcpt, arg1=<kim@example.com>, relay=[192.0.2.7], reject=550 5.7.1 <kim@example.com>... Relaying denied
//! ```

use super::{Format, Plain, leading_codes, status};
use crate::log::facts::State;
use crate::log::line::{Line, bare, behind, between, holds};
use crate::log::table::{Said, Table};

pub(super) const FORMAT: Format = Format { name: "sendmail", wrote, reader: || Box::new(Plain(line)) };

fn wrote(line: &Line<'_>) -> bool {
    line.program.starts_with("sm-") || line.program.starts_with("sendmail") || line.program.starts_with("sm.")
}

fn line(line: &Line<'_>, table: &mut Table) -> bool {
    let Some((id, rest)) = line.said.split_once(": ") else { return line.said.starts_with("ruleset=") };
    let is_id = (8..=20).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if line.said.starts_with("ruleset=") {
        return refused(line, None, line.said, table);
    }
    if !is_id {
        return line.said.starts_with("STARTTLS") || line.said.starts_with("AUTH") || line.said.starts_with("NOQUEUE");
    }
    if let Some(fields) = rest.strip_prefix("to=") {
        delivery(line, id, fields, table);
    } else if rest.starts_with("ruleset=") {
        return refused(line, Some(id), rest, table);
    } else if rest.starts_with('<') && holds(rest, ">... ") {
        // `<kim@example.com>... User unknown`
        let (recipient, words) = rest.split_once(">... ").unwrap_or((rest, ""));
        let (code, enhanced) = leading_codes(words);
        let recipient = bare(recipient.trim_start_matches('<'));
        let said = Said {
            queue_id: Some(id),
            recipient,
            state: State::Rejected,
            code,
            enhanced,
            words: words.into(),
            ..Said::default()
        };
        table.delivery(line, said);
    } else if let Some(fields) = rest.strip_prefix("from=") {
        let sender = fields.split(", ").next().unwrap_or_default();
        table.sender(id, sender.trim_matches(['<', '>']));
        table.step(line, id, "accepted from", rest);
    } else if let Some(words) = rest.strip_prefix("Milter: data, reject=").or_else(|| between_milter(rest)) {
        let (code, enhanced) = leading_codes(words);
        let recipient = between(rest, "to=<", ">").and_then(bare);
        let said = Said {
            queue_id: Some(id),
            recipient,
            state: State::Rejected,
            code,
            enhanced,
            words: words.into(),
            ..Said::default()
        };
        table.delivery(line, said);
    } else {
        table.step(line, id, "noted", rest);
    }
    true
}

/// `Milter: to=<kim@example.com>, reject=550 5.7.1 no`
fn between_milter(rest: &str) -> Option<&str> {
    behind(rest.strip_prefix("Milter: ")?, "reject=")
}

fn delivery(line: &Line<'_>, id: &str, fields: &str, table: &mut Table) {
    // Addresses are parted by commas, fields by a comma and a blank.
    let (recipients, rest) = split_recipients(fields);
    let Some(stat) = behind(rest, "stat=") else { return };
    let dsn = status(between(rest, "dsn=", ","));
    let reply = between(rest, " reply=", ", stat=").unwrap_or_default();
    let state = if stat.starts_with("Sent") {
        State::Sent
    } else if stat.starts_with("Deferred") || dsn.is_some_and(|dsn| dsn.starts_with('4')) {
        State::Deferred
    } else if stat.starts_with("queued") {
        State::Queued
    } else if holds(stat, "message timed out")
        || holds(stat, "could not send for past")
        || holds(stat, "Cannot send message for")
    {
        State::Expired
    } else {
        State::Bounced
    };
    let words = stat.strip_prefix("Deferred: ").unwrap_or(stat);
    let code = leading_codes(reply).0.or_else(|| leading_codes(words).0);
    let relay = between(rest, " relay=", ", ").filter(|relay| !relay.is_empty());
    for recipient in recipients.filter_map(bare) {
        table.delivery(
            line,
            Said {
                queue_id: Some(id),
                recipient: Some(recipient),
                state,
                code,
                enhanced: dsn,
                relay,
                words: words.into(),
                ..Said::default()
            },
        );
    }
}

/// The recipients that `to=` names, and the fields behind them.
fn split_recipients(fields: &str) -> (impl Iterator<Item = &str>, &str) {
    let end = fields.find(", ").unwrap_or(fields.len());
    let (recipients, rest) = fields.split_at_checked(end).unwrap_or((fields, ""));
    (recipients.split(','), rest)
}

/// A rule of the server that refused: of a recipient, a sender or a connection.
fn refused(line: &Line<'_>, id: Option<&str>, rest: &str, table: &mut Table) -> bool {
    let Some(words) = behind(rest, "reject=") else { return true };
    let (code, enhanced) = leading_codes(words);
    let argument = between(rest, "arg1=", ", ").and_then(bare);
    // Only the rule for recipients has one as its argument.
    let is_recipient = rest.starts_with("ruleset=check_rcpt") || rest.starts_with("ruleset=check_compat");
    let is_sender = rest.starts_with("ruleset=check_mail");
    table.delivery(
        line,
        Said {
            queue_id: id,
            recipient: argument.filter(|_| is_recipient),
            sender: argument.filter(|_| is_sender),
            state: State::Rejected,
            code,
            enhanced,
            client: between(rest, "relay=", ", reject="),
            words: words.into(),
            ..Said::default()
        },
    );
    true
}
