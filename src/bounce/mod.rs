//! Bounces: delivery status, dialects, reasons, verdict.

mod address;
mod dialect;
mod facts;
mod languages;
mod listing;
mod notice;
mod reading;
mod signs;
mod status;
mod told;
mod transcript;
mod unknown;

pub use facts::{Action, Bounce, Letters, Recipient};
pub use notice::Returned;
pub use reading::{Notice, read};
