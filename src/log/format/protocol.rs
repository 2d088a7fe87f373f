//! Exchange's protocol logs: the dialogue of each session, a line a command or an answer.
//!
//! ```text
//! #Log-type: SMTP Receive Protocol Log
//! #Fields: date-time,connector-id,session-id,sequence-number,local-endpoint,remote-endpoint,event,data,context
//! 2026-02-13T21:23:21.000Z,EX1\Default,08D0,5,192.0.2.1:25,192.0.2.7:4242,<,RCPT TO:<kim@example.com>,
//! 2026-02-13T21:23:21.010Z,EX1\Default,08D0,6,192.0.2.1:25,192.0.2.7:4242,>,550 5.1.10 no such recipient,
//! ```

use std::collections::{HashMap, VecDeque};

use super::{Sheet, leading_codes};
use crate::log::csv::Csv;
use crate::log::facts::State;
use crate::log::line::{Line, bare, between, holds};
use crate::log::stamp::{self, Stamp};
use crate::log::table::{Said, Table};

pub(super) const SHEET: Sheet = Sheet { name: "Exchange protocol log", read };

/// How many sessions are under way at a time, and how many commands of one wait for an answer.
const MOST: usize = 5_000;
const MOST_WAITING: usize = 200;

#[derive(Default)]
struct Session {
    sender: Option<String>,
    /// Commands that no answer came to yet, with the recipient of RCPT.
    waiting: VecDeque<(String, Option<String>)>,
    accepted: Vec<String>,
}

fn read(text: &str, table: &mut Table) -> Option<usize> {
    let mut csv = Csv::with(text, &["sessionid", "sequencenumber", "event", "data"])?;
    let head = text.get(..text.floor_char_boundary(2_000)).unwrap_or_default();
    let says = |mark: &str| holds(head, mark);
    // Who speaks where the remark above the columns was not copied: a server greets with `>`.
    let is_send = says("Send Protocol Log") || !says("Receive Protocol Log") && says(",<,220 ");
    let mut sessions: HashMap<String, Session> = HashMap::new();
    let mut rows = 0;
    while let Some(row) = csv.next() {
        rows += 1;
        let (event, data) = (csv.cell(&row, "event"), csv.cell(&row, "data"));
        let at = csv.cell(&row, "datetime");
        let line = Line { span: row.span, stamp: Stamp { text: at, seconds: stamp::seconds(at) }, ..Line::default() };
        let key = csv.cell(&row, "sessionid");
        if !sessions.contains_key(key) {
            if sessions.len() >= MOST {
                sessions.clear();
            }
            sessions.insert(key.to_owned(), Session::default());
        }
        let Some(session) = sessions.get_mut(key) else { continue };
        let is_client = match event {
            "<" => !is_send,
            ">" => is_send,
            _ => continue,
        };
        let remote = csv.cell(&row, "remoteendpoint");
        if is_client {
            session.command(data);
        } else {
            session.answer(&line, data, remote, is_send, table);
        }
    }
    Some(rows)
}

impl Session {
    fn command(&mut self, data: &str) {
        let verb: String = data.chars().take(4).collect::<String>().to_ascii_uppercase();
        let address = between(data, "<", ">");
        match verb.as_str() {
            "MAIL" => {
                self.sender = Some(address.unwrap_or_default().to_owned());
                self.accepted.clear();
            }
            "RCPT" | "DATA" | "BDAT" | "RSET" => {}
            _ => return,
        }
        if self.waiting.len() < MOST_WAITING {
            self.waiting.push_back((verb.clone(), address.filter(|_| verb == "RCPT").map(str::to_owned)));
        }
    }

    fn answer(&mut self, line: &Line<'_>, data: &str, remote: &str, is_send: bool, table: &mut Table) {
        let (Some(code), enhanced) = leading_codes(data) else { return };
        // Lines of an answer that goes on come before its end.
        if data.as_bytes().get(3) == Some(&b'-') || code == "354" {
            return;
        }
        let Some((verb, recipient)) = self.waiting.front().cloned() else { return };
        let ends_data = matches!(verb.as_str(), "DATA" | "BDAT");
        self.waiting.pop_front();
        let refused = match code.as_bytes().first() {
            Some(b'4') => Some(if is_send { State::Deferred } else { State::Rejected }),
            Some(b'5') => Some(if is_send { State::Bounced } else { State::Rejected }),
            _ => None,
        };
        let recipients: Vec<String> = match (&recipient, refused) {
            (Some(recipient), None) => {
                self.accepted.push(recipient.clone());
                return;
            }
            (Some(recipient), Some(_)) => vec![recipient.clone()],
            (None, _) if ends_data => std::mem::take(&mut self.accepted),
            _ => return,
        };
        // A server that took the message has not delivered it yet.
        let state = refused.unwrap_or(if is_send { State::Sent } else { State::Queued });
        for recipient in recipients.iter().filter_map(|recipient| bare(recipient)) {
            let (relay, client) = if is_send { (Some(remote), None) } else { (None, Some(remote)) };
            table.delivery(
                line,
                Said {
                    recipient: Some(recipient),
                    sender: self.sender.as_deref(),
                    state,
                    code: Some(code),
                    enhanced,
                    relay: relay.filter(|relay| !relay.is_empty()),
                    client: client.filter(|client| !client.is_empty()),
                    words: data.into(),
                    ..Said::default()
                },
            );
        }
    }
}
