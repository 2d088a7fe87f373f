//! Authentication: SPF, DKIM, DMARC and ARC, as the header tells of them.

pub mod claim;
pub mod panel;
