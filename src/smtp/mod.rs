//! SMTP: reply codes, enhanced status codes, and what servers mean by their words.

pub mod answer;
pub mod cause;
pub mod codes;
mod facts;
pub mod find;
mod fold;
mod judge;
mod log;
pub mod path;
pub mod practice;
pub mod reason;
pub mod remote;
pub mod reply;
pub mod script;
pub mod session;
pub(crate) mod step;

pub use facts::{Permanence, Reason, Reply, Step};
pub use judge::{Judgement, Words, judge};
