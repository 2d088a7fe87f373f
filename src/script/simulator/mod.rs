//! A simulated server to try a session on. It obeys the grammar and the order of commands of RFC 5321, and says what a real
//! server would.
//!
//! Nothing is sent anywhere, and no password is kept.

mod grammar;
mod play;
mod scenario;
mod server;

pub use play::{play, transcript};
pub use scenario::Scenario;
pub use server::{Exchange, Server};
