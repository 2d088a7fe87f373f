use backstamp::dns::Barrier;
use wasm_bindgen::JsCast;
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::page::browser::dom;
use crate::page::components::mailroute::self_test::SelfTest;
use crate::page::components::use_control;
use crate::page::state::dns_client::DnsClient;
use crate::page::state::settings::{Choice, Network};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub network: Network,
    pub change: Callback<Network>,
    /// Whether there is a text on the desk that would be lost.
    pub has_text: bool,
}

/// Whom the page may ask, and who will see what.
#[component]
pub fn NetworkSettings(props: &Props) -> Html {
    let network = &props.network;
    let asker = use_context::<DnsClient>();
    let checkbox = |label: &'static str, checked: bool, disabled: bool, put: fn(&mut Network, bool)| {
        let (change, network) = (props.change.clone(), network.clone());
        let onchange = Callback::from(move |event: Event| {
            let mut network = network.clone();
            put(&mut network, event.target_unchecked_into::<HtmlInputElement>().checked());
            change.emit(network);
        });
        html! { <label class="choice"><input type="checkbox" {checked} {disabled} {onchange} />{ label }</label> }
    };
    let resolver = |choice: Choice| {
        let change = props.change.clone();
        let network = network.clone();
        let checked = network.resolver == choice;
        let disabled = network.off;
        let onchange = Callback::from(move |_: Event| change.emit(Network { resolver: choice, ..network.clone() }));
        html! { <label class="choice"><input type="radio" name="resolver" {checked} {disabled} {onchange} />{ choice.label() }</label> }
    };
    let typed = {
        let (change, network) = (props.change.clone(), network.clone());
        Callback::from(move |event: Event| {
            let custom = event.target_unchecked_into::<HtmlInputElement>().value();
            change.emit(Network { custom, ..network.clone() });
        })
    };
    let compared = {
        let (change, network) = (props.change.clone(), network.clone());
        Callback::from(move |event: Event| {
            let value = event.target().and_then(|target| target.dyn_into::<HtmlSelectElement>().ok());
            let value = value.map(|select| select.value()).unwrap_or_default();
            let second = Choice::ALL.into_iter().find(|choice| choice.label() == value);
            change.emit(Network { second, ..network.clone() });
        })
    };
    let wants_address = [Some(network.resolver), network.second].contains(&Some(Choice::Custom));
    let fault = network.endpoint(Choice::Custom).err().filter(|_| !network.custom.trim().is_empty());
    let second = network.second.filter(|second| *second != network.resolver);
    html! {
        <fieldset class="network">
            <legend>{ "Asking DNS" }</legend>
            <p class="sub">{ "Nothing is asked before you ask for a mail route. What you paste is never sent." }</p>
            { checkbox("No network at all: the browser refuses every request of this page, from now on", network.off, false, |network, off| network.off = off) }
            <div class="choices" role="radiogroup" aria-labelledby="resolver-label">
                <span id="resolver-label">{ "Resolver" }</span>
                { for Choice::ALL.map(resolver) }
            </div>
            if wants_address {
                <label>
                    <span>{ "Its address" }<span class="sub">{ " https://dns.example/dns-query, or http://127.0.0.1:8053/dns-query for one on this machine" }</span></span>
                    <input autocomplete="off" class="field-input" type="url" spellcheck="false" autocapitalize="off" value={network.custom.clone()} onchange={typed}
                        disabled={network.off} aria-invalid={fault.is_some().to_string()} aria-describedby="resolver-fault" />
                </label>
            }
            <p id="resolver-fault" class="problem" role="status">
                if let Some(fault) = fault.filter(|_| wants_address) {
                    { format!("This cannot be a resolver: {}.", fault.meaning()) }
                }
            </p>
            { checkbox("Where it gives no answer, ask the other built-in resolvers too", network.elsewhere, network.off, |network, elsewhere| network.elsewhere = elsewhere) }
            <label class="compare">
                <span>{ "Compare with" }</span>
                <select class="field-input" onchange={compared} disabled={network.off}>
                    <option value="" selected={second.is_none()}>{ "nobody" }</option>
                    { for Choice::ALL.into_iter().filter(|choice| *choice != network.resolver).map(|choice| html! {
                        <option value={choice.label()} selected={second == Some(choice)}>{ choice.label() }</option>
                    }) }
                </select>
            </label>
            <p class="who-sees">{ network.who_sees() }</p>
            <p class="sub">{ "A resolver that answers with a Link header (rel=preconnect) can make Chromium open a connection to a host that the resolver names; no policy of a page prevents that. Choose one that you trust." }</p>
            if asker.is_some_and(|asker| asker.barrier() == Some(Barrier::Policy)) {
                <Anew has_text={props.has_text} />
            }
            <SelfTest network={network.clone()} />
        </fieldset>
    }
}

#[derive(Properties, PartialEq)]
struct AnewProps {
    has_text: bool,
}

/// Says that a choice needs the page to be opened anew, and does it.
#[component]
fn Anew(props: &AnewProps) -> Html {
    let control = use_control();
    let copy = Callback::from(move |_: MouseEvent| {
        if let Some(control) = &control {
            control.copy_source();
        }
    });
    let reload = Callback::from(|_: MouseEvent| dom::reload());
    html! {
        <div class="anew" role="status">
            <p>{ "This choice takes effect when the page is opened anew: the browser was told whom this page may ask when it was opened, and lets nobody widen that." }</p>
            if props.has_text {
                <p>{ "The text on the desk will be gone then, because it is never stored. Copy it first if you still need it." }</p>
                <button type="button" class="plain" onclick={copy}>{ "Copy the text" }</button>
            }
            <button type="button" class="plain" onclick={reload}>{ "Open anew" }</button>
        </div>
    }
}
