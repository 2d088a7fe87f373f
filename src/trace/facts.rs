//! The facts of a trace: hops, hosts, clocks.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::budget;
use super::forwarding::Trail;
use super::loops::Loop;
use super::sequence::Arrangement;
use crate::finding::{Confidence, Span};

/// Who handed the message over, as the receiving server saw it (RFC 5321 section 4.4, `From-domain`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
pub struct Peer {
    /// The name it gave itself in HELO, EHLO or LHLO.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub helo: Option<String>,
    /// The name that a reverse lookup of its address gave.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rdns: Option<String>,
    /// Its address, IPv4 or IPv6, without brackets and tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ip: Option<String>,
}

/// What a host did with the message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
pub enum Role {
    /// Where it was written: a client, a script, a web application.
    Origin,
    /// The server that took it from its author.
    Submission,
    /// The sending side's last server or filter before the open network.
    Outbound,
    /// The receiving side's first server: what its MX names.
    Border,
    /// A server inside one organisation.
    Internal,
    /// A server that passed it on to another address.
    Forwarder,
    /// A mailing list.
    List,
    /// A filter for content: spam, viruses.
    Filter,
    /// The server that stores it for its reader.
    Final,
}

/// Which side of the route a host is on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
pub enum Side {
    /// The sender's.
    Sender,
    /// The recipient's.
    Recipient,
    /// Somebody between: a forwarder, a list, a service.
    Between,
    /// Not to be told.
    Unknown,
}

/// One passage of the message from a host to the next, as one `Received` field tells it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
pub struct Hop {
    /// Who handed it over.
    pub from: Peer,
    /// Who took it: the host that wrote the field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The address of the host that took it, where the field tells it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_ip: Option<String>,
    /// The protocol (`with`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub with: Option<String>,
    /// The queue id (`id`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The recipient (`for`).
    #[serde(rename = "for", skip_serializing_if = "Option::is_none")]
    pub recipient: Option<String>,
    /// The link (`via`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub via: Option<String>,
    /// The user that an RFC 1413 lookup named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ident: Option<String>,
    /// The account on the same host that handed it over, where no network was used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub local_user: Option<String>,
    /// The envelope sender, where the field tells it; `<>` for a notice's empty one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub envelope_from: Option<String>,
    /// Whether the client had logged in; absent where the field does not tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub authenticated: Option<bool>,
    /// Whether the connection was encrypted; absent where the field does not tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encrypted: Option<bool>,
    /// TLS version and cipher, in the field's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tls: Option<String>,
    /// The moment of the stamp; absent where it gives no sure moment (no zone, no such day).
    #[cfg_attr(
        feature = "borsh",
        borsh(
            serialize_with = "crate::borsh_time::write_if_known",
            deserialize_with = "crate::borsh_time::read_if_known"
        )
    )]
    pub time: Option<DateTime<Utc>>,
    /// The stamp's own offset from UTC in minutes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub utc_offset_minutes: Option<i32>,
    /// The stamp as written.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stamp: Option<String>,
    /// This stamp minus the one before, in seconds; may be negative.
    pub delay_seconds: Option<i64>,
    /// The least and the most seconds that the delay can have been, given what is known of the clocks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delay_range: Option<(i64, i64)>,
    /// The program that wrote the field.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dialect: Option<String>,
    /// What the host that wrote the field did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
    /// How sure the role is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role_confidence: Option<Confidence>,
    /// The host in [`Route::hosts`] that handed it over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_host: Option<usize>,
    /// The host in [`Route::hosts`] that took it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by_host: Option<usize>,
    /// Whether this hop is one host passing the message to itself (a filter, a local delivery).
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub within_host: bool,
    /// Words of the field that were not understood.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub rest: Vec<String>,
    /// The whole field.
    pub span: Span,
    /// Its stamp.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stamp_span: Option<Span>,
}

/// What is known of a host's clock.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
pub struct Clock {
    /// Whether the stamps cannot all be right unless this clock, or another so marked, is wrong.
    pub doubted: bool,
    /// The least by which it must be off if it alone is wrong, in seconds: positive = fast.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub off_by: Option<i64>,
    /// A whole-hour (or half-hour) zone mistake that explains it, in seconds: positive = fast.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zone_mistake: Option<i64>,
}

/// A host on the route, one lane of the picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
pub struct Host {
    /// Its name, or its address where it has none.
    pub name: String,
    /// Its organisation's domain, as far as the names tell.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub domain: Option<String>,
    /// Its side.
    pub side: Side,
    /// Whether the user named it, its domain or its network as theirs.
    pub mine: bool,
    /// Its clock; absent where no stamp of it is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clock: Option<Clock>,
}

/// What dates a message besides `Received`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
pub enum DatedBy {
    /// The `Date` field.
    Date,
    /// `t=` of a DKIM signature.
    DkimSignature,
    /// `t=` of an ARC signature.
    ArcSignature,
    /// A time within the Message-ID.
    MessageId,
    /// A time within a queue id.
    QueueId,
    /// A vendor's own field: X-Originating-Time, X-OriginalArrivalTime and the like.
    Vendor,
}

/// A moment that something other than a `Received` stamp tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
pub struct Timestamp {
    /// What tells it.
    pub by: DatedBy,
    /// The field's name.
    pub field: String,
    /// The moment.
    #[cfg_attr(
        feature = "borsh",
        borsh(serialize_with = "crate::borsh_time::write", deserialize_with = "crate::borsh_time::read")
    )]
    pub time: DateTime<Utc>,
    /// How much the true moment may lie on either side, in seconds: what the mark does not resolve.
    pub within: i64,
    /// The host in [`Route::hosts`] whose clock it is, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub host: Option<usize>,
    /// Where it stands.
    pub span: Span,
}

/// The way of a message, oldest hop first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
pub struct Route {
    /// Every `Received` field, in transit order: oldest first. Copies of one that is there already are left out.
    pub hops: Vec<Hop>,
    /// The hosts, in the order in which the message met them.
    pub hosts: Vec<Host>,
    /// Moments told by other fields.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<Timestamp>,
    /// Last stamp minus first, in seconds, where both are known.
    pub total_seconds: Option<i64>,
    /// The least and the most that the whole way can have taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_range: Option<(i64, i64)>,
    /// The hop in [`Self::hops`] with the longest hold-up worth naming.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub held_at: Option<usize>,
    /// What the message tells of being passed on to other addresses.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub forwarding: Option<Trail>,
    /// The circle that it ran in.
    #[serde(rename = "loop", skip_serializing_if = "Option::is_none")]
    pub mail_loop: Option<Loop>,
    /// What was done to bring the fields into transit order; absent where they stand in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arrangement: Option<Arrangement>,
    /// How many `Received` fields there are, also where [`Self::hops`] lists fewer. In JSON the hop budget that follows from it
    /// stands here: [`Self::hop_budget`].
    #[serde(rename = "hopBudget", serialize_with = "budget::write")]
    pub received: usize,
}
