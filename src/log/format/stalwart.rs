//! Stalwart: events with a name in brackets, and their fields.
//!
//! ```text
//! 2026-02-13T21:23:21Z INFO Message delivered (delivery.delivered) queueId = 180, from = "lee@example.org", to = "kim@example.com", hostname = "mx.example.com", code = 250, details = "OK"
//! ```

use super::{Format, Plain, leading_codes};
use crate::log::facts::State;
use crate::log::line::{Line, bare, between};
use crate::log::table::{Said, Table};

pub(super) const FORMAT: Format = Format { name: "Stalwart", wrote, reader: || Box::new(Plain(line)) };

fn wrote(line: &Line<'_>) -> bool {
    line.program.starts_with("stalwart")
        || ["INFO ", "WARN ", "ERROR ", "DEBUG ", "TRACE "].iter().any(|level| line.said.starts_with(level))
            && event(line.said).is_some()
}

/// The event's name: `delivery.delivered`.
fn event(said: &str) -> Option<&str> {
    let name = between(said, " (", ") ")?;
    let is_name = |byte: u8| byte.is_ascii_lowercase() || byte == b'-' || byte == b'.';
    (name.contains('.') && name.bytes().all(is_name)).then_some(name)
}

/// The value of a field: `to = "kim@example.com"`, `code = 250`.
fn field<'a>(said: &'a str, key: &str) -> Option<&'a str> {
    let mark = format!(" {key} = ");
    let rest = crate::log::line::behind(said, &mark)?;
    match rest.strip_prefix('"') {
        Some(quoted) => quoted.split_once('"').map(|(value, _)| value),
        None => rest.split(',').next(),
    }
}

fn line(line: &Line<'_>, table: &mut Table) -> bool {
    let said = line.said;
    let Some(event) = event(said) else { return true };
    let id = field(said, "queueId");
    let code = field(said, "code").filter(|code| code.len() == 3);
    let of_code = match code.and_then(|code| code.bytes().next()) {
        Some(b'4') => State::Deferred,
        _ => State::Bounced,
    };
    let state = match event {
        "delivery.delivered" | "delivery.dsn-success" | "message-ingest.ham" | "message-ingest.spam" => State::Sent,
        "delivery.rcpt-to-rejected" | "delivery.mail-from-rejected" | "delivery.message-rejected" => of_code,
        "delivery.rcpt-to-failed" | "delivery.dsn-temp-fail" => State::Deferred,
        "delivery.dsn-perm-fail" | "delivery.null-mx" => State::Bounced,
        "smtp.mailbox-does-not-exist"
        | "smtp.relay-not-allowed"
        | "smtp.rcpt-to-rejected"
        | "smtp.rcpt-to-greylisted" => State::Rejected,
        _ => {
            if let Some(id) = id {
                table.step(line, id, "noted", said);
            }
            return true;
        }
    };
    let Some(recipient) = field(said, "to").and_then(bare) else { return true };
    let words = field(said, "details").or_else(|| field(said, "reason")).unwrap_or(event);
    let enhanced = leading_codes(words).1;
    table.delivery(
        line,
        Said {
            queue_id: id,
            recipient: Some(recipient),
            sender: field(said, "from"),
            state,
            code,
            enhanced,
            relay: field(said, "hostname"),
            words: words.into(),
            ..Said::default()
        },
    );
    true
}
