//! What the page looks like: one component a file, its properties above it. They only show.

pub mod auth;
pub mod bounce;
pub mod code;
pub mod common;
pub mod files;
pub mod filter;
pub mod guide;
pub mod log;
pub mod mailroute;
pub mod report;
pub mod session;
pub mod source;
pub mod trace;

use backstamp::finding::Severity;
use yew::prelude::*;

use super::state::control::Control;
use super::state::route_panel::Walking;

/// The class that gives something a severity's colour.
pub fn tone(severity: Severity) -> &'static str {
    match severity {
        Severity::Problem => "problem",
        Severity::Warning => "warning",
        Severity::Note => "note",
        Severity::Good => "good",
    }
}

/// What changes the desk, for a component deep within it.
#[hook]
pub fn use_control() -> Option<Control> {
    use_context::<Control>()
}

/// The mail route's panel, for a component deep within the page.
#[hook]
pub fn use_walking() -> Option<Walking> {
    use_context::<Walking>()
}
