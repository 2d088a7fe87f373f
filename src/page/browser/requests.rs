//! Requests: those that this page made, as the browser recorded them (Resource Timing) and as the program noted them;
//! and those that the browser would allow.

use std::cell::RefCell;
use std::rc::Rc;

use backstamp::dns::{Barrier, Outcome, Question, doh};
use js_sys::Array;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{PerformanceObserver, PerformanceObserverInit, PerformanceResourceTiming};

use super::{clock, dom};

/// How many requests the browser is to record; without being told, it stops at 250.
const RECORDED: u32 = 10_000;

/// The most attempts that are kept.
const KEPT: usize = 2_000;

/// The policy that allows no request.
const NOTHING: &str = "connect-src 'none'";

/// An attempt to ask, as the program itself noted it: what the browser does not record of a request.
#[derive(Debug, Clone, PartialEq)]
struct Attempt {
    url: String,
    /// When, in milliseconds since the page was opened.
    since: f64,
    /// Who was to be asked.
    resolver: String,
    /// What came of it; none while it is under way.
    outcome: Option<Outcome>,
    /// How many octets the answer had.
    octets: Option<usize>,
}

thread_local! {
    static ATTEMPTS: RefCell<Vec<Attempt>> = const { RefCell::new(Vec::new()) };
    static WATCH: RefCell<Option<Rc<dyn Fn()>>> = const { RefCell::new(None) };
}

/// Notes that a question is about to be asked. Returns its number; none once there are too many to keep.
pub fn begin(url: &str, resolver: &str) -> Option<usize> {
    let (url, resolver) = (url.to_owned(), resolver.to_owned());
    let attempt = Attempt { url, since: clock::ticks() as f64, resolver, outcome: None, octets: None };
    ATTEMPTS.with_borrow_mut(|attempts| {
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
    let watch = WATCH.with_borrow(Clone::clone);
    if let Some(act) = watch {
        act();
    }
}

/// A request, as the ledger shows it.
#[derive(Debug, Clone, PartialEq)]
pub struct Sent {
    /// Its address.
    pub url: String,
    /// When, in milliseconds since the page was opened.
    pub since: f64,
    /// Who was asked; empty where only the browser knows of it.
    pub resolver: String,
    /// The question that its address carries.
    pub question: Option<Question>,
    /// What came of it; none while it is under way.
    pub outcome: Option<Outcome>,
    /// How many octets the answer had.
    pub octets: Option<usize>,
    /// Whether the browser recorded it.
    pub recorded: bool,
}

impl Sent {
    /// Whether it left the page, or may have: all but what the page's own policy kept back.
    pub fn has_left(&self) -> bool {
        self.recorded || !matches!(self.outcome, Some(Outcome::Blocked { by: Barrier::Policy | Barrier::NoNetwork }))
    }
}

/// Every request, in the order in which they began: those that the browser recorded, each with what the program noted
/// of it, and those that only the program knows of. What the page holds in its own memory (`blob:`, `data:`) leaves no
/// machine.
pub fn all() -> Vec<Sent> {
    let entries = dom::window().and_then(|window| window.performance());
    let entries = entries.map_or_else(Array::new, |performance| performance.get_entries_by_type("resource"));
    let entries = entries.iter().filter_map(|entry| entry.dyn_into::<PerformanceResourceTiming>().ok());
    let recorded = entries.map(|entry| (entry.name(), entry.start_time()));
    let recorded = recorded.filter(|(url, _)| !url.starts_with("blob:") && !url.starts_with("data:")).collect();
    matched(recorded, ATTEMPTS.with_borrow(Clone::clone))
}

/// Puts together what the browser recorded, as address and time, and what the program noted. The same address may have
/// been asked several times; both lists have them in the same order.
fn matched(recorded: Vec<(String, f64)>, attempts: Vec<Attempt>) -> Vec<Sent> {
    let mut attempts: Vec<Option<Attempt>> = attempts.into_iter().map(Some).collect();
    let sent = |url: String, since, attempt: Option<Attempt>, recorded| {
        let (resolver, outcome, octets) =
            attempt.map_or_else(Default::default, |attempt| (attempt.resolver, attempt.outcome, attempt.octets));
        Sent { question: doh::asked(&url), url, since, resolver, outcome, octets, recorded }
    };
    let mut all: Vec<Sent> = Vec::with_capacity(recorded.len());
    for (url, since) in recorded {
        // What the policy refused never was a request.
        let is_it = |attempt: &Attempt| {
            attempt.url == url && !matches!(attempt.outcome, Some(Outcome::Blocked { by: Barrier::Policy }))
        };
        let attempt = attempts.iter_mut().find(|attempt| attempt.as_ref().is_some_and(is_it)).and_then(Option::take);
        all.push(sent(url, since, attempt, true));
    }
    all.extend(attempts.into_iter().flatten().map(|attempt| {
        let (url, since) = (attempt.url.clone(), attempt.since);
        sent(url, since, Some(attempt), false)
    }));
    all.sort_by(|one, other| one.since.total_cmp(&other.since));
    all
}

/// Watches for as long as it is kept.
pub struct Watch {
    observer: PerformanceObserver,
    _act: Closure<dyn FnMut(JsValue)>,
}

impl Watch {
    /// Calls `act` after every request that the browser records, and when one has come to its end. There is one watch
    /// at a time.
    pub fn new(act: impl Fn() + 'static) -> Option<Self> {
        if let Some(performance) = dom::window().and_then(|window| window.performance()) {
            performance.set_resource_timing_buffer_size(RECORDED);
        }
        let watch = Rc::new(act);
        WATCH.set(Some(watch.clone()));
        let act = Closure::<dyn FnMut(JsValue)>::new(move |_| watch());
        let observer = PerformanceObserver::new(act.as_ref().unchecked_ref()).ok()?;
        observer.observe(&PerformanceObserverInit::new(&Array::of1(&"resource".into())));
        Some(Self { observer, _act: act })
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.observer.disconnect();
        WATCH.set(None);
    }
}

/// Narrows the policy to nothing, at once and until the page is opened anew.
pub fn refuse_all() {
    if policies().iter().any(|policy| policy == NOTHING) {
        return;
    }
    let Some(document) = dom::document() else { return };
    let (Some(head), Ok(meta)) = (document.head(), document.create_element("meta")) else { return };
    // Attributes of HTML are never refused, and neither is a new element.
    let _ = meta.set_attribute("http-equiv", "Content-Security-Policy");
    let _ = meta.set_attribute("content", NOTHING);
    let _ = head.append_child(&meta);
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

    fn attempt(url: &str, since: f64, outcome: Option<Outcome>) -> Attempt {
        Attempt { url: url.to_owned(), since, resolver: "r".to_owned(), outcome, octets: None }
    }

    #[test]
    fn a_second_try_is_a_request_of_its_own() {
        let recorded = vec![("https://r.example/?a".to_owned(), 1.0), ("https://r.example/?a".to_owned(), 5.0)];
        let first = attempt("https://r.example/?a", 1.0, Some(Outcome::Timeout));
        let second = attempt("https://r.example/?a", 5.0, Some(Outcome::Truncated));
        let all = matched(recorded, vec![first, second]);
        let outcomes: Vec<_> = all.iter().map(|sent| (sent.recorded, sent.outcome.clone())).collect();
        assert_eq!(outcomes, [(true, Some(Outcome::Timeout)), (true, Some(Outcome::Truncated))]);
    }

    #[test]
    fn what_was_refused_has_not_left_and_what_is_under_way_may_have() {
        let refused = Some(Outcome::Blocked { by: Barrier::Policy });
        let all = matched(
            vec![("https://r.example/?b".to_owned(), 3.0)],
            vec![
                attempt("https://r.example/?a", 1.0, refused),
                attempt("https://r.example/?b", 2.0, None),
                attempt("https://r.example/?c", 4.0, None),
            ],
        );
        let left: Vec<_> = all.iter().map(|sent| (sent.recorded, sent.has_left())).collect();
        assert_eq!(left, [(false, false), (true, true), (false, true)]);
    }

    #[test]
    fn a_request_that_only_the_browser_knows_of_is_shown() {
        let all = matched(vec![("https://x.example/".to_owned(), 3.0)], Vec::new());
        assert_eq!((all.len(), all[0].has_left(), all[0].resolver.as_str()), (1, true, ""));
    }

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
