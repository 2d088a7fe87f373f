//! The facts of a log: deliveries, one row for each queue id and recipient, and the steps of each message.

use serde::Serialize;

use crate::finding::{Party, Span};
use crate::smtp::Reason;

/// The last that a log or a queue says of a delivery.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
pub enum State {
    /// The next server, or the mailbox, took it.
    Sent,
    /// It could not be delivered yet, and stays in the queue.
    Deferred,
    /// It is given up after a refusal.
    Bounced,
    /// It was not let in.
    Rejected,
    /// It is given up because it waited too long.
    Expired,
    /// It is in the queue; nothing says that a try failed.
    #[default]
    Queued,
}

impl State {
    /// All states, in the order in which a table counts them.
    pub const ALL: [Self; 6] = [Self::Bounced, Self::Expired, Self::Rejected, Self::Deferred, Self::Queued, Self::Sent];

    /// Its name, as the report's JSON and the logs of MTAs write it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::Deferred => "deferred",
            Self::Bounced => "bounced",
            Self::Rejected => "rejected",
            Self::Expired => "expired",
            Self::Queued => "queued",
        }
    }

    /// Whether the delivery failed, or did up to now.
    #[must_use]
    pub fn is_failure(self) -> bool {
        !matches!(self, Self::Sent | Self::Queued)
    }
}

/// What became of one message for one recipient.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Delivery {
    /// What the server calls the message; none where it was refused before it had a name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queue_id: Option<String>,
    /// The recipient; none where the log names nobody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// The envelope sender, where the log tells it; empty for the null sender.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sender: Option<String>,
    /// Its last state.
    pub status: State,
    /// The reply code of the last answer: `550`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_code: Option<String>,
    /// The enhanced status code of the last state: `5.1.1` (RFC 3463).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub enhanced: Option<String>,
    /// The next host, as the log writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub relay: Option<String>,
    /// Who brought a message that was rejected, as the log writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client: Option<String>,
    /// How many times it was tried, as far as the input shows.
    pub tries: u32,
    /// When it was first seen, as the input writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first: Option<String>,
    /// When it was last seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last: Option<String>,
    /// Why it is not delivered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// The reason in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason_title: Option<String>,
    /// Whose side must act.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party: Option<Party>,
    /// The last words about it: a server's, or the program's own.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// What a queue listing says of the message besides: `active`, `hold`, `frozen`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queue: Option<String>,
    /// The line of its last state.
    pub span: Span,
    /// The lines about it, the first few.
    pub lines: Vec<Span>,
}

/// How many deliveries are in each state.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the names of the states")]
pub struct Counts {
    pub sent: usize,
    pub deferred: usize,
    pub bounced: usize,
    pub rejected: usize,
    pub expired: usize,
    pub queued: usize,
}

impl Counts {
    /// Counts rows.
    #[must_use]
    pub fn of(deliveries: &[Delivery]) -> Self {
        let mut counts = Self::default();
        for delivery in deliveries {
            *counts.slot(delivery.status) += 1;
        }
        counts
    }

    fn slot(&mut self, state: State) -> &mut usize {
        match state {
            State::Sent => &mut self.sent,
            State::Deferred => &mut self.deferred,
            State::Bounced => &mut self.bounced,
            State::Rejected => &mut self.rejected,
            State::Expired => &mut self.expired,
            State::Queued => &mut self.queued,
        }
    }

    /// How many are in a state.
    #[must_use]
    pub fn at(mut self, state: State) -> usize {
        *self.slot(state)
    }

    /// All of them: `3 sent, 1 deferred`.
    #[must_use]
    pub fn words(self) -> String {
        let parts = State::ALL.map(|state| (self.at(state), state.word()));
        let parts: Vec<String> =
            parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
        parts.join(", ")
    }
}

/// One step of a message.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
pub struct Event {
    /// When, as the log writes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// How long after the step before, in seconds; none where one of the two has no readable time.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wait_seconds: Option<i64>,
    /// What happened: `accepted from`, `deferred`.
    pub what: String,
    /// From whom, for whom, with which words.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub detail: String,
    /// The line.
    pub span: Span,
}

/// What happened to one message, in the order of the log.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
pub struct Story {
    /// What the server calls the message.
    pub queue_id: String,
    /// Its steps.
    pub events: Vec<Event>,
}

/// A log, or the listing of a queue, as a whole; its rows stand in the report's `deliveries`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Log {
    /// What wrote it: `Postfix`, `Exim, Dovecot`.
    pub form: String,
    /// How many lines it has that are not blank.
    pub lines: usize,
    /// How many of them were understood.
    pub understood: usize,
    /// How many deliveries are in each state.
    pub counts: Counts,
    /// How many more deliveries there are than are listed.
    #[serde(skip_serializing_if = "is_zero")]
    pub left_out: usize,
    /// The messages, those that have a failure first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub messages: Vec<Story>,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(count: &usize) -> bool {
    *count == 0
}

impl Log {
    /// Moves every place in it.
    pub(crate) fn place_spans(&mut self, place: &impl Fn(Span) -> Span) {
        for event in self.messages.iter_mut().flat_map(|story| &mut story.events) {
            event.span = place(event.span);
        }
    }
}

impl Delivery {
    /// Moves every place in it.
    pub(crate) fn place_spans(&mut self, place: &impl Fn(Span) -> Span) {
        self.span = place(self.span);
        for span in &mut self.lines {
            *span = place(*span);
        }
    }
}
