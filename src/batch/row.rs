//! One message as a row of a table.

use chrono::{DateTime, Utc};
use serde::Serialize;

use crate::bounce::{Action, Recipient};
use crate::finding::{Party, Severity};
use crate::message::{self, addresses};
use crate::refusal::provider;
use crate::report::{Kind, Report};
use crate::smtp::{Permanence, Reason};

/// A message, as a table shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
pub struct Row {
    /// The file it lay in.
    pub name: String,
    /// When it arrived, by its last stamp; else when it was written, by its `Date`.
    #[cfg_attr(
        feature = "borsh",
        borsh(
            serialize_with = "crate::borsh_time::write_if_known",
            deserialize_with = "crate::borsh_time::read_if_known"
        )
    )]
    pub when: Option<DateTime<Utc>>,
    /// Who it is from, by its `From`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// Who it is for, by its `To`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// Its subject.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Its Message-ID.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<String>,
    /// What it is.
    pub kind: Kind,
    /// How bad it is: of the verdict, else of the worst finding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub severity: Option<Severity>,
    /// The program that wrote the notice.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dialect: Option<String>,
    /// What it says of each recipient, where it is a notice.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub outcomes: Vec<Outcome>,
    /// The kind of complaint, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub complaint: Option<String>,
    /// The addresses that a complaint is about: the recipients of the reported message, where it names them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub complained_by: Vec<String>,
}

/// What became of a message for one recipient.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
pub struct Outcome {
    /// The recipient.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Failed, delayed, delivered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<Action>,
    /// Why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
    /// Whose side must act.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub party: Option<Party>,
    /// Refused for good, or for now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub permanence: Option<Permanence>,
    /// The enhanced status code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// The reply code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reply_code: Option<String>,
    /// The server that refused.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remote_mta: Option<String>,
    /// The large provider whose server that is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// Its words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub diagnostic: Option<String>,
    /// Whether the address or its domain does not exist, or has moved.
    pub dead_address: bool,
}

impl Outcome {
    fn of(recipient: &Recipient) -> Self {
        Self {
            address: recipient.address.clone(),
            action: recipient.action,
            reason: recipient.reason,
            party: recipient.party,
            permanence: recipient.permanence,
            status: recipient.status.clone(),
            reply_code: recipient.reply_code.clone(),
            provider: recipient.remote_mta.as_deref().and_then(provider::of_host).map(str::to_owned),
            remote_mta: recipient.remote_mta.clone(),
            diagnostic: recipient.diagnostic.clone(),
            dead_address: recipient.dead_address,
        }
    }

    /// Whether the message did not arrive, or not yet.
    #[must_use]
    pub fn is_failure(&self) -> bool {
        !matches!(self.action, Some(Action::Delivered | Action::Relayed | Action::Expanded))
    }

    /// The domain of the recipient, in lower case.
    #[must_use]
    pub fn domain(&self) -> Option<String> {
        let (_, domain) = self.address.as_deref()?.rsplit_once('@')?;
        let domain = domain.trim_end_matches(['>', '.']).to_ascii_lowercase();
        (!domain.is_empty()).then_some(domain)
    }
}

impl Row {
    /// A message by its report.
    #[must_use]
    pub fn of(report: &Report, name: &str) -> Self {
        let field = |name: &str| report.fields.iter().find(|field| field.name.eq_ignore_ascii_case(name));
        let value = |name| field(name).map(|field| field.value.clone()).filter(|value| !value.is_empty());
        let address = |name| value(name).and_then(|value| first_address(&value));
        let worst = report.findings.iter().map(|finding| finding.severity).min();
        let feedback = report.feedback.as_ref();
        Self {
            name: name.to_owned(),
            when: when(report),
            from: address("From"),
            to: address("To"),
            subject: value("Subject"),
            message_id: value("Message-ID"),
            kind: report.kind,
            severity: report.verdict.as_ref().map(|verdict| verdict.severity).or(worst),
            dialect: report.bounce.as_ref().and_then(|bounce| bounce.dialect.clone()),
            outcomes: report.bounce.iter().flat_map(|bounce| bounce.recipients.iter().map(Outcome::of)).collect(),
            complaint: feedback
                .map(|feedback| feedback.feedback_type.as_deref().unwrap_or("unknown").to_ascii_lowercase()),
            complained_by: feedback.map(|feedback| feedback.original_rcpt_to.clone()).unwrap_or_default(),
        }
    }

    /// The first recipient for whom it failed, which the row of a notice shows.
    #[must_use]
    pub fn shown(&self) -> Option<&Outcome> {
        self.outcomes.iter().find(|outcome| outcome.is_failure()).or_else(|| self.outcomes.first())
    }
}

fn first_address(value: &str) -> Option<String> {
    let found = addresses(value);
    let first = found.first()?;
    let domain = first.domain.to_ascii_lowercase();
    (!first.local.is_empty())
        .then(|| if domain.is_empty() { first.local.clone() } else { format!("{}@{domain}", first.local) })
}

fn when(report: &Report) -> Option<DateTime<Utc>> {
    let stamped = report.route.as_ref().and_then(|route| route.hops.iter().rev().find_map(|hop| hop.time));
    let dated = || {
        let field = report.fields.iter().find(|field| field.name.eq_ignore_ascii_case("Date"))?;
        message::date::read(field.value.trim().as_bytes()).time
    };
    stamped.or_else(dated)
}
