//! Postfix: `postqueue -p` and `mailq`. A reason stands below the message's line, and is that of the recipients below it.
//!
//! ```text
//! -Queue ID-  --Size-- ----Arrival Time---- -Sender/Recipient-------
//! DBA3F1A9A        553 Mon May  6 14:42:15  kim@example.com
//!     (connect to mail.example.net[192.0.2.63]:25: Connection refused)
//!                                          jo@example.net
//! ```

use super::{Entry, Listing, lines};
use crate::log::line::{bare, is_token};
use crate::log::table::Table;

pub(super) const LISTING: Listing = Listing { name: "Postfix queue", begins, read };

fn begins(head: &str) -> bool {
    head.lines().any(|line| line.starts_with("-Queue ID-") || line.trim() == "Mail queue is empty")
        || head.lines().any(|line| !line.starts_with(' ') && entry(line).is_some())
}

/// `DBA3F1A9A*   553 Mon May  6 14:42:15  kim@example.com`: id and mark, arrival, sender.
fn entry(line: &str) -> Option<(&str, &str, &str)> {
    let mut words = line.split_ascii_whitespace();
    let id = words.next()?;
    let bare = id.trim_end_matches(['*', '!', '#']);
    let is_id = (bare.len() >= 5 || is_token(bare))
        && id.len() - bare.len() <= 1
        && bare.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let size = words.next()?;
    let day = words.next()?;
    let is_day = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].contains(&day);
    if !is_id || !is_day || !size.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let from = line.find(&format!(" {day} "))? + 1;
    let rest = line.get(from..)?;
    let clock = rest.find(':')?;
    let end = rest.get(clock..)?.find(' ')? + clock;
    Some((id, rest.get(..end)?, rest.get(end..)?.trim()))
}

fn read(text: &str, table: &mut Table) -> usize {
    let mut open: Option<Entry<'_>> = None;
    let mut understood = 0;
    for (line, span) in lines(text) {
        let words = line.trim();
        if words.is_empty() {
            continue;
        }
        understood += 1;
        if let Some((id, arrival, sender)) = entry(line).filter(|_| !line.starts_with("  ")) {
            let bare_id = id.trim_end_matches(['*', '!', '#']);
            let queue = match id.bytes().last() {
                Some(b'*') => "active",
                Some(b'!') => "hold",
                Some(b'#') => "forced to expire",
                _ => "deferred",
            };
            open = Some(Entry { id: bare_id, sender: Some(sender), arrival, queue, reason: String::new(), span });
        } else if words.starts_with("--") || words.starts_with("-Queue ID-") || words == "Mail queue is empty" {
            open = None;
        } else if let Some(entry) = &mut open {
            if words.starts_with('(') {
                let reason = words.trim_start_matches('(');
                reason.strip_suffix(')').unwrap_or(reason).clone_into(&mut entry.reason);
            } else if let Some(recipient) = bare(words) {
                entry.recipient(
                    recipient,
                    crate::finding::Span::new(entry.span.start.max(span.start), span.end),
                    table,
                );
            }
        } else {
            understood -= 1;
        }
    }
    understood
}
