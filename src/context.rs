//! What the caller knows that the input does not say: the moment, and what is theirs.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What a reading may take into account besides the input. The library has no clock and no settings of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase", default)]
pub struct Context {
    /// The present moment. Without it nothing is said about stamps in the future.
    #[cfg_attr(
        feature = "borsh",
        borsh(
            serialize_with = "crate::borsh_time::write_if_known",
            deserialize_with = "crate::borsh_time::read_if_known"
        )
    )]
    pub now: Option<DateTime<Utc>>,
    /// What the user says is theirs.
    pub mine: Mine,
}

/// The user's own domains, hosts and networks.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(default)]
pub struct Mine {
    /// Domains: `example.com` also stands for every name below it.
    pub domains: Vec<String>,
    /// Single host names.
    pub hosts: Vec<String>,
    /// Addresses and networks: `192.0.2.1`, `192.0.2.0/24`, `2001:db8::/32`.
    pub networks: Vec<String>,
}
