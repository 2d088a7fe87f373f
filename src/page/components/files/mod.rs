//! What is in a mailbox, an archive or a message that was given as a file.

pub mod list;
