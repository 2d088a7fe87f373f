//! The page.

use backstamp::{Context, analyze};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

fn main() {
    // A worker has no window, and nothing to show.
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let Some(root) = document.get_element_by_id("report") else { return };
    yew::Renderer::<Desk>::with_root(root).render();
}

/// Shows the headline of what stands in the input.
#[component]
fn Desk() -> Html {
    let text = use_state(String::new);
    {
        let text = text.clone();
        use_effect_with((), move |()| listen(move |value| text.set(value)));
    }
    if text.is_empty() {
        return Html::default();
    }
    let report = analyze(text.as_bytes(), &Context::default());
    html! { <h2 id="headline">{ format!("{} header fields. {}", report.fields.len(), report.headline) }</h2> }
}

/// Calls back with the input's text, now and whenever it changes.
fn listen(on_text: impl Fn(String) + 'static) {
    let Some(input) = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.get_element_by_id("input"))
        .and_then(|input| input.dyn_into::<HtmlTextAreaElement>().ok())
    else {
        return;
    };
    on_text(input.value());
    let source = input.clone();
    let listener = Closure::<dyn Fn()>::new(move || on_text(source.value()));
    input.set_oninput(Some(listener.as_ref().unchecked_ref()));
    listener.forget();
}
