use yew::prelude::*;

use crate::page::components::mailroute::record_writer::RecordWriter;
use crate::page::components::mailroute::walk_form::WalkForm;
use crate::page::components::mailroute::walk_result::WalkResult;
use crate::page::components::use_walking;
use crate::page::state::example_zones::{EXAMPLES, Example};
use crate::page::state::reading::Shared;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// What the desk shows, to hold a bounce against what DNS says.
    pub reading: Option<Shared>,
}

/// Where mail for a domain goes: what to ask, what came of it, and what to publish.
#[component]
pub fn RoutePage(props: &Props) -> Html {
    let Some(walking) = use_walking() else { return html! {} };
    html! {
        <main class="walk">
            <div class="walk-head">
                <h1>{ "Mail route" }</h1>
                <p class="sub">{ "Every question that a sending server asks DNS before it can deliver, in order, with every answer, what it means, and what is wrong." }</p>
            </div>
            <WalkForm />
            if let Some(walked) = &walking.errand.shown {
                <WalkResult walked={walked.clone()} reading={props.reading.clone()} />
            }
            <Examples />
            <RecordWriter walked={walking.errand.shown.clone()} />
        </main>
    }
}

/// Names to try without asking anybody.
#[component]
fn Examples() -> Html {
    let walking = use_walking();
    let item = |example: Example| {
        let walking = walking.clone();
        let onclick = Callback::from(move |_: MouseEvent| {
            if let Some(walking) = &walking {
                walking.try_example(example.typed);
            }
        });
        html! { <li><button type="button" class="sample" {onclick}><b>{ example.typed }</b><span>{ example.about }</span></button></li> }
    };
    html! {
        <section class="walk-examples" aria-label="Examples">
            <h2>{ "Try it without asking anybody" }</h2>
            <p class="sub">{ "These names are answered by zones that this page holds. No question leaves it." }</p>
            <ul class="samples is-small">{ for EXAMPLES.map(item) }</ul>
        </section>
    }
}
