use yew::prelude::*;

use crate::page::components::use_control;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// The message's number and its words.
    pub said: Option<(u32, String)>,
}

/// A message about something done, which goes by itself.
#[component]
pub fn Toast(props: &Props) -> Html {
    let control = use_control();
    use_effect_with(props.said.as_ref().map(|(number, _)| *number), move |number| {
        if let (Some(control), Some(number)) = (&control, number) {
            control.hush_later(*number);
        }
    });
    match &props.said {
        Some((number, words)) => html! { <p key={*number}>{ words }</p> },
        None => html! {},
    }
}
