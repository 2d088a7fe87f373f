use yew::prelude::*;

/// A heading that looks like its level in a report by itself, and says its true one: lower by as many levels as there are
/// reports around its own.
pub fn heading(level: usize, depth: usize, words: Html) -> Html {
    let true_level = (level + depth).min(6);
    html! { <@{format!("h{true_level}")} class={format!("h{level}")}>{ words }</@> }
}
