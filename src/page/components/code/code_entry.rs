use backstamp::report::words;
use backstamp::smtp::codes::Code;
use yew::prelude::*;

use crate::page::components::report::reference::reference;

/// A code: what it means, whose side it is usually on, what to do, where it is defined.
pub fn code_entry(code: &Code) -> Html {
    html! {
        <li class="code-entry" key={code.code}>
            <code class="code">{ code.code }</code>
            <div>
                <h3>{ code.title }</h3>
                <p>{ code.meaning }</p>
                <p class="advice">{ code.advice }</p>
                <p class="foot">
                    if let Some(party) = words::party(code.party) {
                        <span>{ format!("Usually: {party}") }</span>
                    }
                    { reference(&code.reference()) }
                </p>
            </div>
        </li>
    }
}
