//! How the page asks DNS: the library's resolver, retry and cache, put together as the settings want them.
//!
//! A component gets it by `use_context::<DnsClient>()`. Nothing is asked before somebody calls [`Resolver::ask`].

use std::rc::Rc;

use backstamp::dns::doh::Endpoint;
use backstamp::dns::{Barrier, Cached, Name, Outcome, Policy, Question, RecordType, Resolver, Response, Retrying};

use super::settings::Settings;
use crate::page::browser::clock;
use crate::page::browser::fetching::FetchResolver;
use crate::page::browser::requests;

/// Asks the resolvers that the settings name.
#[derive(Clone)]
pub struct DnsClient(Rc<Inner>);

struct Inner {
    cached: Cached<Retrying<FetchResolver>>,
    endpoints: Vec<Endpoint>,
    off: bool,
    second: Option<DnsClient>,
}

impl PartialEq for DnsClient {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

impl DnsClient {
    /// An asker as the settings want it. It remembers answers until it is dropped.
    pub fn new(settings: &Settings) -> Self {
        let network = &settings.network;
        let second = network.second_endpoint().map(|endpoint| Self::of(vec![endpoint], network.off, None));
        Self::of(network.endpoints(), network.off, second)
    }

    fn of(endpoints: Vec<Endpoint>, off: bool, second: Option<Self>) -> Self {
        // Whether there is anybody else to ask is decided where the endpoints are chosen.
        let policy = Policy { elsewhere: true, ..Policy::default() };
        let resolvers = endpoints.iter().cloned().map(FetchResolver::new).collect();
        let cached = Cached::new(Retrying::new(resolvers, policy), Rc::new(clock::ticks));
        Self(Rc::new(Inner { cached, endpoints, off, second }))
    }

    /// Who is asked, in order, by the names that the user knows them by. Empty where the address typed is none.
    pub fn resolver_names(&self) -> Vec<String> {
        self.0.endpoints.iter().map(|endpoint| endpoint.name.clone()).collect()
    }

    /// Forgets every answer, also those of the second resolver.
    pub fn forget(&self) {
        self.0.cached.forget();
        if let Some(second) = &self.0.second {
            second.forget();
        }
    }

    /// What keeps it from asking at all: the settings, or the policy that the page was opened with, which allows only
    /// the resolvers chosen then. The second is mended by opening the page anew.
    pub fn barrier(&self) -> Option<Barrier> {
        if self.0.off {
            return Some(Barrier::NoNetwork);
        }
        let blocked = self.0.endpoints.first().is_some_and(|first| !requests::is_allowed(first.origin()));
        blocked.then_some(Barrier::Policy)
    }

    /// One that asks the second resolver, where the settings name one to compare with.
    pub fn second(&self) -> Option<Self> {
        self.0.second.clone()
    }
}

/// Asks a resolver for the name servers of the root: once, and past every memory. The self-test's question.
pub async fn try_out(endpoint: Endpoint) -> Response {
    FetchResolver::new(endpoint).ask(&Question::new(Name::ROOT, RecordType::Ns)).await
}

impl Resolver for DnsClient {
    async fn ask(&self, question: &Question) -> Response {
        if self.0.off {
            let outcome = Outcome::Blocked { by: Barrier::NoNetwork };
            return Response { tries: 0, ..Response::new(outcome, "nobody") };
        }
        self.0.cached.ask(question).await
    }
}
