use std::rc::Rc;

use yew::prelude::*;

use crate::page::browser::requests;

/// How many requests left the page, always in sight; opened, what is counted and what the browser allows.
#[component]
pub fn Ledger() -> Html {
    let requests = use_state_eq(requests::recorded);
    let open = use_state(|| false);
    use_effect_with((), {
        let requests = requests.setter();
        move |()| {
            let watch = requests::Watch::new(move || requests.set(requests::recorded())).map(Rc::new);
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
    let count = requests.len();
    let words = match count {
        1 => "1 request has left this page".to_owned(),
        _ => format!("{count} requests have left this page"),
    };
    html! {
        <div onkeydown={close}>
            <button type="button" class={classes!("ledger-count", (count > 0).then_some("has-requests"))}
                aria-expanded={open.to_string()} aria-controls="ledger-panel" onclick={toggle}>{ words }</button>
            <div id="ledger-panel" class="ledger-panel" hidden={!*open}>
                if *open {
                    <h2>{ "What has left this page" }</h2>
                    <p>{ "This number is the browser's own record of requests that the page made since it was opened (Resource Timing). Loading the page itself came before it and is not in it; neither is what the page keeps in its own memory." }</p>
                    if count > 0 {
                        <ul>{ for requests.iter().map(|address| html! { <li>{ address }</li> }) }</ul>
                    }
                    <p>{ "The page also forbids itself to ask. The browser enforces these policies on it, and a request must be allowed by every one:" }</p>
                    { for requests::policies().into_iter().map(|policy| html! { <code>{ policy }</code> }) }
                    <p class="sub">{ format!("Backstamp {}", env!("CARGO_PKG_VERSION")) }</p>
                }
            </div>
        </div>
    }
}
