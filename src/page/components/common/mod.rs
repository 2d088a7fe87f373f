//! What every page has: headings, copies, the ledger of requests, short messages.

pub mod at_caret;
pub mod backdrop;
pub mod copy;
pub mod deferred;
pub mod heading;
pub mod ledger;
pub mod network;
pub mod toast;
pub mod welcome;
pub mod working;
