//! Abuse reports and read receipts.

mod facts;

pub use facts::{Feedback, ReadReceipt};
