use backstamp::finding::Fact;
use backstamp::report::{forwarding_facts, hop_facts, hop_words};
use backstamp::trace::Route;
use backstamp::trace::forwarding::Trail;
use backstamp::trace::words::count;
use yew::prelude::*;

use crate::page::components::common::heading::heading;
use crate::page::components::report::fact_list::fact_list;

/// What stands under a route: how the message was passed on, and how many hops are left.
pub fn forwarding(route: &Route, depth: usize) -> Html {
    let budget = route.hop_budget();
    let trail = route.forwarding.as_ref();
    let title = trail.map_or("", Trail::title);
    let facts: Vec<Fact> = trail.map(forwarding_facts).unwrap_or_default();
    let lowest = budget.limits.first().map_or(0, |lowest| lowest.left);
    let fields = count(budget.received, "Received field", "Received fields");
    html! {
        <>
            if !facts.is_empty() {
                <div class="passed-on">
                    { heading(3, depth, html! { { title } }) }
                    { fact_list(&facts) }
                </div>
            }
            <details class="budget">
                <summary>{ "Hop budget" }<span class="sub">{ format!("{fields}; {lowest} left before the first limit") }</span></summary>
                <p class="sub">{ hop_words(&budget) }</p>
                { fact_list(&hop_facts(&budget)) }
            </details>
        </>
    }
}
