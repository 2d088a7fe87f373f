use yew::prelude::*;

use crate::page::components::use_control;
use crate::page::state::samples::{self, Sample};

/// What a first visitor sees: what this is for, and something to try.
#[component]
pub fn Welcome() -> Html {
    html! {
        <section class="sheet welcome" aria-label="What this is">
            <Cancellation />
            <h1>{ "Why was the mail late or refused, and whose side is it on?" }</h1>
            <p class="lead">
                { "Paste the headers of a message, a bounce, an abuse report or one line of a log. Backstamp says where it waited or who refused it, why, how sure that is, and whom to ask." }
            </p>
            <h2>{ "Or try one of these" }</h2>
            <h3>{ "What arrived" }</h3>
            <ul class="samples">
                { for samples::ARRIVED.map(|sample| html! { <li><SampleButton {sample} /></li> }) }
            </ul>
            <h3>{ "What came back" }</h3>
            <ul class="samples is-small">
                { for samples::CAME_BACK.map(|sample| html! { <li><SampleButton {sample} /></li> }) }
            </ul>
            <dl class="how">
                <div><dt>{ "Where to find it" }</dt>
                    <dd>{ "Headers, in most mail programs: open the message, then \u{201c}Show original\u{201d}, \u{201c}View source\u{201d} or \u{201c}Internet headers\u{201d}. Of a bounce or a report, save the whole message and drop the file here." }</dd></div>
                <div><dt>{ "What you get" }</dt>
                    <dd>{ "A sentence to read out, the route or the refused step, what to do next, and the words of your text that prove it." }</dd></div>
                <div><dt>{ "What happens to it" }</dt>
                    <dd>{ "Nothing leaves this page. Save it to disk and it works without a network." }</dd></div>
            </dl>
        </section>
    }
}

#[derive(Properties, PartialEq)]
struct SampleProps {
    sample: Sample,
}

#[component]
fn SampleButton(props: &SampleProps) -> Html {
    let control = use_control();
    let Sample { title, about, text } = props.sample;
    let onclick = Callback::from(move |_: MouseEvent| {
        if let Some(control) = &control {
            control.try_text(text);
        }
    });
    html! { <button type="button" class="sample" {onclick}><b>{ title }</b><span>{ about }</span></button> }
}

/// A postmark with the waves that cancel a stamp: an ornament.
#[component]
fn Cancellation() -> Html {
    let wave = |row: i32| {
        let y = 44 + row * 15;
        let swings = "q 12 -9 24 0 t 24 0 t 24 0 t 24 0 t 24 0 t 24 0 t 24 0";
        html! { <path d={format!("M 122 {y} {swings}")} stroke-width="2.4" /> }
    };
    html! {
        <svg class="cancellation" viewBox="0 0 290 130" aria-hidden="true">
            <circle cx="65" cy="65" r="60" stroke-width="2.6" />
            <circle cx="65" cy="65" r="43" stroke-width="1.3" />
            <path id="cancellation-ring" d="M 14 65 A 51 51 0 0 1 116 65" stroke="none" />
            <text dy="3"><textPath href="#cancellation-ring" startOffset="50%">{ "BACKSTAMP" }</textPath></text>
            <path d="M 24 58 H 106 M 24 74 H 106" stroke-width="1.3" />
            { for (0..4).map(wave) }
        </svg>
    }
}
