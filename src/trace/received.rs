//! One `Received` field: bytes to facts.

use super::Peer;
use crate::finding::Span;
use crate::message::Field;
use crate::message::date::Stamp;

/// What one `Received` field says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Received {
    /// Who handed the message over.
    pub from: Peer,
    /// Who took it.
    pub by: Option<String>,
    /// The protocol.
    pub with: Option<String>,
    /// The queue id.
    pub id: Option<String>,
    /// The recipient.
    pub recipient: Option<String>,
    /// The link.
    pub via: Option<String>,
    /// The user that an RFC 1413 lookup named.
    pub ident: Option<String>,
    /// The envelope sender.
    pub envelope_from: Option<String>,
    /// Whether the client had logged in; absent where the field does not tell.
    pub authenticated: Option<bool>,
    /// TLS version and cipher, in the field's words.
    pub tls: Option<String>,
    /// The program that wrote the field.
    pub dialect: Option<&'static str>,
    /// Words that were not understood.
    pub rest: Vec<String>,
    /// The stamp; its span counts in the whole input, as the field's spans do.
    pub stamp: Stamp,
    /// The stamp's own words; absent where there are none.
    pub stamp_text: Option<String>,
    /// The whole field.
    pub span: Span,
}

/// Reads one `Received` field.
#[must_use]
pub fn read(field: &Field<'_>) -> Received {
    Received { span: field.span(), ..Received::default() }
}
