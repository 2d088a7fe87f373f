//! The facts of a notice about delivery.

use serde::Serialize;

use crate::finding::{Party, Severity, Span};
use crate::session::{End, Ladder};
use crate::smtp::{Permanence, Reason, Step};

/// What became of the message for one recipient (RFC 3464 section 2.3.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
pub enum Action {
    /// Given up.
    Failed,
    /// Not yet delivered; the server still tries.
    Delayed,
    /// Delivered.
    Delivered,
    /// Passed to a server that gives no further notices.
    Relayed,
    /// Delivered to a list or alias, and passed on to its members.
    Expanded,
}

/// Three texts ready to send.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Letters {
    /// What to tell the user who asked.
    pub user: String,
    /// What to tell the other side's administrator.
    pub other_admin: String,
    /// What to tell one's own team.
    pub own_team: String,
}

/// What a notice says of one recipient.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
pub struct Recipient {
    /// The address that failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// The address that the sender wrote, where the notice tells another (RFC 3464 section 2.3.1).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original_address: Option<String>,
    /// What became of the message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<Action>,
    /// The enhanced status code: `5.1.1`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// The reply code: `550`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_code: Option<String>,
    /// The nature of the error.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permanence: Option<Permanence>,
    /// Whether the address or its domain does not exist, or has moved.
    pub dead_address: bool,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// The reason as a short clause, as the rule that told it words it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason_title: Option<String>,
    /// Whose side must act.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party: Option<Party>,
    /// The SMTP command that was refused, as the notice tells it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// The step at which it was refused, as far as the notice tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<Step>,
    /// The server that refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote_mta: Option<String>,
    /// Its words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub diagnostic: Option<String>,
    /// When the reporting server will give up, as it says (RFC 3464 section 2.3.9), as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub will_retry_until: Option<String>,
    /// The verdict in words: why, whose side, what next.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub verdict: String,
    /// Where the first sentence of the verdict ends, which may stand as the headline of a notice about one recipient.
    #[serde(skip)]
    pub headline_end: usize,
    /// Texts ready to send.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub letters: Option<Letters>,
    /// The words of the notice that tell it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Span>,
}

impl Recipient {
    /// Whether the message went through, as far as the notice tells.
    #[must_use]
    pub fn went_through(&self) -> bool {
        matches!(self.action, Some(Action::Delivered | Action::Relayed | Action::Expanded))
    }

    /// What became of it, in two or three words.
    #[must_use]
    pub fn outcome(&self) -> &'static str {
        match (self.action, self.permanence) {
            (Some(Action::Delayed), _) => "Delayed",
            (Some(Action::Delivered), _) => "Delivered",
            (Some(Action::Relayed), _) => "Passed on",
            (Some(Action::Expanded), _) => "Passed on to a list",
            (_, Some(Permanence::Permanent)) => "Refused for good",
            (Some(Action::Failed), _) => "Given up",
            (None, _) => "Not told",
        }
    }

    /// How much it matters.
    #[must_use]
    pub fn severity(&self) -> Severity {
        match self.action {
            Some(Action::Delivered | Action::Relayed | Action::Expanded) => Severity::Good,
            Some(Action::Delayed) => Severity::Warning,
            Some(Action::Failed) => Severity::Problem,
            None => Severity::Note,
        }
    }

    /// The verdict after its first sentence.
    #[must_use]
    pub fn verdict_beyond_headline(&self) -> &str {
        self.verdict.get(self.headline_end..).unwrap_or(&self.verdict).trim_start()
    }

    /// How far the message came in the session; none where it went through.
    #[must_use]
    pub fn ladder(&self) -> Option<Ladder> {
        let end = match (&self.reply_code, self.permanence) {
            (Some(_), Some(Permanence::Permanent)) => End::Refused,
            (Some(_), Some(Permanence::Temporary)) => End::Deferred,
            _ => End::Stopped,
        };
        (!self.went_through()).then(|| Ladder::up_to(self.step, end))
    }
}

/// What a notice about delivery says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Bounce {
    /// The server that wrote the notice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reporting_mta: Option<String>,
    /// The program that wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dialect: Option<String>,
    /// When the reporting server took the message, as written (RFC 3464 section 2.2.5).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arrival_date: Option<String>,
    /// What it says of each recipient.
    pub recipients: Vec<Recipient>,
}

impl Bounce {
    /// Moves every span through `place`.
    pub fn place_spans(&mut self, place: &impl Fn(Span) -> Span) {
        for recipient in &mut self.recipients {
            for span in &mut recipient.evidence {
                *span = place(*span);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_refused_where_no_answer_is_told() {
        let recipient =
            Recipient { step: Some(Step::Lookup), permanence: Some(Permanence::Permanent), ..Recipient::default() };
        assert_eq!(recipient.ladder().map(|ladder| ladder.end), Some(End::Stopped));
    }

    #[test]
    fn a_delivered_message_has_no_ladder() {
        let recipient = Recipient { action: Some(Action::Relayed), ..Recipient::default() };
        assert_eq!(recipient.ladder(), None);
    }
}
