//! Reply codes and enhanced status codes.

pub mod code_entry;
pub mod code_link;
