//! Abuse reports (RFC 5965, RFC 6591) and read receipts (RFC 8098).

mod facts;
mod findings;
mod mistake;
mod reading;
mod receipt;

pub use facts::{Feedback, Mistake, ReadReceipt};
pub(crate) use findings::explain;
pub use reading::{Complaint, Reported, read};
pub use receipt::{Receipt, receipt};
