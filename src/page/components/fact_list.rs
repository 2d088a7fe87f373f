use backstamp::finding::Fact;
use backstamp::report::CODES;
use yew::prelude::*;

use super::code_link::CodeLink;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub facts: Vec<Fact>,
}

/// Labelled facts; a code among them leads to its entry on the page of codes.
#[component]
pub fn FactList(props: &Props) -> Html {
    if props.facts.is_empty() {
        return html! {};
    }
    html! {
        <dl class="facts">
            { for props.facts.iter().map(|fact| html! {
                <div>
                    <dt>{ &fact.label }</dt>
                    <dd>
                        if fact.label == CODES {
                            { for fact.value.split(' ').map(|code| html! { <><CodeLink code={code.to_owned()} />{ " " }</> }) }
                        } else {
                            { &fact.value }
                        }
                    </dd>
                </div>
            }) }
        </dl>
    }
}
