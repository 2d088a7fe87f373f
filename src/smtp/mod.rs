//! SMTP (RFC 5321): reply codes and enhanced status codes, the steps of a session, addresses and paths.

pub mod codes;
mod facts;
pub mod path;
pub(crate) mod step;

pub use facts::{Permanence, Reason, Reply, Step};
