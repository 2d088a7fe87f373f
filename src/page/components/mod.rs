//! What the page looks like: one component a file, its properties above it. They only show.

pub mod backdrop;
mod code_entry;
mod code_link;
mod codes;
mod compare;
mod copy;
mod enclosed;
mod fact_list;
mod fields;
mod finding;
mod forwarding;
mod guide_chapter;
mod guide_page;
mod heading;
mod ladder;
mod late;
mod ledger;
mod letter;
mod letters;
mod near;
mod network;
mod offers;
mod picture;
mod postmark;
mod questions;
mod quoted;
mod recipient;
mod recipient_row;
mod recipients;
mod record_writer;
mod reference;
mod reply;
pub mod report;
mod report_area;
pub mod route;
mod route_page;
mod route_table;
mod script;
mod script_commands;
mod script_form;
mod script_practice;
mod script_steps;
mod self_test;
mod session;
mod settings;
mod share;
mod sheet;
mod source_bar;
mod source_window;
mod stops;
mod tie;
mod toast;
mod told;
mod try_box;
mod try_mail;
mod try_zone;
pub mod verdict;
mod walk_form;
mod walk_picture;
mod walk_result;
mod walk_table;
mod welcome;
mod working;

pub use backdrop::Backdrop;
pub use codes::CodesPage;
pub use compare::ComparePage;
pub use guide_page::GuidePage;
pub use ledger::Ledger;
pub use near::Near;
pub use report::ReportView;
pub use report_area::ReportArea;
pub use route::RouteSection;
pub use route_page::RoutePage;
pub use script::ScriptPage;
pub use settings::SettingsPage;
pub use share::SharePage;
pub use source_bar::SourceBar;
pub use source_window::SourceWindow;
pub use toast::Toast;
pub use verdict::VerdictCard;

use backstamp::finding::Severity;
use yew::prelude::*;

use super::control::Control;
use super::walking::Walking;

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

/// The mail route's panel, for a component deep within the page.
#[hook]
fn use_walking() -> Option<Walking> {
    use_context::<Walking>()
}
