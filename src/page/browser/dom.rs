//! Elements of the shell: finding them, scrolling to them, listening to them.

use gloo_events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{
    Document, Element, Event, EventTarget, HtmlElement, ScrollIntoViewOptions, ScrollLogicalPosition, Window,
};

/// Below this width source and report stand one above the other: see `styles/shell.css`.
const NARROW: f64 = 960.0;

pub fn window() -> Option<Window> {
    web_sys::window()
}

pub fn document() -> Option<Document> {
    window()?.document()
}

pub fn by_id(id: &str) -> Option<Element> {
    document()?.get_element_by_id(id)
}

/// Opens the page anew.
pub fn reload() {
    if let Some(window) = window() {
        // A page may always do this.
        let _ = window.location().reload();
    }
}

/// The page's own SHA-256 as the seal wrote it; empty in a page that is not sealed.
pub fn program() -> String {
    let mark = document().and_then(|document| document.query_selector("meta[name=program]").ok().flatten());
    mark.and_then(|mark| mark.get_attribute("content")).unwrap_or_default()
}

/// The part of the shell with this id, emptied.
pub fn slot(id: &str) -> Option<Element> {
    let element = by_id(id)?;
    clear(&element);
    Some(element)
}

pub fn clear(element: &Element) {
    element.set_text_content(None);
}

/// Sets or takes away a class.
pub fn set_class(element: &Element, class: &str, on: bool) {
    // A class name of our own is never refused.
    let _ = element.class_list().toggle_with_force(class, on);
}

/// Shows or hides a part of the shell.
pub fn set_hidden(id: &str, hidden: bool) {
    if let Some(element) = by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        element.set_hidden(hidden);
    }
}

/// Highlights the whole page with a class, or takes it away.
pub fn mark_page(class: &str, on: bool) {
    if let Some(body) = document().and_then(|document| document.body()) {
        set_class(&body, class, on);
    }
}

/// What has the focus.
pub fn focused() -> Option<HtmlElement> {
    document()?.active_element()?.dyn_into().ok()
}

/// Scrolls a box of its own scrolling, or the window that it lies in, to its beginning.
pub fn to_top(id: &str) {
    if let Some(element) = by_id(id) {
        element.set_scroll_top(0);
        if element.get_bounding_client_rect().top() < 0.0 {
            element.scroll_into_view();
        }
    }
}

/// Whether a part of the shell is hidden.
pub fn is_hidden(id: &str) -> bool {
    by_id(id).is_some_and(|element| element.has_attribute("hidden"))
}

/// Scrolls as little as it takes to show an element.
pub fn reveal(element: &Element) {
    open_around(element);
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

/// Opens what an element is folded away in.
fn open_around(element: &Element) {
    let mut around = element.closest("details:not([open])").ok().flatten();
    while let Some(details) = around {
        // An attribute of HTML is never refused.
        let _ = details.set_attribute("open", "");
        around = details.closest("details:not([open])").ok().flatten();
    }
}

/// Scrolls to an element and gives it the focus; where it is no control, to the first one in it.
pub fn go_to(id: &str) {
    let Some(element) = by_id(id) else { return };
    reveal(&element);
    let control = element.query_selector("button, summary").ok().flatten().unwrap_or(element);
    if let Some(control) = control.dyn_ref::<HtmlElement>() {
        // Where it cannot take the focus, it is in view all the same.
        let _ = control.focus();
    }
}

/// Whether source and report stand one above the other.
pub fn is_narrow() -> bool {
    let width = window().and_then(|window| window.inner_width().ok()).and_then(|width| width.as_f64());
    width.is_some_and(|width| width < NARROW)
}

/// Scrolls a box of its own scrolling so that the first lit words in it can be seen.
pub fn scroll_to_lit(scroller: &str) {
    let Some(scroller) = by_id(scroller) else { return };
    let Some(lit) = scroller.query_selector("mark.lit").ok().flatten() else { return };
    let (top, bottom) = (lit.get_bounding_client_rect().top(), lit.get_bounding_client_rect().bottom());
    let frame = scroller.get_bounding_client_rect();
    if top < frame.top() + 8.0 || bottom > frame.bottom() - 8.0 {
        let third = f64::from(scroller.client_height()) / 3.0;
        scroller.set_scroll_top(scroller.scroll_top() + (top - frame.top() - third) as i32);
    }
}

/// Listens, and may keep the browser from doing what it would.
pub fn listen(target: &EventTarget, event: &'static str, act: impl FnMut(&Event) + 'static) -> EventListener {
    EventListener::new_with_options(target, event, EventListenerOptions::enable_prevent_default(), act)
}
