//! Requests: those that this page made, as the browser recorded them (Resource Timing) and as the program noted them;
//! and those that the browser would allow.

use std::cell::{Cell, RefCell};
use std::collections::{HashMap, HashSet, VecDeque};
use std::rc::Rc;

use backstamp::dns::{Barrier, Outcome, Question, doh};
use backstamp::order;
use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use js_sys::Array;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{PerformanceObserver, PerformanceObserverInit, PerformanceResourceTiming, SecurityPolicyViolationEvent};

use super::{clock, dom};

/// How many requests the browser is to record; without being told, it stops at 250.
const RECORDED: u32 = 10_000;

/// The most attempts that are kept.
const KEPT: usize = 2_000;

/// How long requests are gathered before they are counted anew, in milliseconds.
const PAUSE: u32 = 200;

/// The directive that allows no request.
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
    /// Addresses that the browser reported as refused by a policy.
    static REFUSED: RefCell<HashSet<String>> = RefCell::new(HashSet::new());
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
    REFUSED.with_borrow(|refused| matched(recorded, ATTEMPTS.with_borrow(Clone::clone), refused))
}

/// Puts together what the browser recorded, as address and time, and what the program noted. The same address may have
/// been asked several times; both lists have them in the same order.
fn matched(recorded: Vec<(String, f64)>, attempts: Vec<Attempt>, refused: &HashSet<String>) -> Vec<Sent> {
    // By address, so that a long session costs no more for each request than a short one.
    let mut places: HashMap<String, VecDeque<usize>> = HashMap::new();
    for (place, attempt) in attempts.iter().enumerate() {
        // What the policy refused never was a request.
        if !matches!(attempt.outcome, Some(Outcome::Blocked { by: Barrier::Policy })) {
            places.entry(attempt.url.clone()).or_default().push_back(place);
        }
    }
    let mut attempts: Vec<Option<Attempt>> = attempts.into_iter().map(Some).collect();
    let sent = |url: String, since, attempt: Option<Attempt>, recorded| {
        let (resolver, outcome, octets) =
            attempt.map_or_else(Default::default, |attempt| (attempt.resolver, attempt.outcome, attempt.octets));
        Sent { question: doh::asked(&url), url, since, resolver, outcome, octets, recorded }
    };
    let mut all: Vec<Sent> = Vec::with_capacity(recorded.len());
    for (url, since) in recorded {
        let place = places.get_mut(&url).and_then(VecDeque::pop_front);
        let attempt = place.and_then(|place| attempts.get_mut(place)).and_then(Option::take);
        // A browser may record what its policy kept back: a prefetch, for one.
        let was_refused = attempt.is_none() && refused.contains(&url);
        let mut one = sent(url, since, attempt, !was_refused);
        if was_refused {
            one.outcome = Some(Outcome::Blocked { by: Barrier::Policy });
        }
        all.push(one);
    }
    all.extend(attempts.into_iter().flatten().map(|attempt| {
        let (url, since) = (attempt.url.clone(), attempt.since);
        sent(url, since, Some(attempt), false)
    }));
    order::sort_by(&mut all, |one, other| one.since.total_cmp(&other.since));
    all
}

/// Watches for as long as it is kept.
pub struct Watch {
    observer: PerformanceObserver,
    _refusals: Option<EventListener>,
    _act: Closure<dyn FnMut(JsValue)>,
}

impl Watch {
    /// Calls `act` after every request that the browser records, and when one has come to its end. There is one watch
    /// at a time.
    pub fn new(act: impl Fn() + 'static) -> Option<Self> {
        if let Some(performance) = dom::window().and_then(|window| window.performance()) {
            performance.set_resource_timing_buffer_size(RECORDED);
        }
        // A walk makes hundreds of requests: they are counted together, a few times a second.
        let (act, is_due) = (Rc::new(act), Rc::new(Cell::new(false)));
        let watch: Rc<dyn Fn()> = Rc::new(move || {
            if is_due.replace(true) {
                return;
            }
            let (act, is_due) = (act.clone(), is_due.clone());
            Timeout::new(PAUSE, move || {
                is_due.set(false);
                act();
            })
            .forget();
        });
        WATCH.set(Some(watch.clone()));
        let refusals = dom::document().map(|document| {
            let watch = watch.clone();
            EventListener::new(&document, "securitypolicyviolation", move |event| {
                if let Some(event) = event.dyn_ref::<SecurityPolicyViolationEvent>() {
                    REFUSED.with_borrow_mut(|refused| {
                        if refused.len() < KEPT {
                            refused.insert(event.blocked_uri());
                        }
                    });
                    watch();
                }
            })
        });
        let act = Closure::<dyn FnMut(JsValue)>::new(move |_| watch());
        let observer = PerformanceObserver::new(act.as_ref().unchecked_ref()).ok()?;
        observer.observe(&PerformanceObserverInit::new(&Array::of1(&"resource".into())));
        Some(Self { observer, _refusals: refusals, _act: act })
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
    let policies = policies();
    if policies.iter().any(|policy| directive(policy) == Some(NOTHING)) {
        return;
    }
    let policy = policies.first().map_or_else(|| NOTHING.to_owned(), |top| refusing(top));
    let Some(document) = dom::document() else { return };
    let (Some(head), Ok(meta)) = (document.head(), document.create_element("meta")) else { return };
    // Attributes of HTML are never refused, and neither is a new element.
    let _ = meta.set_attribute("http-equiv", "Content-Security-Policy");
    let _ = meta.set_attribute("content", &policy);
    let _ = head.append_child(&meta);
}

/// The whole policy once more, with no request allowed. `connect-src` alone would not do: a browser may let a resource
/// hint through that any directive of a policy allows, so the other directives have to stand in the same policy.
fn refusing(policy: &str) -> String {
    match directive(policy) {
        Some(found) => policy.replacen(found, NOTHING, 1),
        None => format!("{policy}; {NOTHING}"),
    }
}

/// The `connect-src` directive of a policy, as written.
fn directive(policy: &str) -> Option<&str> {
    policy.split(';').map(str::trim).find(|directive| directive.starts_with("connect-src "))
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
    let Some(sources) = directive(policy).and_then(|directive| directive.strip_prefix("connect-src ")) else {
        return true;
    };
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
        let all = matched(recorded, vec![first, second], &HashSet::new());
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
            &HashSet::new(),
        );
        let left: Vec<_> = all.iter().map(|sent| (sent.recorded, sent.has_left())).collect();
        assert_eq!(left, [(false, false), (true, true), (false, true)]);
    }

    #[test]
    fn a_request_that_only_the_browser_knows_of_is_shown() {
        let all = matched(vec![("https://x.example/".to_owned(), 3.0)], Vec::new(), &HashSet::new());
        assert_eq!((all.len(), all[0].has_left(), all[0].resolver.as_str()), (1, true, ""));
    }

    #[test]
    fn what_the_browser_recorded_and_refused_has_not_left() {
        let url = "https://x.example/?a".to_owned();
        let all = matched(vec![(url.clone(), 3.0)], Vec::new(), &HashSet::from([url]));
        assert_eq!((all[0].recorded, all[0].has_left()), (false, false));
    }

    #[test]
    fn refusing_keeps_every_other_directive() {
        let top = "default-src 'none'; connect-src https: http://localhost:*; base-uri 'none'";
        assert_eq!(refusing(top), "default-src 'none'; connect-src 'none'; base-uri 'none'");
        assert_eq!(refusing("default-src 'none'"), "default-src 'none'; connect-src 'none'");
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
