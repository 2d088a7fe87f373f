//! SMTP (RFC 5321): reply codes and enhanced status codes, the steps of a session, addresses and paths.
//!
//! In: a code or a path as servers write it. Out: what it means.
//!
//! ```
//! let code = backstamp::smtp::codes::lookup("550").unwrap();
//! assert!(code.fits(backstamp::smtp::Reason::UserUnknown));
//! ```

pub mod codes;
mod facts;
pub mod path;
pub(crate) mod step;

pub use facts::{Permanence, Reason, Reply, Step};
