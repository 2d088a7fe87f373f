use std::rc::Rc;

use backstamp::dns::doh::Endpoint;
use backstamp::dns::{Barrier, Outcome, Response};
use wasm_bindgen_futures::spawn_local;
use yew::prelude::*;

use crate::page::state::dns_client;
use crate::page::state::settings::{Choice, Network};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub network: Network,
}

/// Asks each resolver one question that gives nothing away, and says which of them this browser can use.
#[component]
pub fn SelfTest(props: &Props) -> Html {
    let results = use_state_eq(|| None::<Rc<[Option<Response>]>>);
    let endpoints: Vec<Endpoint> =
        Choice::ALL.into_iter().filter_map(|choice| props.network.endpoint(choice).ok()).collect();
    // Results belong to the resolvers that were asked.
    use_effect_with(props.network.clone(), {
        let results = results.setter();
        move |_| results.set(None)
    });
    let test = {
        let (results, endpoints) = (results.setter(), endpoints.clone());
        Callback::from(move |_: MouseEvent| {
            let (results, endpoints) = (results.clone(), endpoints.clone());
            spawn_local(async move {
                let mut done = vec![None; endpoints.len()];
                results.set(Some(Rc::from(done.as_slice())));
                for (place, endpoint) in done.clone().iter().zip(endpoints).enumerate().map(|(at, (_, one))| (at, one))
                {
                    let response = dns_client::try_out(endpoint).await;
                    if let Some(place) = done.get_mut(place) {
                        *place = Some(response);
                    }
                    results.set(Some(Rc::from(done.as_slice())));
                }
            });
        })
    };
    let is_running = results.as_ref().is_some_and(|results| results.iter().any(Option::is_none));
    html! {
        <div class="self-test">
            <button type="button" class="plain" onclick={test} disabled={props.network.off || is_running}>{ "Test the resolvers" }</button>
            <p class="sub">{ "Asks each of them once for the name servers of the root of all names: a question that says nothing about you or your mail." }</p>
            <ul aria-live="polite">
                if let Some(results) = results.as_ref() {
                    { for endpoints.iter().zip(results.iter()).map(|(endpoint, result)| row(endpoint, result.as_ref())) }
                }
            </ul>
        </div>
    }
}

fn row(endpoint: &Endpoint, result: Option<&Response>) -> Html {
    let Some(response) = result else {
        return html! { <li key={endpoint.url.clone()}><b>{ &endpoint.name }</b>{ ": asking" }</li> };
    };
    let (tone, title, more) = say(&response.outcome);
    let took = response.millis.filter(|_| tone == "good").map(|millis| format!(" ({millis} ms)"));
    html! {
        <li key={endpoint.url.clone()}>
            <b>{ &endpoint.name }</b>{ ": " }<span class={tone}>{ title }</span>{ took }
            if !more.is_empty() {
                <span class="sub">{ format!(". {more}") }</span>
            }
        </li>
    }
}

/// What a resolver's answer says of it, and what to do.
fn say(outcome: &Outcome) -> (&'static str, String, &'static str) {
    match outcome {
        outcome if outcome.answer().is_some() => ("good", "works".to_owned(), ""),
        Outcome::Blocked { by: Barrier::Policy | Barrier::NoNetwork } => (
            "note",
            "not allowed by this page's policy".to_owned(),
            "Nothing was sent. To test it, choose it above and open the page anew",
        ),
        Outcome::Blocked { by: Barrier::Offline } => {
            ("problem", "the browser is offline".to_owned(), "Connect, then test again")
        }
        Outcome::Blocked { .. } => (
            "problem",
            "blocked by CORS or the network".to_owned(),
            "Either it cannot be reached from here, by a filter, a proxy or an extension; or it does not let pages read its answers. The browser does not say which. Choose another, or ask whoever runs your network",
        ),
        Outcome::Timeout => ("problem", "no answer within 5 seconds".to_owned(), "Test again, or choose another"),
        Outcome::HttpError { status } => (
            "problem",
            format!("HTTP error {status}"),
            "Its web server answers, and not with DNS: the path of the address may be wrong, or it may not serve you",
        ),
        Outcome::Failed { rcode, .. } => (
            "problem",
            format!("it answers that it has no answer ({rcode})"),
            "A resolver that works knows the root's name servers. Choose another",
        ),
        _ => (
            "problem",
            "wrong content".to_owned(),
            "What came back is no DNS message: the address may be another service's, or something on the way answers in its place",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn outcomes_do_not_look_alike() {
        let outcomes = [
            Outcome::NoSuchType(backstamp::dns::Answer::default()),
            Outcome::Blocked { by: Barrier::Policy },
            Outcome::Blocked { by: Barrier::Offline },
            Outcome::Blocked { by: Barrier::Unknown },
            Outcome::Timeout,
            Outcome::HttpError { status: 500 },
            Outcome::Failed { rcode: backstamp::dns::Rcode::SERVFAIL, errors: Vec::new() },
            Outcome::WrongContentType { found: String::new() },
        ];
        let titles: std::collections::HashSet<String> = outcomes.iter().map(|outcome| say(outcome).1).collect();
        assert_eq!(titles.len(), outcomes.len());
    }
}
