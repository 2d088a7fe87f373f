//! Authentication of mail: SPF, DKIM, DMARC, ARC.

pub mod proved;
pub mod record;

use serde::Serialize;

use proved::Proved;

/// What there is to say of a message's authentication.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "borsh", derive(borsh::BorshSerialize, borsh::BorshDeserialize))]
#[serde(rename_all = "camelCase")]
pub struct Authentication {
    /// The domain in `From`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// What was verified again; absent where nobody asked. A worker of the page asks nobody.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "borsh", borsh(skip))]
    pub proved: Option<Box<Proved>>,
}
