//! One file a page: what stands at an address of its own.

pub mod batch;
pub mod codes;
pub mod compare;
pub mod guide;
pub mod route;
pub mod session;
pub mod settings;
pub mod share;
