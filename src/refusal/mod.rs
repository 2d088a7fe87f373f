//! What a server's words mean: a refusal's reason, side and permanence, from reply codes, status codes, words and step.
//!
//! - `find`: reply codes and enhanced status codes in running text; `log_line`: what a log line says around a reply.
//! - `normalize`: the form in which words are searched.
//! - `reason`: a file for each reason, with the phrases that show it; `provider`: what single providers mean by theirs.
//! - `clause`: a reply taken apart, and of whom each part speaks; `dead`: whether the address is dead.
//! - `classify`: the verdict; `cause`: what a temporary error may come from.
//! - `reply`: the report on a pasted error line; `frame`: whether it has the form of a server's answer.
//!
//! In: codes, words, the step. Out: [`Classification`]: the reason, whose side, how sure.
//!
//! ```
//! use backstamp::refusal::{Refusal, classify};
//! use backstamp::smtp::Reason;
//!
//! let refusal = Refusal { reply_code: Some("452"), text: "452 4.2.2 The mailbox is over quota", ..Refusal::default() };
//! assert_eq!(classify(&refusal).reason, Reason::MailboxFull);
//! ```

pub mod cause;
mod classify;
mod clause;
mod dead;
pub mod find;
mod frame;
pub(crate) mod log_line;
mod normalize;
pub mod provider;
pub mod reason;
pub mod reply;

pub use classify::{Classification, Refusal, classify};
