use backstamp::smtp::codes;
use yew::prelude::*;

/// A code as a server wrote it (`550`, `5.1.1`), which leads to its entry on the page of codes, where it has one.
pub fn code_link(code: &str) -> Html {
    match codes::lookup(code) {
        Some(known) => html! { <a href={format!("#/codes/{code}")} title={known.title}>{ code }</a> },
        None => html! { { code } },
    }
}
