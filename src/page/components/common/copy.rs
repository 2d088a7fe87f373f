use yew::prelude::*;

use crate::page::components::use_control;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// What the button says.
    pub label: AttrValue,
    /// What it says to a screen reader, where the label alone says too little.
    #[prop_or_default]
    pub about: Option<AttrValue>,
    /// What was copied, for the message: `Copied as a table.`
    pub what: &'static str,
    /// Writes the text when it is asked for, and not before.
    pub text: Callback<(), String>,
}

/// A button that copies a text.
#[component]
pub fn Copy(props: &Props) -> Html {
    let control = use_control();
    let onclick = {
        let (text, what) = (props.text.clone(), props.what);
        Callback::from(move |_: MouseEvent| {
            if let Some(control) = &control {
                control.copy(text.emit(()), what);
            }
        })
    };
    html! { <button type="button" class="plain" aria-label={props.about.clone()} {onclick}>{ &props.label }</button> }
}
