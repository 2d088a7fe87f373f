//! Delivery notices, error lines, complaints and receipts, as the page shows them.

pub mod feedback;
pub mod letter;
pub mod letters;
pub mod recipient;
pub mod recipient_row;
pub mod recipients;
pub mod reply;
