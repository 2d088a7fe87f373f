//! What a report lists of a file: its name, and of a message what tells it from others.

use serde::Serialize;

use crate::message::{Message, Part};
use crate::order;

/// How many names of attachments are listed of one message.
const MAX_NAMES: usize = 1000;

/// A file, or a message in one, as a report lists it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Listed {
    /// Its path within the input, or that of the input; empty where it has none.
    pub name: String,
    /// What it is: `message`, `msg`, `tnef`, `pdf`.
    pub kind: String,
    /// How many messages it is: one, or none.
    pub messages: usize,
    /// The message's subject, decoded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// Its Message-ID, with its brackets.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<String>,
    /// The names of what is attached to it; empty for an attachment without a name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<String>,
    /// Why it could not be read, or not to its end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

impl Listed {
    /// A message as RFC 5322 has it.
    #[must_use]
    pub fn of_message(name: &str, kind: &str, bytes: &[u8]) -> Self {
        let message = Message::read(super::message_start(bytes), 0);
        let field = |name| message.first(name).map(|field| field.decoded());
        let part = Part::of(&message);
        Self {
            name: name.to_owned(),
            kind: kind.to_owned(),
            messages: 1,
            subject: field("Subject"),
            message_id: field("Message-ID").filter(|id| !id.is_empty()),
            attachments: attachments(&part),
            error: None,
        }
    }

    /// A message as Outlook keeps it.
    #[must_use]
    pub fn of_outlook(name: &str, kind: &str, outlook: &super::Outlook) -> Self {
        Self {
            name: name.to_owned(),
            kind: kind.to_owned(),
            messages: 1,
            subject: outlook.subject.clone(),
            message_id: outlook.message_id.clone(),
            attachments: outlook.attachments.iter().take(MAX_NAMES).cloned().collect(),
            error: None,
        }
    }
}

/// The names of a message's attachments, in order. A part is one where it has a file name, says that it is one (RFC 2183), or is a
/// message within another kind of multipart than a report (RFC 6522).
fn attachments(whole: &Part<'_>) -> Vec<String> {
    let is_report = whole.media_type == "multipart/report";
    let named = whole.walk().skip(usize::from(!whole.parts.is_empty())).filter(|part| part.parts.is_empty());
    let named = named.filter_map(|part| {
        let name = part.file_name();
        let is_message = part.enclosed().is_some() && !is_report && !whole.parts.is_empty();
        (name.is_some() || part.is_attachment() || is_message).then(|| name.unwrap_or_default())
    });
    named.take(MAX_NAMES).collect()
}

/// Puts what is no message behind the messages, and leaves the rest in its order.
pub(crate) fn messages_first(files: &mut Vec<Listed>) {
    order::sort_by_key(files, |file| file.messages == 0 && file.error.is_none());
}
