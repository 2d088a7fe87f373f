use web_sys::{HtmlDetailsElement, HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use crate::page::components::common::network::NetworkSettings;
use crate::page::components::use_control;
use crate::page::state::settings::{Network, Settings, Theme, Times};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub settings: Settings,
    /// Whether there is a text on the desk.
    pub has_text: bool,
}

/// What the page is made of that is not its own, with the licences. Written by scripts/licences.
const THIRD_PARTY: &str = include_str!("../../../THIRD-PARTY.txt");

/// Which version this is, and the licences of all that is shipped.
#[component]
fn About() -> Html {
    let open = use_state(|| false);
    let toggle = {
        let open = open.clone();
        Callback::from(move |event: Event| open.set(event.target_unchecked_into::<HtmlDetailsElement>().open()))
    };
    html! {
        <fieldset id="about">
            <legend>{ "About" }</legend>
            <p>{ format!("Backstamp {}, under either of MIT or Apache License 2.0.", env!("CARGO_PKG_VERSION")) }</p>
            <details ontoggle={toggle}>
                <summary>{ "What else is in this page, and its licences" }</summary>
                if *open {
                    <pre tabindex="0">{ THIRD_PARTY }</pre>
                }
            </details>
        </fieldset>
    }
}

/// The settings.
#[component]
pub fn SettingsPage(props: &Props) -> Html {
    let control = use_control();
    let change = Callback::from(move |settings: Settings| {
        if let Some(control) = &control {
            control.set(settings);
        }
    });
    let settings = &props.settings;
    let list = |label: &'static str, hint: &'static str, value: &str, put: fn(&mut Settings, String)| {
        let (change, settings) = (change.clone(), settings.clone());
        let onchange = Callback::from(move |event: Event| {
            let mut settings = settings.clone();
            put(&mut settings, event.target_unchecked_into::<HtmlTextAreaElement>().value());
            change.emit(settings);
        });
        html! {
            <label>
                <span>{ label }<span class="sub">{ format!(" {hint}") }</span></span>
                <textarea autocomplete="off" class="field-input" rows="2" spellcheck="false" autocapitalize="off" value={value.to_owned()} {onchange} />
            </label>
        }
    };
    let choice = |group: &'static str, label: &'static str, checked: bool, put: Settings| {
        let change = change.clone();
        let onchange = Callback::from(move |_: Event| change.emit(put.clone()));
        html! { <label class="choice"><input type="radio" name={group} {checked} {onchange} />{ label }</label> }
    };
    let ask = {
        let (change, settings) = (change.clone(), settings.clone());
        Callback::from(move |network: Network| change.emit(Settings { network, ..settings.clone() }))
    };
    let remember = {
        let (change, settings) = (change.clone(), settings.clone());
        Callback::from(move |event: Event| {
            let remember = event.target_unchecked_into::<HtmlInputElement>().checked();
            change.emit(Settings { remember, ..settings.clone() });
        })
    };
    html! {
        <main class="settings">
            <h1>{ "Settings" }</h1>
            <fieldset>
                <legend>{ "What is yours" }</legend>
                <p class="sub">{ "With these, a report says \u{201c}yours\u{201d} instead of guessing whose servers they are." }</p>
                { list("Domains", "example.com stands for every name below it", &settings.domains, |settings, text| settings.domains = text) }
                { list("Hosts", "single names", &settings.hosts, |settings, text| settings.hosts = text) }
                { list("Addresses and networks", "192.0.2.1, 192.0.2.0/24, 2001:db8::/32", &settings.networks, |settings, text| settings.networks = text) }
            </fieldset>
            <NetworkSettings network={settings.network.clone()} change={ask} has_text={props.has_text} />
            <fieldset>
                <legend>{ "Times" }</legend>
                <div class="choices">
                    { for Times::ALL.map(|times| {
                        choice("times", times.label(), settings.times == times, Settings { times, ..settings.clone() })
                    }) }
                </div>
            </fieldset>
            <fieldset>
                <legend>{ "Colours" }</legend>
                <div class="choices">
                    { for Theme::ALL.map(|theme| {
                        choice("theme", theme.label(), settings.theme == theme, Settings { theme, ..settings.clone() })
                    }) }
                </div>
            </fieldset>
            <fieldset>
                <legend>{ "This device" }</legend>
                <label class="choice">
                    <input type="checkbox" id="remember" checked={settings.remember} onchange={remember} />
                    { "Remember these settings in this browser" }
                </label>
                <p class="sub">{ "Only the settings above are kept, and only if this is ticked. What you paste is never stored. Taking the tick away forgets them. Whom to ask is kept for this tab alone without the tick, until you close it." }</p>
            </fieldset>
            <About />
        </main>
    }
}
