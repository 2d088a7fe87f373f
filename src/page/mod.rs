//! The page. It shows reports; what they say is decided by the library.
//!
//! - `app`: the page's root. [`pages`]: one file a page.
//! - [`state`]: what the page knows at the moment (`desk`, `route_panel`, `session_form`, `settings`), what changes it
//!   (`control`), what is done with an input here or in a worker (`job`, `reading`), and how DNS is asked (`dns_client`).
//! - [`view`]: what turns a report into things to draw: shapes of the route, steps of a session, highlighted words.
//! - [`components`]: what it looks like, in folders by what they show.
//! - [`browser`]: everything that touches the browser.
//! - [`preview`]: what the page says while the rest of it is on its way; [`warm_up`]: what is done ahead while nothing
//!   else goes on.

mod app;
mod browser;
mod components;
mod pages;
mod preview;
mod state;
mod view;
mod warm_up;

/// Starts the program: in a window the page, in a worker the reading of large inputs.
pub fn start() {
    if browser::worker::is_inside() {
        browser::worker::listen();
    } else if let Some(report) = browser::dom::by_id("report") {
        browser::dom::clear(&report);
        browser::unseen::watch();
        yew::Renderer::<app::App>::with_root(report).render();
    }
}
