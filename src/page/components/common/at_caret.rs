use std::rc::Rc;

use yew::prelude::*;

use crate::page::browser::dom;
use crate::page::state::reading::Shared;
use crate::page::view::evidence_link::Target;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub reading: Option<Shared>,
    /// What stands at the caret.
    pub near: Rc<[Target]>,
    /// What was chosen in the report.
    pub pinned: Option<Target>,
}

/// Under the source: the parts of the report that the words at the caret belong to, and the way to them.
#[component]
pub fn AtCaret(props: &Props) -> Html {
    let Some(reading) = &props.reading else { return html! {} };
    let (words, targets) = match props.pinned {
        Some(target) => ("Lit for", vec![target]),
        None => ("At the caret", props.near.to_vec()),
    };
    if targets.is_empty() {
        return html! {};
    }
    html! {
        <div class="near">
            <span>{ words }</span>
            { for targets.into_iter().map(|target| {
                let onclick = Callback::from(move |_: MouseEvent| dom::go_to(&target.id()));
                html! { <button type="button" class="plain" {onclick}>{ target.label(reading) }</button> }
            }) }
        </div>
    }
}
