use backstamp::smtp::codes;
use yew::prelude::*;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// As a server wrote it: `550`, `5.1.1`.
    pub code: AttrValue,
}

/// A code that leads to its entry on the page of codes, where it has one.
#[component]
pub fn CodeLink(props: &Props) -> Html {
    let code = &props.code;
    match codes::lookup(code) {
        Some(known) => html! { <a href={format!("#/codes/{code}")} title={known.title}>{ code }</a> },
        None => html! { { code } },
    }
}
