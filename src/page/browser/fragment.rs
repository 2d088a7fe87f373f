//! The address's fragment, which says which page is open. Nothing else ever goes into it.

use gloo_events::EventListener;

use super::dom;

pub fn current() -> String {
    dom::window().and_then(|window| window.location().hash().ok()).unwrap_or_default()
}

/// Opens the page that a fragment names; the browser's way back leads to the one before.
pub fn go(fragment: &str) {
    if let Some(window) = dom::window() {
        // A fragment of our own is never refused.
        let _ = window.location().set_hash(fragment);
    }
}

/// Calls `act` with every new fragment.
pub fn watch(act: impl Fn(String) + 'static) -> Option<EventListener> {
    let window = dom::window()?;
    Some(EventListener::new(&window, "hashchange", move |_| act(current())))
}

/// Highlights the link of the masthead that leads to the open page.
pub fn mark_current(fragment: &str) {
    let links = dom::document().and_then(|document| document.query_selector_all(".masthead nav a").ok());
    for link in links.iter().flat_map(web_sys::NodeList::values).flatten() {
        let Some(link) = wasm_bindgen::JsCast::dyn_ref::<web_sys::Element>(&link) else { continue };
        let _ = if link.get_attribute("href").as_deref() == Some(fragment) {
            link.set_attribute("aria-current", "page")
        } else {
            link.remove_attribute("aria-current")
        };
    }
}
