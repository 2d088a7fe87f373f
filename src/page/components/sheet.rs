use yew::prelude::*;

use super::heading::Heading;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// The heading.
    pub title: AttrValue,
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
pub fn Sheet(props: &Props) -> Html {
    html! {
        <section class={classes!("sheet", props.class.clone())} aria-label={props.title.clone()}>
            <div class="head">
                <Heading level=2>{ &props.title }</Heading>
                if !props.about.is_empty() {
                    <span class="sub">{ &props.about }</span>
                }
                <div class="tools">{ props.tools.clone() }</div>
            </div>
            { props.children.clone() }
        </section>
    }
}
