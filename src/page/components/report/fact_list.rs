use backstamp::finding::{self, Fact, FactKind, Verdict};
use yew::prelude::*;

use crate::page::components::code::code_link::code_link;

/// Labelled facts; a code among them leads to its entry on the page of codes.
pub fn fact_list(facts: &[Fact]) -> Html {
    if facts.is_empty() {
        return html! {};
    }
    html! {
        <dl class="facts">
            { for facts.iter().map(|fact| html! {
                <div>
                    <dt>{ &fact.label }</dt>
                    <dd>
                        if fact.kind == FactKind::Codes {
                            { for fact.value.split(' ').map(|code| html! { <>{ code_link(code) }{ " " }</> }) }
                        } else {
                            { &fact.value }
                        }
                    </dd>
                </div>
            }) }
        </dl>
    }
}

/// The facts that do not stand under the headline already.
pub fn beyond(verdict: Option<&Verdict>, facts: Vec<Fact>) -> Vec<Fact> {
    finding::beyond(verdict.map_or(&[], |verdict| &verdict.facts), facts)
}
