//! Sendmail: `mailq`.
//!
//! ```text
//!                 /var/spool/mqueue (1 request)
//! -----Q-ID----- --Size-- -----Q-Time----- ------------Sender/Recipient-----------
//! 4051FUAb013958*    2048 Fri Jan  5 00:15 <kim@example.com>
//!                  (Deferred: Connection refused by mx.example.net.)
//!                                          <jo@example.net>
//! ```

use super::{Entry, Listing, lines};
use crate::log::line::{bare, is_token};
use crate::log::table::Table;

pub(super) const LISTING: Listing = Listing { name: "sendmail queue", begins, read };

fn begins(head: &str) -> bool {
    head.lines().any(|line| {
        line.contains("--Q-ID--")
            || line.trim_end().ends_with("is empty") && line.starts_with('/')
            || line.contains("mqueue (")
    })
}

/// `4051FUAb013958*  2048 Fri Jan  5 00:15 <kim@example.com>`
fn entry(line: &str) -> Option<(&str, &str, &str)> {
    let mut words = line.split_ascii_whitespace();
    let id = words.next()?;
    let bare_id = id.trim_end_matches(['*', 'X', '-', '+']);
    let is_id = (bare_id.len() >= 8 || is_token(bare_id)) && bare_id.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let day = words.clone().find(|word| ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"].contains(word))?;
    if !is_id || line.starts_with("   ") {
        return None;
    }
    let rest = line.get(line.find(&format!(" {day} "))? + 1..)?;
    let clock = rest.find(':')?;
    let end = clock + 3;
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
        if let Some((id, arrival, sender)) = entry(line) {
            let queue = match id.bytes().last() {
                Some(b'*') => "active",
                Some(b'X') => "load too high",
                Some(b'-') => "too young to try",
                _ => "queued",
            };
            let sender = sender.split(' ').next().map(|sender| sender.trim_matches(['<', '>']));
            let id = id.trim_end_matches(['*', 'X', '-', '+']);
            open = Some(Entry { id, sender, arrival, queue, reason: String::new(), span });
        } else if let Some(entry) = &mut open {
            if words.starts_with('(') {
                let reason = words.trim_start_matches('(');
                reason.strip_suffix(')').unwrap_or(reason).clone_into(&mut entry.reason);
            } else if words.starts_with("Total requests") {
                open = None;
            } else if (words.contains('<') || !words.contains(' '))
                && let Some(recipient) = bare(words)
            {
                entry.recipient(recipient, span, table);
            }
        }
    }
    understood
}
