//! Bounces: delivery status, dialects, reasons, verdict.

mod address;
mod automatic;
mod dialect;
mod facts;
mod findings;
mod languages;
mod letters;
mod listing;
mod notice;
mod reading;
mod signs;
mod status;
mod story;
mod told;
mod transcript;
mod unknown;
mod verdict;

pub use automatic::{Automatic, automatic};
pub use facts::{Action, Bounce, Letters, Recipient};
pub use notice::Returned;
pub use reading::{Notice, read};

/// The names of the programs whose notices are known.
pub fn dialects() -> impl Iterator<Item = &'static str> {
    dialect::DIALECTS.iter().map(|dialect| dialect.name)
}
