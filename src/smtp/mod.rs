//! SMTP: reply codes, enhanced status codes, and what servers mean by their words.

mod facts;

pub use facts::{Permanence, Reason, Reply, Step};
