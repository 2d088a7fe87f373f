//! qmail: `qmail-qread`.
//!
//! ```text
//! 12 Nov 2023 22:15:03 GMT  #9962  2048  <kim@example.com>
//!     remote  jo@example.net
//!   done  remote  lee@example.net
//! ```

use super::{Entry, Listing, lines};
use crate::log::line::bare;
use crate::log::table::Table;

pub(super) const LISTING: Listing =
    Listing { name: "qmail queue", begins: |head| head.lines().any(|line| entry(line).is_some()), read };

fn entry(line: &str) -> Option<(&str, &str, &str)> {
    let (arrival, rest) = line.split_once(" GMT  #")?;
    let mut words = rest.split("  ");
    let id = words.next()?.trim();
    let sender = words.find(|word| word.starts_with('<'))?;
    (!id.is_empty() && id.bytes().all(|byte| byte.is_ascii_digit())).then_some((arrival, id, sender))
}

fn read(text: &str, table: &mut Table) -> usize {
    let mut open: Option<Entry<'_>> = None;
    let mut understood = 0;
    for (line, span) in lines(text) {
        if let Some((arrival, id, sender)) = entry(line) {
            let queue = if line.ends_with("bouncing") { "bouncing" } else { "queued" };
            let sender = sender.split('>').next().map(|sender| sender.trim_start_matches('<'));
            open = Some(Entry { id, sender, arrival, queue, reason: String::new(), span });
            understood += 1;
        } else if let Some(entry) = &open {
            let mut words = line.split_ascii_whitespace();
            let first = words.next();
            let is_done = first == Some("done");
            let channel = if is_done { words.next() } else { first };
            if matches!(channel, Some("remote" | "local"))
                && let Some(recipient) = words.next().and_then(bare)
            {
                understood += 1;
                if !is_done {
                    entry.recipient(recipient, span, table);
                }
            }
        }
    }
    understood
}
