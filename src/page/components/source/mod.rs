//! The source of a report: the bar over it, and the window that shows a large one.

pub mod source_bar;
pub mod source_window;
