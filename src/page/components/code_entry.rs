use backstamp::report::words;
use backstamp::smtp::codes;
use yew::prelude::*;

use super::reference::ReferenceLink;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// As the list of codes has it: `550`, `x.1.1`.
    pub code: &'static str,
}

/// A code: what it means, whose side it is usually on, what to do, where it is defined.
#[component]
pub fn CodeEntry(props: &Props) -> Html {
    let Some(code) = codes::lookup(props.code) else { return html! {} };
    html! {
        <li class="code-entry">
            <code class="code">{ code.code }</code>
            <div>
                <h3>{ code.title }</h3>
                <p>{ code.meaning }</p>
                <p class="advice">{ code.advice }</p>
                <p class="foot">
                    if let Some(party) = words::party(code.party) {
                        <span>{ format!("Usually: {party}") }</span>
                    }
                    <ReferenceLink reference={code.reference()} />
                </p>
            </div>
        </li>
    }
}
