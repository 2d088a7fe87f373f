use std::rc::Rc;

use yew::prelude::*;

use crate::page::browser::clock;
use crate::page::browser::requests::{self, Sent};

/// How many requests left the page, always in sight; opened, each of them, and what the browser allows.
#[component]
pub fn Ledger() -> Html {
    let requests = use_state_eq(requests::all);
    let open = use_state(|| false);
    use_effect_with((), {
        let requests = requests.setter();
        move |()| {
            let watch = requests::Watch::new(move || requests.set(requests::all())).map(Rc::new);
            move || drop(watch)
        }
    });
    let toggle = {
        let open = open.clone();
        Callback::from(move |_: MouseEvent| open.set(!*open))
    };
    let close = {
        let open = open.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                open.set(false);
            }
        })
    };
    let left = requests.iter().filter(|sent| sent.has_left()).count();
    let words = match left {
        1 => "1 request has left this page".to_owned(),
        _ => format!("{left} requests have left this page"),
    };
    html! {
        <div onkeydown={close}>
            <button type="button" class={classes!("ledger-count", (left > 0).then_some("has-requests"))}
                aria-expanded={open.to_string()} aria-controls="ledger-panel" onclick={toggle}>{ words }</button>
            <div id="ledger-panel" class="ledger-panel" hidden={!*open}>
                if *open {
                    <h2>{ "What has left this page" }</h2>
                    <p>{ "These are the requests that the browser itself recorded since the page was opened (Resource Timing), and those that the page tried without the browser recording them. Loading the page came before, and is not in it; neither is what the page keeps in its own memory. A browser may send a request again by itself when a connection breaks; it counts that as one, and so does this. What a worker asks is not in it: the page's workers read what is large, and ask nobody; the same policies hold for them." }</p>
                    if !requests.is_empty() {
                        { table(&requests) }
                    }
                    <p>{ "Whom the page may ask at all, the browser decides by these policies. A request must be allowed by every one:" }</p>
                    { for requests::policies().into_iter().map(|policy| html! { <code>{ policy }</code> }) }
                    <p class="sub">{ format!("Backstamp {}", env!("CARGO_PKG_VERSION")) }</p>
                }
            </div>
        </div>
    }
}

/// Every request. The name and the type are read out of the address that was asked.
fn table(requests: &[Sent]) -> Html {
    let row = |sent: &Sent| {
        let (name, kind) = match &sent.question {
            Some(question) => (question.name.shown(), question.kind.to_string()),
            None => (sent.url.clone(), String::new()),
        };
        let outcome = match (&sent.outcome, &sent.question) {
            (Some(outcome), Some(question)) => outcome.words(question),
            _ if sent.resolver.is_empty() => "unknown".to_owned(),
            _ => "no answer yet".to_owned(),
        };
        let by_whom = match (sent.recorded, sent.has_left()) {
            (true, _) => "yes",
            (false, true) => "no",
            (false, false) => "no: it did not leave",
        };
        html! {
            <tr>
                <td>{ clock::time_of_day(sent.since) }</td>
                <td>{ sent.resolver.clone() }</td>
                <td class="name">{ name }</td>
                <td>{ kind }</td>
                <td class="outcome">{ outcome }</td>
                <td>{ sent.octets.map(|octets| octets.to_string()) }</td>
                <td>{ by_whom }</td>
            </tr>
        }
    };
    html! {
        <div class="sent" tabindex="0" role="region" aria-label="Requests">
            <table>
                <thead><tr>
                    { for ["Time", "Resolver", "Name", "Type", "What came of it", "Octets", "Recorded by the browser"].map(|title| html! { <th scope="col">{ title }</th> }) }
                </tr></thead>
                <tbody>{ for requests.iter().map(row) }</tbody>
            </table>
        </div>
    }
}
