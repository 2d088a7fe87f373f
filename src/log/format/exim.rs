//! Exim: mainlog and rejectlog.
//!
//! ```text
//! 2026-02-13 21:23:21 1rLAbC-0001Xy-2Z <= lee@example.org H=mx.example.net [192.0.2.5] P=esmtps S=2345
//! 2026-02-13 21:23:22 1rLAbC-0001Xy-2Z => joe <joe@example.com> R=local_user T=maildir
//! 2026-02-13 21:23:22 1rLAbC-0001Xy-2Z == kim@example.com R=dnslookup T=remote_smtp defer (-44) H=mx.example.com [192.0.2.9]: … 451 later
//! 2026-02-13 21:23:22 H=(x) [192.0.2.7] F=<a@a.example> rejected RCPT <b@example.com>: relay not permitted
//! ```

use memchr::memmem;

use super::{Format, Plain, leading_codes};
use crate::log::facts::State;
use crate::log::line::{Line, bare, behind, between, holds};
use crate::log::table::{Said, Table};

pub(super) const FORMAT: Format = Format { name: "Exim", wrote, reader: || Box::new(Plain(line)) };

fn wrote(line: &Line<'_>) -> bool {
    let program = line.program;
    if program.starts_with("exim") {
        return true;
    }
    if !program.is_empty() || line.stamp.text.is_empty() {
        return false;
    }
    let said = without_pid(line.said);
    id(said).is_some() || begins_known(said)
}

/// How lines without an id begin.
fn begins_known(said: &str) -> bool {
    const BEGINNINGS: [&str; 16] = [
        "H=",
        "U=",
        "F=",
        "SMTP connection ",
        "SMTP call ",
        "SMTP protocol ",
        "SMTP command ",
        "SMTP data ",
        "no MAIL in SMTP ",
        "no host name found ",
        "no IP address found ",
        "Start queue run",
        "End queue run",
        "TLS error ",
        "unexpected disconnection ",
        "exim ",
    ];
    BEGINNINGS.iter().any(|begin| said.starts_with(begin)) || holds(said, " authenticator failed for ")
}

/// The process id that a log may have in brackets before each entry.
fn without_pid(said: &str) -> &str {
    let rest = said.strip_prefix('[').and_then(|rest| rest.split_once("] "));
    match rest {
        Some((pid, rest)) if pid.bytes().all(|byte| byte.is_ascii_digit()) => rest,
        _ => said,
    }
}

/// The message id that an entry begins with: of 16 characters, or of 23 since Exim 4.97.
fn id(said: &str) -> Option<(&str, &str)> {
    let (id, rest) = said.split_once(' ').unwrap_or((said, ""));
    let lengths = id.len() == 16 || id.len() == 23;
    let mut parts = id.split('-').map(str::len);
    let shape = (parts.next(), parts.next(), parts.next(), parts.next());
    let fits = matches!(shape, (Some(6), Some(6), Some(2), None) | (Some(6), Some(11), Some(4), None));
    let plain = id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    (lengths && fits && plain).then_some((id, rest))
}

fn line(line: &Line<'_>, table: &mut Table) -> bool {
    let said = without_pid(line.said);
    let Some((id, rest)) = id(said) else {
        if !rejected(line, None, said, table) {
            // `login authenticator failed for (x) [192.0.2.7]: 535 …`: a client that could not log in here.
            if holds(said, " authenticator failed for ") {
                table.left(line, "login");
            } else if said.starts_with("unexpected disconnection while reading SMTP command") {
                table.left(line, "a command");
            }
            return begins_known(said) || line.program.starts_with("exim");
        }
        return true;
    };
    let (mark, words) = rest.split_once(' ').unwrap_or((rest, ""));
    match mark {
        "<=" => {
            let sender = words.split(' ').next().unwrap_or_default();
            table.sender(id, if sender == "<>" { "" } else { sender });
            table.step(line, id, "accepted from", words);
        }
        "=>" | "->" | ">>" | "*>" | "==" | "**" => delivery(line, id, mark, words, table),
        "Completed" => table.step(line, id, "removed from the queue", ""),
        "Frozen" => table.step(line, id, "frozen", words),
        _ if rest.starts_with("Message is frozen") || rest.starts_with("*** Frozen") => {
            table.step(line, id, "frozen", rest);
        }
        _ if holds(rest, "rejected ") => return rejected(line, Some(id), rest, table),
        _ => table.step(line, id, "noted", rest),
    }
    true
}

fn delivery(line: &Line<'_>, id: &str, mark: &str, words: &str, table: &mut Table) {
    // The fields begin behind the addresses; an address in quotes may have an equals sign.
    let fields_at = field(words).unwrap_or(words.len());
    let (who, fields) = words.split_at_checked(fields_at).unwrap_or((words, ""));
    let (who, early) = match mark {
        // `** kim@example.com: retry timeout exceeded` has no fields.
        "==" | "**" => who.split_once(": ").map_or((who, None), |(who, early)| (who, Some(early))),
        _ => (who, None),
    };
    let recipient = match (who.rfind(" <"), who.rfind('>')) {
        (Some(open), Some(close)) if close > open => who.get(open + 2..close),
        _ => who.split(' ').next().map(|word| word.trim_end_matches(':')),
    };
    let recipient = recipient.and_then(bare).filter(|recipient| {
        // What a scan threw away was for nobody.
        !matches!(*recipient, "blackhole" | ":blackhole:")
    });
    let Some(recipient) = recipient else { return table.step(line, id, "discarded", words) };
    let said = if mark == "==" || mark == "**" {
        error(fields, early)
    } else {
        between(fields, " C=\"", "\"").unwrap_or_default()
    };
    let expired = holds(words, "retry timeout exceeded")
        || holds(words, "retry time not reached for any host after a long failure");
    let state = match mark {
        "==" => State::Deferred,
        "**" if expired => State::Expired,
        "**" => State::Bounced,
        _ => State::Sent,
    };
    // The server's own words stand behind the step that it answered.
    let answer = answer(said);
    let (code, enhanced) = leading_codes(answer);
    table.delivery(
        line,
        Said {
            queue_id: Some(id),
            recipient: Some(recipient),
            state,
            code,
            enhanced,
            relay: host(fields),
            words: said.into(),
            ..Said::default()
        },
    );
}

/// Where the fields begin: ` R=`, ` T=`, ` P=`, ` F=`.
fn field(words: &str) -> Option<usize> {
    [" R=", " T=", " F=<", " P=<"].iter().filter_map(|mark| memmem::find(words.as_bytes(), mark.as_bytes())).min()
}

/// The host as it is written: `mx.example.net [192.0.2.5]:25`.
fn host(fields: &str) -> Option<&str> {
    let rest = behind(fields, " H=")?;
    let Some(open) = rest.find('[') else { return rest.split([' ', ':']).next() };
    // A name stands before the address, and nothing else.
    if rest.get(..open)?.trim().contains(' ') && !rest.starts_with('(') && !rest.contains(" (") {
        return rest.split([' ', ':']).next();
    }
    let after = rest.get(open..)?;
    let Some(close) = after.find(']') else {
        return rest.split([' ']).next();
    };
    let mut end = open + close + 1;
    let tail = rest.get(end..)?;
    if let Some(port) = tail.strip_prefix(':') {
        end += port.bytes().take_while(u8::is_ascii_digit).count();
        end += usize::from(port.starts_with(|first: char| first.is_ascii_digit()));
    }
    rest.get(..end)
}

/// What a delay or a failure says: behind the fields and a colon.
fn error<'a>(fields: &'a str, early: Option<&'a str>) -> &'a str {
    if let Some(early) = early.filter(|early| !early.is_empty()) {
        return early;
    }
    // `R=x T=y H=host [address] X=…: words`, with DN="…" that may hold a colon.
    let mut in_quotes = false;
    let bytes = fields.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'"' => in_quotes = !in_quotes,
            b':' if !in_quotes && bytes.get(at + 1) == Some(&b' ') => return fields.get(at + 2..).unwrap_or_default(),
            _ => {}
        }
    }
    fields
}

/// The server's answer within the words about it.
fn answer(said: &str) -> &str {
    if leading_codes(said).0.is_some() {
        return said;
    }
    // `… after RCPT TO:<kim@example.com>: 451 later`, `… after end of data: 554 no`, `host mx [192.0.2.5]: 550 no`
    let mut from = 0;
    while let Some(at) = said.get(from..).and_then(|rest| memmem::find(rest.as_bytes(), b": ")) {
        let rest = said.get(from + at + 2..).unwrap_or_default();
        if leading_codes(rest).0.is_some() {
            return rest;
        }
        from += at + 2;
    }
    ""
}

/// A refusal before or at the end of the message.
fn rejected(line: &Line<'_>, id: Option<&str>, said: &str, table: &mut Table) -> bool {
    let Some(at) = memmem::find(said.as_bytes(), b"rejected ") else { return false };
    let (before, rest) = said.split_at_checked(at).unwrap_or((said, ""));
    let rest = rest.get("rejected ".len()..).unwrap_or_default();
    // `SMTP protocol synchronization error (…): rejected …` is about the connection, and names no message.
    if before.starts_with("SMTP ") && id.is_none() {
        return false;
    }
    let (recipient, words) = if let Some(rest) = rest.strip_prefix("RCPT ") {
        if let Some(open) = rest.strip_prefix('<') {
            let (recipient, words) = open.split_once(">: ").unwrap_or((open.trim_end_matches('>'), ""));
            (bare(recipient), words)
        } else {
            let (recipient, words) = rest.split_once(": ").unwrap_or((rest, ""));
            (bare(recipient), words)
        }
    } else {
        let is_message = ["after ", "by ", "during ", "from "].iter().any(|begin| rest.starts_with(begin));
        let is_command =
            ["MAIL", "EHLO", "HELO", "DATA", "STARTTLS", "AUTH", "connection", "VRFY", "EXPN", "ETRN", "BDAT"]
                .iter()
                .any(|command| rest.starts_with(command));
        if !is_message && !is_command {
            return false;
        }
        (None, rest.split_once(": ").map_or(rest, |(_, words)| words))
    };
    let (code, enhanced) = leading_codes(words);
    let client = behind(before, "H=").map(|client| {
        let end = [" F=", " X=", " P=", " CV=", " I=", " Ci=", " SNI=", " A=", " M8S="]
            .iter()
            .filter_map(|mark| memmem::find(client.as_bytes(), mark.as_bytes()))
            .min();
        client.get(..end.unwrap_or(client.len())).unwrap_or(client).trim()
    });
    let words =
        if before.ends_with("temporarily ") { format!("temporarily rejected: {words}").into() } else { words.into() };
    let sender = between(before, "F=<", ">");
    table.delivery(
        line,
        Said {
            queue_id: id,
            recipient,
            sender,
            state: State::Rejected,
            code,
            enhanced,
            client,
            words,
            ..Said::default()
        },
    );
    true
}
