//! Exchange: `Get-Queue` (queues with how many messages wait in each) and `Get-Message` (the messages), as tables and lists.
//!
//! ```text
//! Identity     DeliveryType  Status MessageCount Velocity RiskLevel OutboundIPPool NextHopDomain
//! --------     ------------  ------ ------------ -------- --------- -------------- -------------
//! EX1\17       DnsConnec...  Retry  12           0        Normal    0              slow.example
//! ```

use super::{Entry, Listing};
use crate::finding::Span;
use crate::log::line::bare;
use crate::log::table::Table;
use crate::source::{blocks, rows};

pub(super) const QUEUES: Listing = Listing {
    name: "Exchange queues",
    begins: |head| {
        has_columns(head, &["Identity", "DeliveryType", "Status", "MessageCount"])
            || has_keys(head, &["Identity", "DeliveryType"])
    },
    read: queues,
};

pub(super) const MESSAGES: Listing = Listing {
    name: "Exchange queue",
    begins: |head| {
        has_columns(head, &["Identity", "FromAddress", "Status", "Queue"]) || has_keys(head, &["Identity", "Subject"])
    },
    read: messages,
};

fn has_columns(head: &str, names: &[&str]) -> bool {
    head.lines().any(|line| {
        let mut words = line.split_ascii_whitespace();
        names.iter().all(|name| words.any(|word| word == *name))
    })
}

fn has_keys(head: &str, names: &[&str]) -> bool {
    names.iter().all(|name| {
        head.lines().any(|line| line.strip_prefix(name).is_some_and(|rest| rest.trim_start().starts_with(':')))
    })
}

/// A queue is no delivery: what it holds is counted, and the domain is named; nobody's address is known.
fn queues(text: &str, table: &mut Table) -> usize {
    let mut count = rows(text, |columns, line, span| {
        let number = columns.cell(line, "MessageCount");
        queue(
            columns.cell(line, "Identity"),
            columns.cell(line, "Status"),
            number,
            columns.cell(line, "NextHopDomain"),
            "",
            span,
            table,
        );
    });
    for block in blocks(text) {
        let get = |name| block.get(name).unwrap_or_default();
        count += 1;
        queue(
            get("identity"),
            get("status"),
            get("messagecount"),
            get("nexthopdomain"),
            get("lasterror"),
            block.span,
            table,
        );
    }
    count
}

fn queue(id: &str, status: &str, count: &str, hop: &str, error: &str, span: Span, table: &mut Table) {
    if count == "0" || id.is_empty() {
        return;
    }
    let words = if error.is_empty() { String::new() } else { error.to_owned() };
    let state = format!("{status}, {count} messages for {hop}");
    let entry = Entry { id, queue: &state, reason: words, span, ..Entry::default() };
    entry.recipient("", span, table);
}

/// A message of `Get-Message`, which names its sender, and its recipients in a list alone.
fn messages(text: &str, table: &mut Table) -> usize {
    let mut count = rows(text, |columns, line, span| {
        let sender = columns.cell(line, "FromAddress");
        let entry = Entry {
            id: columns.cell(line, "Identity"),
            sender: Some(sender).filter(|sender| !sender.ends_with("...")),
            queue: columns.cell(line, "Status"),
            span,
            ..Entry::default()
        };
        entry.recipient("", span, table);
    });
    for block in blocks(text) {
        let get = |name| block.get(name).unwrap_or_default();
        count += 1;
        let entry = Entry {
            id: get("identity"),
            sender: bare(get("fromaddress")),
            arrival: get("datereceived"),
            queue: get("status"),
            reason: get("lasterror").to_owned(),
            span: block.span,
        };
        let recipients: Vec<&str> = get("recipients")
            .trim_matches(['{', '}'])
            .split([',', ';'])
            .filter_map(|one| bare(one.split(';').next()?))
            .collect();
        if recipients.is_empty() {
            entry.recipient("", block.span, table);
        }
        for recipient in recipients {
            entry.recipient(recipient, block.span, table);
        }
    }
    count
}
