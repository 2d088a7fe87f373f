use web_sys::HtmlDetailsElement;
use yew::prelude::*;

use crate::page::components::common::copy::Copy;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// To whom: `What to tell the user`.
    pub title: &'static str,
    /// What was copied, for the message.
    pub what: &'static str,
    pub text: AttrValue,
}

/// A text ready to send: a button that copies it, and a preview that is built when it is opened.
#[component]
pub fn Letter(props: &Props) -> Html {
    let open = use_state(|| false);
    let toggle = {
        let open = open.clone();
        Callback::from(move |event: Event| open.set(event.target_unchecked_into::<HtmlDetailsElement>().open()))
    };
    let text = props.text.clone();
    html! {
        <div class="letter">
            <details ontoggle={toggle}>
                <summary>{ props.title }</summary>
                if *open {
                    <pre tabindex="0">{ props.text.trim_end() }</pre>
                }
            </details>
            <Copy
                label="Copy" about={format!("Copy: {}", props.title)} what={props.what}
                text={Callback::from(move |()| text.to_string())}
            />
        </div>
    }
}
