//! Header fields with their places, MIME parts, addresses, dates (RFC 5322, RFC 2045 to 2047).

pub mod date;
mod field;
mod part;

pub use field::{Field, Message, line_at};
pub use part::{Part, Text};
