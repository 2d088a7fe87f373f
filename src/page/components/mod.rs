//! What the page looks like: one component a file, its properties above it. They only show.

pub mod backdrop;
mod code_entry;
mod code_link;
mod codes;
mod copy;
mod enclosed;
mod fact_list;
mod fields;
mod finding;
mod heading;
mod ladder;
mod late;
mod ledger;
mod letter;
mod letters;
mod near;
mod picture;
mod postmark;
mod quoted;
mod recipient;
mod recipient_row;
mod recipients;
mod reference;
mod reply;
pub mod report;
mod report_area;
pub mod route;
mod route_table;
mod script;
mod script_commands;
mod script_form;
mod script_practice;
mod script_steps;
mod session;
mod settings;
mod sheet;
mod source_bar;
mod source_window;
mod stops;
mod tie;
mod toast;
mod told;
pub mod verdict;
mod welcome;
mod working;

pub use backdrop::Backdrop;
pub use codes::CodesPage;
pub use ledger::Ledger;
pub use near::Near;
pub use report::ReportView;
pub use report_area::ReportArea;
pub use route::RouteSection;
pub use script::ScriptPage;
pub use settings::SettingsPage;
pub use source_bar::SourceBar;
pub use source_window::SourceWindow;
pub use toast::Toast;
pub use verdict::VerdictCard;

use backstamp::finding::Severity;
use yew::prelude::*;

use super::control::Control;

/// The class that gives something a severity's colour.
fn tone(severity: Severity) -> &'static str {
    match severity {
        Severity::Problem => "problem",
        Severity::Warning => "warning",
        Severity::Note => "note",
        Severity::Good => "good",
    }
}

/// What changes the desk, for a component deep within it.
#[hook]
fn use_control() -> Option<Control> {
    use_context::<Control>()
}
