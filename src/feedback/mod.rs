//! Abuse reports (RFC 5965, RFC 6591) and read receipts (RFC 8098).
//!
//! In: a message and its parts. Out: [`Feedback`] or [`ReadReceipt`], and findings.
//!
//! ```
//! let report = backstamp::analyze(include_bytes!("../../samples/complaint.eml"), &backstamp::Context::default());
//! assert_eq!(report.feedback.unwrap().feedback_type.as_deref(), Some("abuse"));
//! ```

mod facts;
mod findings;
mod mistake;
mod reading;
mod receipt;

pub use facts::{Feedback, Mistake, ReadReceipt};
pub(crate) use findings::explain;
pub use reading::{Complaint, Reported, read};
pub use receipt::{Receipt, receipt};
