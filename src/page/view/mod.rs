//! What turns a report into things to draw.

pub mod evidence_link;
pub mod highlights;
pub mod route_picture;
pub mod score_bar;
pub mod walk_tree;
