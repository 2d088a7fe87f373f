//! Exim: `exim -bp` and its `mailq`. Recipients that have the message already are marked with D.
//!
//! ```text
//! 25m  2.9K 1rLAbC-0001Xy-2Z <kim@example.com> *** frozen ***
//!           jo@example.net
//!         D lee@example.net
//! ```

use super::{Entry, Listing, lines};
use crate::log::line::bare;
use crate::log::table::Table;

pub(super) const LISTING: Listing =
    Listing { name: "Exim queue", begins: |head| head.lines().any(|line| entry(line).is_some()), read };

/// Age, id, sender and what follows: `25m  2.9K 1rLAbC-0001Xy-2Z <kim@example.com> (user) *** frozen ***`
fn entry(line: &str) -> Option<(&str, &str, &str, &str)> {
    let mut words = line.split_ascii_whitespace();
    let age = words.next()?;
    let is_age = age.ends_with(['s', 'm', 'h', 'd', 'w'])
        && age.get(..age.len() - 1)?.bytes().all(|byte| byte.is_ascii_digit())
        && age.len() > 1;
    let mut next = words.next()?;
    // An empty spool file has no size.
    if next.bytes().next()?.is_ascii_digit() && !next.contains('-') {
        next = words.next()?;
    }
    let mut parts = next.split('-').map(str::len);
    let shape = (parts.next(), parts.next(), parts.next(), parts.next());
    let is_id = matches!(shape, (Some(6), Some(6), Some(2), None) | (Some(6), Some(11), Some(4), None))
        && next.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    if !is_age || !is_id {
        return None;
    }
    let (_, rest) = line.split_once(next)?;
    let rest = rest.trim();
    let (sender, rest) = rest.strip_prefix('<').and_then(|rest| rest.split_once('>')).unwrap_or((rest, ""));
    Some((age, next, sender, rest.trim()))
}

fn read(text: &str, table: &mut Table) -> usize {
    let mut open: Option<(Entry<'_>, String)> = None;
    let mut understood = 0;
    for (line, span) in lines(text) {
        let words = line.trim();
        if words.is_empty() {
            open = None;
            continue;
        }
        understood += 1;
        if let Some((age, id, sender, rest)) = entry(line) {
            let queue = if rest.contains("*** frozen ***") { "frozen" } else { "queued" };
            let age = format!("{age} ago");
            // The same id again is another listing of the same queue.
            open = Some((Entry { id, sender: Some(sender), queue, span, ..Entry::default() }, age));
        } else if let Some((entry, age)) = &open {
            // It has the message.
            if words.starts_with("D ") {
                continue;
            }
            let entry = Entry { arrival: age, reason: String::new(), ..*entry };
            let recipient = words.strip_prefix("+D ").or_else(|| words.strip_prefix("+R ")).unwrap_or(words);
            if let Some(recipient) = bare(recipient) {
                entry.recipient(recipient, span, table);
            }
        } else {
            understood -= 1;
        }
    }
    understood
}
