use yew::prelude::*;

use crate::page::components::common::heading::heading;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// The heading.
    pub title: AttrValue,
    /// How many reports its own lies in.
    pub depth: usize,
    /// A few words beside it.
    #[prop_or_default]
    pub about: AttrValue,
    /// Buttons at the end of its line.
    #[prop_or_default]
    pub tools: Html,
    /// More classes.
    #[prop_or_default]
    pub class: Classes,
    #[prop_or_default]
    pub children: Html,
}

/// A section of the report on a sheet of its own.
#[component]
pub fn Panel(props: &Props) -> Html {
    // Landmarks lead through the whole report, and not through those that it encloses.
    let is_landmark = props.depth == 0;
    html! {
        <section class={classes!("sheet", props.class.clone())} aria-label={is_landmark.then(|| props.title.clone())}>
            <div class="head">
                { heading(2, props.depth, html! { { &props.title } }) }
                if !props.about.is_empty() {
                    <span class="sub">{ &props.about }</span>
                }
                <div class="tools">{ props.tools.clone() }</div>
            </div>
            { props.children.clone() }
        </section>
    }
}
