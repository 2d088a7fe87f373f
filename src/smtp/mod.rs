//! SMTP: reply codes, enhanced status codes, and what servers mean by their words.

mod code;
mod facts;
pub mod find;
mod fold;
mod judge;
pub mod reason;
mod remote;
mod step;

pub use facts::{Permanence, Reason, Reply, Step};
pub use judge::{Judgement, Words, judge};
