use yew::prelude::*;

/// Words of the input as somebody wrote them; of very long ones the beginning, for the source holds them all.
pub fn quoted(words: &str) -> Html {
    const MOST: usize = 800;
    let shown = words.get(..words.floor_char_boundary(MOST)).unwrap_or(words);
    html! { <blockquote class="quoted"><p>{ shown }{ if shown.len() < words.len() { " \u{2026}" } else { "" } }</p></blockquote> }
}
