//! The facts of a complaint and of a read receipt.

use serde::Serialize;

use crate::finding::Fact;

/// What a feedback report says (RFC 5965 section 3).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Feedback {
    /// The kind of complaint: `abuse`, `auth-failure`, `fraud`, `virus` …
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub feedback_type: Option<String>,
    /// The program that wrote the report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<String>,
    /// The version of the format.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// The address that the reported message came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source_ip: Option<String>,
    /// The reported message's envelope sender.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original_mail_from: Option<String>,
    /// The reported message's envelope recipients.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub original_rcpt_to: Vec<String>,
    /// When the reporter took the reported message, as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arrival_date: Option<String>,
    /// The server that wrote the report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reporting_mta: Option<String>,
    /// The domains that the reporter holds responsible.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reported_domains: Vec<String>,
    /// Links in the reported message that the reporter objects to.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reported_uris: Vec<String>,
    /// Who asks to be taken off (`opt-out` reports).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub removal_recipients: Vec<String>,
    /// How many like incidents the report stands for (RFC 5965 section 3.2).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub incidents: Option<String>,
    /// What failed, in an authentication failure report: `dkim`, `spf`, `dmarc`, `bodyhash` … (RFC 6591).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auth_failure: Option<String>,
    /// What the receiver did with the message, in such a report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delivery_result: Option<String>,
    /// The other fields of the part for programs, as written: those of RFC 6591, RFC 6692 and RFC 9991 that need no words of
    /// their own, and a reporter's own.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub other_fields: Vec<Fact>,
    /// Whether the complainant's address is hidden.
    pub redacted: bool,
    /// Why the complaint was probably a mistake, where the reported message shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mistake: Option<Mistake>,
    /// A text for the abuse desk of the provider that reported, where the complaint was probably a mistake.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub letter: Option<String>,
}

/// What the reported message is, where a complaint about it was probably a mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
pub enum Mistake {
    /// A read receipt that the complainant's own message asked for.
    ReadReceipt,
    /// A bounce of a message that the complainant sent, or that was forged in their name.
    Bounce,
    /// An automatic reply to a message of the complainant.
    AutoReply,
    /// A message of a list with members.
    ListMessage,
    /// A reply to a message of the complainant.
    Reply,
    /// A bill, an order, or another message about one person's own business.
    Transaction,
}

/// What a read receipt says (RFC 8098 section 3).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ReadReceipt {
    /// `displayed`, `deleted`, `denied` …
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disposition: Option<String>,
    /// Whether the program acted by itself (`true`) or a person told it to (`false`); absent where it is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub automatic_action: Option<bool>,
    /// Whether the receipt was sent by itself (`true`) or a person agreed to it (`false`); absent where it is not said.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub automatic_sending: Option<bool>,
    /// Words after the disposition: `error` and the like.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub modifiers: Vec<String>,
    /// Who the receipt is from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub final_recipient: Option<String>,
    /// The address that the sender wrote, where it is another.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original_recipient: Option<String>,
    /// The message that the receipt is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub original_message_id: Option<String>,
    /// The program that wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reporting_ua: Option<String>,
}
