//! Bounces: delivery status, dialects, reasons, verdict.

mod facts;

pub use facts::{Action, Bounce, Letters, Recipient};
