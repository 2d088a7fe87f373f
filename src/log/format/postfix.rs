//! Postfix: every daemon that says what becomes of a message.
//!
//! ```text
//! postfix/smtpd[1]: 4VTx1N: client=mx.example.net[192.0.2.5]
//! postfix/smtp[2]: 4VTx1N: to=<kim@example.com>, relay=mx.example.com[192.0.2.9]:25, delay=1, dsn=2.0.0, status=sent (250 2.0.0 Ok)
//! postfix/qmgr[3]: 4VTx1N: from=<lee@example.org>, status=expired, returned to sender
//! postfix/smtpd[4]: NOQUEUE: reject: RCPT from unknown[192.0.2.7]: 450 4.7.1 <x>: no; from=<a> to=<b> proto=ESMTP helo=<x>
//! ```

use memchr::memmem;

use super::{Format, Plain, leading_codes, status};
use crate::log::facts::State;
use crate::log::line::{Line, bare, behind, between, holds, is_token};
use crate::log::table::{Said, Table};

pub(super) const FORMAT: Format = Format { name: "Postfix", wrote, reader: || Box::new(Plain(line)) };

fn wrote(line: &Line<'_>) -> bool {
    let first = line.program.split('/').next().unwrap_or_default();
    // An instance of Postfix has a name of its own behind the first: `postfix-out/smtp`.
    first == "postfix"
        || first.starts_with("postfix-")
        || first.starts_with("postfix.")
        || line.program.starts_with("postfix")
}

fn line(line: &Line<'_>, table: &mut Table) -> bool {
    let said = line.said;
    let Some((id, rest)) = id(said) else { return other(line, said, table) };
    let queue_id = (id != "NOQUEUE").then_some(id);
    if rest.starts_with("to=<") {
        return delivery(line, id, rest, table);
    }
    if let Some(sender) = rest.strip_prefix("from=<") {
        let sender = sender.split_once(">, ").map_or(sender, |(sender, _)| sender);
        if let Some(status) = between(rest, "status=", ",").or_else(|| behind(rest, "status=")) {
            if status == "expired" || status == "force-expired" {
                let words = behind(rest, "status=").unwrap_or_default();
                table.expire(line, id, Some(sender), words);
            }
            return true;
        }
        table.sender(id, sender);
        table.step(line, id, "queued", rest);
        return true;
    }
    if let Some((verb, rest)) = rest.split_once(": ") {
        match verb {
            "reject" | "milter-reject" | "proxy-reject" => return rejected(line, queue_id, verb, rest, table),
            "hold"
            | "milter-hold"
            | "filter"
            | "redirect"
            | "discard"
            | "milter-discard"
            | "quarantine"
            | "milter-header-redirect"
            | "bcc"
            | "prepend"
            | "replace"
            | "strip"
            | "warn"
            | "warning"
            | "info"
            | "reject_warning"
            | "milter-header-add"
            | "client_restriction" => {
                if let Some(id) = queue_id {
                    let what = if verb.ends_with("hold") { "held" } else { "filtered" };
                    table.step(line, id, what, rest);
                }
                return true;
            }
            _ => {}
        }
    }
    let Some(id) = queue_id else { return true };
    if let Some(client) = rest.strip_prefix("client=") {
        table.step(line, id, "accepted from", client);
    } else if rest.starts_with("uid=") {
        if let Some(sender) = between(rest, "from=<", ">") {
            table.sender(id, sender);
        }
        table.step(line, id, "accepted from", rest);
    } else if rest.starts_with("message-id=") || rest.starts_with("resent-message-id=") {
        table.step(line, id, "named", rest);
    } else if rest == "removed" {
        table.step(line, id, "removed from the queue", "");
    } else if rest.starts_with("sender ") && holds(rest, "notification: ") {
        table.step(line, id, "notice sent", rest);
    } else if rest.starts_with("host ") || rest.starts_with("lost connection") || rest.starts_with("conversation with")
    {
        table.step(line, id, "a host would not take it", rest);
    } else {
        return line.program.contains('/');
    }
    true
}

/// The queue id that a message begins with, and the rest: `4VTx1N: …`, `NOQUEUE: …`.
fn id(said: &str) -> Option<(&str, &str)> {
    let end = said.bytes().take(24).position(|byte| byte == b':')?;
    let (id, rest) = said.split_at_checked(end)?;
    let is_id = (id.len() >= 5 || is_token(id)) && id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let rest = rest.strip_prefix(": ")?;
    (is_id && id != "warning" && id != "fatal" && id != "error" && id != "panic" && id != "statistics")
        .then_some((id, rest))
}

/// Lines without a queue id: connections, TLS, warnings. They refuse nothing.
fn other(line: &Line<'_>, said: &str, table: &mut Table) -> bool {
    if let Some(rest) = said.strip_prefix("proxy-reject: ") {
        return rejected(line, None, "proxy-reject", rest, table);
    }
    // `lost connection after AUTH from host[192.0.2.7]`: the client left, of the server nothing is said.
    let left = said.strip_prefix("lost connection after ").or_else(|| said.strip_prefix("timeout after "));
    if let Some((step, _)) = left.and_then(|rest| rest.split_once(" from ")) {
        table.left(line, step.split(' ').next().unwrap_or(step));
    } else if said.starts_with("warning: ") && holds(said, ": SASL ") && holds(said, " authentication failed") {
        table.left(line, "login");
    }
    line.program.contains('/')
}

fn delivery(line: &Line<'_>, id: &str, rest: &str, table: &mut Table) -> bool {
    let open = rest.get(4..).unwrap_or_default();
    // An address in quotes may have any sign in it.
    let Some(end) = memmem::find(open.as_bytes(), b">, ") else { return true };
    let (recipient, fields) = open.split_at_checked(end).unwrap_or((open, ""));
    let Some(at) = memmem::find(fields.as_bytes(), b"status=") else { return true };
    let (before, after) = fields.split_at_checked(at).unwrap_or((fields, ""));
    let after = after.get("status=".len()..).unwrap_or_default();
    let (word, words) = after.split_once(' ').unwrap_or((after, ""));
    let state = match word.trim_end_matches(',') {
        "sent" | "deliverable" => State::Sent,
        "deferred" => State::Deferred,
        "bounced" | "undeliverable" | "undeliverable-but-not-cached" => State::Bounced,
        "expired" => State::Expired,
        _ => return true,
    };
    let words = words.strip_prefix('(').unwrap_or(words);
    let words = words.strip_suffix(')').unwrap_or(words);
    let answer = behind(words, " said: ").or_else(|| behind(words, "refused to talk to me: "));
    let code = leading_codes(answer.unwrap_or(words)).0;
    table.delivery(
        line,
        Said {
            queue_id: Some(id),
            recipient: bare(recipient),
            state,
            code,
            enhanced: status(between(before, "dsn=", ",")),
            relay: between(before, " relay=", ", ").filter(|relay| *relay != "none"),
            words: words.into(),
            ..Said::default()
        },
    );
    true
}

/// `RCPT from host[address]: words; from=<a> to=<b> proto=ESMTP helo=<c>`
fn rejected(line: &Line<'_>, queue_id: Option<&str>, verb: &str, rest: &str, table: &mut Table) -> bool {
    // What the client gave may hold the same marks: the last are the program's own.
    let envelope = [" from=<", " to=<", " proto="].iter().filter_map(|mark| {
        let mark = format!(";{mark}");
        memmem::rfind(rest.as_bytes(), mark.as_bytes())
    });
    let cut = envelope.min().unwrap_or(rest.len());
    let (head, tail) = rest.split_at_checked(cut).unwrap_or((rest, ""));
    let (stage, head) = head.split_once(" from ").unwrap_or(("", head));
    let (client, words) = match memmem::find(head.as_bytes(), b"]: ") {
        Some(at) => (head.get(..=at), head.get(at + 3..).unwrap_or_default()),
        // postscreen writes the port: `[192.0.2.7]:4242: 550 …`
        None => match head.split_once(": ") {
            Some((client, words)) => (Some(client), words),
            None => (Some(head), ""),
        },
    };
    // cleanup puts the words of a rule behind the envelope.
    let own = memmem::rfind(tail.as_bytes(), b">: ").and_then(|at| tail.get(at + 3..)).unwrap_or_default();
    let words = if own.is_empty() { words } else { own };
    let (code, enhanced) = leading_codes(words);
    // The filter speaks of the message: its line names one recipient of what may be several.
    let recipient =
        between(tail, " to=<", ">").filter(|_| verb != "proxy-reject" || !rest.starts_with("END-OF-MESSAGE"));
    table.delivery(
        line,
        Said {
            queue_id,
            recipient: recipient.and_then(bare),
            sender: between(tail, " from=<", ">"),
            state: State::Rejected,
            code,
            enhanced,
            client: client.filter(|_| !stage.is_empty()),
            words: words.into(),
            ..Said::default()
        },
    );
    true
}
