//! The facts of a complaint and of a read receipt.

use serde::{Deserialize, Serialize};

/// What a feedback report says (RFC 5965 section 3).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Feedback {
    /// The kind of complaint: `abuse`, `auth-failure`, `fraud`, `virus` …
    #[serde(rename = "type", skip_serializing_if = "Option::is_none", default)]
    pub feedback_type: Option<String>,
    /// The program that wrote the report.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub user_agent: Option<String>,
    /// The address that the reported message came from.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub source_ip: Option<String>,
    /// The reported message's envelope sender.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub original_mail_from: Option<String>,
    /// When the reporter took the reported message, as written.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub arrival_date: Option<String>,
}

/// What a read receipt says (RFC 8098 section 3).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReadReceipt {
    /// `displayed`, `deleted`, `denied` …
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub disposition: Option<String>,
}
