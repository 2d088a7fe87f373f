//! The guide's chapters.

pub mod guide_chapter;
