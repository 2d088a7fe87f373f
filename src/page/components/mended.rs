use backstamp::report::words;
use backstamp::source::Repair;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub repairs: Vec<Repair>,
}

/// What was mended in the input before it was read.
#[component]
pub fn Mended(props: &Props) -> Html {
    html! {
        <section class="sheet mended" aria-label="Mended before reading">
            <p><b>{ "Mended before reading. " }</b>
                { for props.repairs.iter().map(|repair| html! { <>{ words::repair(*repair) }{ " " }</> }) }
            </p>
        </section>
    }
}
