use backstamp::smtp::codes::{self, Code};
use backstamp::trace::words::count;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::page::components::code::code_entry::code_entry;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// The code that the address names; empty where it names none.
    pub wanted: AttrValue,
}

/// Every reply code and enhanced status code, to be searched by code and by word.
#[component]
pub fn CodesPage(props: &Props) -> Html {
    let query = use_state(|| props.wanted.to_string());
    let input = use_node_ref();
    use_effect_with(props.wanted.clone(), {
        let (query, input) = (query.clone(), input.clone());
        move |wanted| {
            query.set(wanted.to_string());
            if let Some(input) = input.cast::<HtmlInputElement>() {
                // Where it cannot take the focus, it is in view all the same.
                let _ = input.focus();
            }
        }
    });
    let seek = {
        let query = query.clone();
        Callback::from(move |event: InputEvent| query.set(event.target_unchecked_into::<HtmlInputElement>().value()))
    };
    let clear = {
        let query = query.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                query.set(String::new());
            }
        })
    };
    let found = codes::search(&query);
    let (enhanced, replies): (Vec<&'static Code>, Vec<&'static Code>) =
        found.iter().copied().partition(|code| code.is_enhanced());
    let told = match found.len() {
        0 => "Nothing found. A server may use a code that no standard knows: its first digit still tells 2 taken, 4 temporary, 5 permanent.".to_owned(),
        many => count(many, "code", "codes"),
    };
    html! {
        <main class="codes">
            <h1>{ "Codes" }</h1>
            <p class="sub">{ "What the numbers in a refusal mean, whose side they are usually on, and what to do. Search for a code or the beginning of one, or for words." }</p>
            <div class="codes-search">
                <input ref={input} id="code-search" class="field-input" type="search" placeholder="550, 5.7, mailbox full"
                    aria-label="Search the codes" aria-describedby="codes-found" autocomplete="off" spellcheck="false"
                    value={(*query).clone()} oninput={seek} onkeydown={clear} />
                <p id="codes-found" class="sub" role="status">{ told }</p>
            </div>
            { section("Reply codes", "Three digits. The first: 2 taken, 3 go on, 4 temporary, 5 permanent.", &replies) }
            { section("Enhanced status codes", "Class, subject, detail. An x stands for the class: 2 success, 4 temporary, 5 permanent.", &enhanced) }
        </main>
    }
}

fn section(title: &'static str, about: &'static str, found: &[&'static Code]) -> Html {
    if found.is_empty() {
        return html! {};
    }
    html! {
        <section class="sheet" aria-label={title}>
            <div class="head"><h2>{ title }</h2><span class="sub">{ about }</span></div>
            <ul class="code-list">
                { for found.iter().map(|code| code_entry(code)) }
            </ul>
        </section>
    }
}
