//! Postfix: `postqueue -j`, a JSON object a message.
//!
//! ```text
//! {"queue_name": "deferred", "queue_id": "DBA3F1A9A", "arrival_time": 1715006535, "sender": "kim@example.com", "recipients": [{"address": "jo@example.net", "delay_reason": "…"}]}
//! ```

use serde::Deserialize;

use super::{Entry, Listing, lines};
use crate::log::line::holds;
use crate::log::table::Table;

pub(super) const LISTING: Listing = Listing {
    name: "Postfix queue",
    begins: |head| {
        head.trim_start().starts_with('{')
            && holds(head, "\"queue_id\"")
            && (holds(head, "\"queue_name\"") || holds(head, "\"recipients\""))
    },
    read,
};

#[derive(Deserialize)]
struct Message {
    #[serde(default)]
    queue_name: String,
    queue_id: String,
    #[serde(default)]
    arrival_time: i64,
    #[serde(default)]
    sender: String,
    #[serde(default)]
    recipients: Vec<Recipient>,
}

#[derive(Deserialize)]
struct Recipient {
    address: String,
    #[serde(default)]
    delay_reason: String,
}

fn read(text: &str, table: &mut Table) -> usize {
    let mut understood = 0;
    for (line, span) in lines(text) {
        let Ok(message) = serde_json::from_str::<Message>(line.trim()) else { continue };
        understood += 1;
        let arrival = chrono::DateTime::from_timestamp(message.arrival_time, 0).filter(|_| message.arrival_time > 0);
        let arrival = arrival.map(|time| time.format("%Y-%m-%dT%H:%M:%SZ").to_string()).unwrap_or_default();
        for recipient in message.recipients {
            let entry = Entry {
                id: &message.queue_id,
                sender: Some(&message.sender),
                arrival: &arrival,
                queue: &message.queue_name,
                reason: recipient.delay_reason,
                span,
            };
            entry.recipient(&recipient.address, span, table);
        }
    }
    understood
}
