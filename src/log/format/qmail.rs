//! qmail: what qmail-send logs. A delivery has a number of its own, and its end names neither message nor recipient.
//!
//! ```text
//! @400000004996 new msg 161214
//! @400000004996 info msg 161214: bytes 512 from <lee@example.org> qp 99 uid 82
//! @400000004996 starting delivery 5: msg 161214 to remote kim@example.com
//! @400000004996 delivery 5: failure: 192.0.2.1_does_not_like_recipient./Remote_host_said:_550_no/Giving_up_on_192.0.2.1./
//! @400000004996 end msg 161214
//! ```

use std::collections::HashMap;
use std::net::IpAddr;

use super::{Format, Reader, leading_codes};
use crate::log::facts::State;
use crate::log::line::{Line, bare, behind, between, holds};
use crate::log::table::{Said, Table};

pub(super) const FORMAT: Format = Format { name: "qmail", wrote, reader: || Box::new(Deliveries::default()) };

/// How many deliveries are known to be under way.
const MOST: usize = 20_000;

fn wrote(line: &Line<'_>) -> bool {
    if line.program.starts_with("qmail") {
        return true;
    }
    const BEGINNINGS: [&str; 8] = [
        "new msg ",
        "info msg ",
        "starting delivery ",
        "delivery ",
        "end msg ",
        "status: local ",
        "bounce msg ",
        "triple bounce: ",
    ];
    line.program.is_empty()
        && !line.stamp.text.is_empty()
        && BEGINNINGS.iter().any(|begin| line.said.starts_with(begin))
}

#[derive(Default)]
struct Deliveries {
    /// By the number of the delivery: the message, the recipient, and when it began.
    under_way: HashMap<String, (String, String)>,
}

impl Reader for Deliveries {
    fn line(&mut self, line: &Line<'_>, table: &mut Table) -> bool {
        // splogger puts its own stamp before the words.
        let said = line.said;
        if let Some(id) = said.strip_prefix("new msg ") {
            // Message numbers are used again: they are those of inodes.
            table.anew(id);
        } else if let Some(rest) = said.strip_prefix("info msg ") {
            if let Some((id, words)) = rest.split_once(": ") {
                if let Some(sender) = between(words, "from <", ">") {
                    table.sender(id, sender);
                }
                table.step(line, id, "accepted from", words);
            }
        } else if let Some(rest) = said.strip_prefix("starting delivery ") {
            if let Some((number, words)) = rest.split_once(": msg ")
                && let Some((id, to)) = words.split_once(" to ")
                && let Some((_, recipient)) = to.split_once(' ')
            {
                if self.under_way.len() >= MOST {
                    self.under_way.clear();
                }
                self.under_way.insert(number.to_owned(), (id.to_owned(), recipient.to_owned()));
            }
        } else if let Some(rest) = said.strip_prefix("delivery ") {
            self.ended(line, rest, table);
        } else if let Some(id) = said.strip_prefix("end msg ") {
            table.step(line, id, "removed from the queue", "");
        } else if let Some(rest) = said.strip_prefix("bounce msg ") {
            if let Some(id) = rest.split(' ').next() {
                table.step(line, id, "notice sent", rest);
            }
        } else {
            return said.starts_with("status: ")
                || said.starts_with("triple bounce")
                || line.program.starts_with("qmail");
        }
        true
    }
}

impl Deliveries {
    fn ended(&mut self, line: &Line<'_>, rest: &str, table: &mut Table) {
        let Some((number, rest)) = rest.split_once(": ") else { return };
        let Some((verb, words)) = rest.split_once(": ") else { return };
        let words = words.trim_end_matches('/').replace('_', " ");
        let state = match verb {
            "success" => State::Sent,
            "deferral" => State::Deferred,
            "failure" if holds(&words, "in the queue too long") => State::Expired,
            "failure" => State::Bounced,
            _ => return,
        };
        // The begin may have been cut off: then nobody is named.
        let Some((id, recipient)) = self.under_way.remove(number) else { return };
        let answer = behind(&words, "Remote host said: ").unwrap_or_default();
        let (code, enhanced) = leading_codes(answer);
        // qmail's own codes stand at the end: `(#5.4.4)`.
        let own = between(&words, "(#", ")").filter(|code| super::is_status(code));
        let relay =
            words.split([' ', '/']).map(|word| word.trim_end_matches('.')).find(|word| word.parse::<IpAddr>().is_ok());
        let said = Said {
            queue_id: Some(&id),
            recipient: bare(&recipient),
            state,
            code,
            enhanced: enhanced.or(own),
            relay,
            words: words.as_str().into(),
            ..Said::default()
        };
        table.delivery(line, said);
    }
}
