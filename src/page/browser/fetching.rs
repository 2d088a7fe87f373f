//! One question to one resolver, over HTTPS (RFC 8484), by the browser's own `fetch`.

use std::cell::Cell;
use std::rc::Rc;

use backstamp::dns::doh::{self, Endpoint};
use backstamp::dns::{Barrier, Outcome, Question, Resolver, Response, wire};
use futures_channel::oneshot;
use gloo_events::EventListener;
use gloo_timers::callback::Timeout;
use js_sys::{Object, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    AbortController, ReadableStreamDefaultReader, ReferrerPolicy, RequestCache, RequestCredentials, RequestInit,
    RequestRedirect, SecurityPolicyViolationEvent,
};

use super::{clock, dom, requests};

/// How long an answer may take, in milliseconds, from the question to the last octet.
const PATIENCE: u32 = 5_000;

/// Asks one resolver. It asks once: see `Retrying` for more.
pub struct FetchResolver {
    endpoint: Endpoint,
}

impl FetchResolver {
    pub fn new(endpoint: Endpoint) -> Self {
        Self { endpoint }
    }

    async fn outcome(&self, url: &str, question: &Question) -> (Outcome, Option<usize>) {
        let blocked = |by| (Outcome::Blocked { by }, None);
        // Asked first, because a request that the policy refuses makes the browser complain on the console.
        if !requests::is_allowed(self.endpoint.origin()) {
            return blocked(Barrier::Policy);
        }
        let Ok(controller) = AbortController::new() else { return blocked(Barrier::Unknown) };
        let is_late = Rc::new(Cell::new(false));
        let _patience = {
            let (controller, is_late) = (controller.clone(), Rc::clone(&is_late));
            Timeout::new(PATIENCE, move || {
                is_late.set(true);
                controller.abort();
            })
        };
        let refusals = Refusals::of(self.endpoint.origin());
        match fetch(url, &controller).await {
            Ok(answer) => {
                let octets = answer.body.len();
                (doh::read(answer.status, answer.media.as_deref(), &answer.body, question), Some(octets))
            }
            Err(_) if is_late.get() => (Outcome::Timeout, None),
            Err(_) => {
                // A refusal is reported in a task of its own.
                next_task().await;
                let by = match () {
                    () if refusals.seen.get() => Barrier::Policy,
                    () if is_offline() => Barrier::Offline,
                    () => Barrier::Unknown,
                };
                blocked(by)
            }
        }
    }
}

impl Resolver for FetchResolver {
    async fn ask(&self, question: &Question) -> Response {
        let name = self.endpoint.name.clone();
        let Some(url) = self.endpoint.get(question) else {
            let why = "the question cannot be written".to_owned();
            return Response { tries: 0, ..Response::new(Outcome::Malformed { why }, name) };
        };
        let number = requests::begin(&url, &name);
        let start = clock::ticks();
        let (outcome, octets) = self.outcome(&url, question).await;
        requests::end(number, &outcome, octets);
        let millis = Some(clock::ticks().saturating_sub(start));
        Response { millis, ..Response::new(outcome, name) }
    }
}

/// What the resolver's web server sent.
struct Answer {
    status: u16,
    media: Option<String>,
    /// No more than a little beyond what a message can have.
    body: Vec<u8>,
}

/// A simple request, for which no server has to be asked beforehand whether it may be made: GET, and no header but
/// `Accept`. It carries nothing that tells who asks, and leaves nothing in the browser's cache.
async fn fetch(url: &str, controller: &AbortController) -> Result<Answer, JsValue> {
    let headers = Object::new();
    Reflect::set(&headers, &"Accept".into(), &doh::MEDIA_TYPE.into())?;
    let init = RequestInit::new();
    init.set_headers(&headers);
    init.set_credentials(RequestCredentials::Omit);
    init.set_referrer_policy(ReferrerPolicy::NoReferrer);
    init.set_cache(RequestCache::NoStore);
    init.set_redirect(RequestRedirect::Error);
    init.set_signal(Some(&controller.signal()));
    let window = dom::window().ok_or(JsValue::NULL)?;
    let response: web_sys::Response = JsFuture::from(window.fetch_with_str_and_init(url, &init)).await?.dyn_into()?;
    let mut answer = Answer {
        status: response.status(),
        media: response.headers().get("content-type").ok().flatten(),
        body: Vec::new(),
    };
    if let Some(stream) = response.body().filter(|_| response.ok()) {
        let reader: ReadableStreamDefaultReader = stream.get_reader().dyn_into()?;
        while answer.body.len() <= wire::MOST_OCTETS {
            let part = JsFuture::from(reader.read()).await?;
            let value = Reflect::get(&part, &"value".into())?;
            let Some(octets) = value.dyn_ref::<Uint8Array>() else { return Ok(answer) };
            // One part can be as large as the browser likes; what is beyond the bound is not taken over.
            let most = u32::try_from(wire::MOST_OCTETS + 1).unwrap_or(u32::MAX);
            answer.body.extend(octets.subarray(0, octets.length().min(most)).to_vec());
        }
    }
    // Whatever else would come is not wanted.
    controller.abort();
    Ok(answer)
}

async fn next_task() {
    let (done, waiting) = oneshot::channel();
    let _timeout = Timeout::new(0, move || {
        // Whoever waits is there until this comes.
        let _ = done.send(());
    });
    let _ = waiting.await;
}

fn is_offline() -> bool {
    dom::window().is_some_and(|window| !window.navigator().on_line())
}

/// Listens for the browser's reports that a policy refused a request to an origin.
struct Refusals {
    seen: Rc<Cell<bool>>,
    _listener: Option<EventListener>,
}

impl Refusals {
    fn of(origin: &str) -> Self {
        let seen = Rc::new(Cell::new(false));
        let listener = dom::document().map(|document| {
            let (seen, origin) = (Rc::clone(&seen), origin.to_owned());
            EventListener::new(&document, "securitypolicyviolation", move |event| {
                let refused = event.dyn_ref::<SecurityPolicyViolationEvent>();
                if refused.is_some_and(|refused| refused.blocked_uri().starts_with(&origin)) {
                    seen.set(true);
                }
            })
        });
        Self { seen, _listener: listener }
    }
}
