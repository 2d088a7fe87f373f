//! Everything that touches the browser.

pub mod clipboard;
pub mod clock;
pub mod dom;
pub mod editor;
pub mod fault;
pub mod fetching;
pub mod files;
pub mod fragment;
pub mod json;
pub mod requests;
pub mod storage;
pub mod unseen;
pub mod worker;
