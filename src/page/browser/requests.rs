//! What the browser recorded of requests that this page made (Resource Timing).

use js_sys::Array;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{PerformanceEntry, PerformanceObserver, PerformanceObserverInit};

use super::dom;

/// The addresses that requests went to. What the page holds in its own memory (`blob:`, `data:`) leaves no machine.
pub fn recorded() -> Vec<String> {
    let entries = dom::window().and_then(|window| window.performance());
    let entries = entries.map_or_else(Array::new, |performance| performance.get_entries_by_type("resource"));
    let names = entries.iter().filter_map(|entry| entry.dyn_into::<PerformanceEntry>().ok()).map(|entry| entry.name());
    names.filter(|name| !name.starts_with("blob:") && !name.starts_with("data:")).collect()
}

/// Watches for as long as it is kept.
pub struct Watch {
    observer: PerformanceObserver,
    _act: Closure<dyn FnMut(JsValue)>,
}

impl Watch {
    /// Calls `act` after every request that the browser records.
    pub fn new(act: impl Fn() + 'static) -> Option<Self> {
        let act = Closure::<dyn FnMut(JsValue)>::new(move |_| act());
        let observer = PerformanceObserver::new(act.as_ref().unchecked_ref()).ok()?;
        observer.observe(&PerformanceObserverInit::new(&Array::of1(&"resource".into())));
        Some(Self { observer, _act: act })
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// The Content-Security-Policies in force, as the page states them.
pub fn policies() -> Vec<String> {
    let found = dom::document()
        .and_then(|document| document.query_selector_all("meta[http-equiv='Content-Security-Policy' i]").ok());
    let metas = found.iter().flat_map(web_sys::NodeList::values).flatten();
    metas.filter_map(|meta| meta.dyn_ref::<web_sys::Element>()?.get_attribute("content")).collect()
}
