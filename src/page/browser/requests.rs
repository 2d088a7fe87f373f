//! What the browser recorded of requests that this page made (Resource Timing).

use std::cell::RefCell;

use backstamp::dns::{Outcome, Question};
use js_sys::Array;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{PerformanceEntry, PerformanceObserver, PerformanceObserverInit};

use super::{clock, dom};

/// The most attempts that are kept.
const KEPT: usize = 2_000;

/// An attempt to ask, as the program itself noted it: what the browser does not record of a request.
#[derive(Debug, Clone, PartialEq)]
pub struct Attempt {
    /// The address.
    pub url: String,
    /// When, in milliseconds since the page was opened.
    pub since: u64,
    /// Who was to be asked.
    pub resolver: String,
    /// What.
    pub question: Question,
    /// What came of it; none while it is under way.
    pub outcome: Option<Outcome>,
    /// How many octets the answer had.
    pub octets: Option<usize>,
}

thread_local! {
    static ATTEMPTS: RefCell<Vec<Attempt>> = const { RefCell::new(Vec::new()) };
}

/// Notes that a question is about to be asked. Returns its number; none once there are too many to keep.
pub fn begin(url: &str, resolver: &str, question: &Question) -> Option<usize> {
    ATTEMPTS.with_borrow_mut(|attempts| {
        let attempt = Attempt {
            url: url.to_owned(),
            since: clock::ticks(),
            resolver: resolver.to_owned(),
            question: question.clone(),
            outcome: None,
            octets: None,
        };
        (attempts.len() < KEPT).then(|| {
            attempts.push(attempt);
            attempts.len() - 1
        })
    })
}

/// Notes what came of it.
pub fn end(number: Option<usize>, outcome: &Outcome, octets: Option<usize>) {
    ATTEMPTS.with_borrow_mut(|attempts| {
        if let Some(attempt) = number.and_then(|number| attempts.get_mut(number)) {
            attempt.outcome = Some(outcome.clone());
            attempt.octets = octets;
        }
    });
}

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

/// Whether every policy in force allows requests to an origin, which is scheme, host and port.
pub fn is_allowed(origin: &str) -> bool {
    policies().iter().all(|policy| allows(policy, origin))
}

/// Whether a policy allows requests to an origin. It knows the sources that the page's own policies are written with.
fn allows(policy: &str, origin: &str) -> bool {
    let directive = policy.split(';').find_map(|directive| directive.trim().strip_prefix("connect-src "));
    let Some(sources) = directive else { return true };
    sources.split_ascii_whitespace().any(|source| {
        // `https:` is every address of the scheme, `http://localhost:*` every port of the host.
        source == origin
            || source.ends_with(':') && origin.starts_with(source)
            || source.strip_suffix(":*").is_some_and(|host| {
                origin.strip_prefix(host).is_some_and(|port| port.is_empty() || port.starts_with(':'))
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_allows_what_its_sources_name() {
        let top = "default-src 'none'; connect-src https: http://127.0.0.1:* http://localhost:*; base-uri 'none'";
        for origin in ["https://dns.example", "https://dns.example:8443", "http://127.0.0.1:8053", "http://localhost"] {
            assert!(allows(top, origin), "{origin}");
        }
        for origin in ["http://dns.example", "http://127.0.0.1.example", "http://127.0.0.10:80"] {
            assert!(!allows(top, origin), "{origin}");
        }
        assert!(allows("connect-src https://dns.example", "https://dns.example"));
        assert!(!allows("connect-src https://dns.example", "https://dns.example:8443"));
        assert!(!allows("connect-src 'none'", "https://dns.example"));
        assert!(allows("img-src data:", "https://dns.example"));
    }
}
