//! The page. It shows reports; what they say is decided by the library.
//!
//! - [`reading`]: one input's reports and text, with places that count in the text as the page shows it.
//! - [`tie`], [`marks`]: what in the report belongs to which words of the source, and back.
//! - [`picture`], [`ladder`]: the route as shapes, and how far a session came.
//! - [`script`]: the session that is being written, as it was typed.
//! - [`job`]: what is done with an input as a whole, here or in a worker.
//! - [`state`]: what the desk shows at the moment; [`control`]: what changes it.
//! - [`walking`]: the mail route's panel, and what changes it; [`walk_tree`]: a walk as a picture; [`examples`]: zones
//!   that answer without asking anybody.
//! - [`glance`]: what the page says while the rest of it is on its way.
//! - [`asking`]: how the page asks DNS, and only when somebody wants it to.
//! - [`warm_up`]: what is done ahead while nothing else goes on.
//! - [`components`]: what it looks like, one a file.
//! - [`browser`]: everything that touches the browser.

mod app;
mod asking;
mod browser;
mod components;
mod control;
mod examples;
mod glance;
mod job;
mod ladder;
mod marks;
mod picture;
mod reading;
mod samples;
mod script;
mod settings;
mod state;
mod tie;
mod walk_tree;
mod walking;
mod warm_up;

/// Starts the program: in a window the page, in a worker the reading of large inputs.
pub fn start() {
    if browser::worker::is_inside() {
        browser::worker::listen();
    } else if let Some(report) = browser::dom::by_id("report") {
        browser::dom::clear(&report);
        yew::Renderer::<app::App>::with_root(report).render();
    }
}
