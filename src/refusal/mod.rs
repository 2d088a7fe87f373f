//! What a server's words mean: a refusal's reason, side and permanence, from reply codes, status codes, words and step.
//!
//! - `find`: reply codes and enhanced status codes in running text; `log_line`: what a log line says around a reply.
//! - `normalize`: the form in which words are searched.
//! - `reason`: a file for each reason, with the phrases that show it; `provider`: what single providers mean by theirs.
//! - `clause`: a reply taken apart, and of whom each part speaks; `dead`: whether the address is dead.
//! - `classify`: the verdict; `cause`: what a temporary error may come from.
//! - `plain`: reasons in plain words, for the user who asked.
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
pub(crate) mod plain;
pub mod provider;
pub mod reason;
pub mod reply;

pub use classify::{Classification, Refusal, classify};

/// The steps that are of use: sending again is none while a queue still tries, and waiting is none once all tries are over.
pub(crate) fn useful(
    steps: &'static [&'static str],
    is_queued: bool,
    is_over: bool,
) -> impl Iterator<Item = &'static str> {
    steps.iter().copied().filter(move |step| !is_in_vain(step, is_queued, is_over))
}

/// Whether a step asks for what a queue does by itself, or waits for what will not come.
fn is_in_vain(step: &str, is_queued: bool, is_over: bool) -> bool {
    const SEND: [&str; 3] = ["send again", "send the message again", "send it again"];
    let step = step.to_ascii_lowercase();
    // Limits that count the mail of a day pass all the same.
    let waits = step.starts_with("wait") && !step.starts_with("wait for");
    is_queued && SEND.iter().any(|words| step.contains(words)) || is_over && waits
}
