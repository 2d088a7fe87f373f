use backstamp::finding::Severity;
use backstamp::mailroute::{Suggestion, Walk, suggest, suggestions, today};
use backstamp::report::Kind;
use yew::prelude::*;

use super::questions::{count, questions};
use crate::page::components::report::panel::Panel;
use crate::page::components::{tone, use_walking};
use crate::page::state::reading::{Reading, Shared};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub reading: Shared,
}

/// What DNS could add to a report: a click each, with the exact questions. Nothing is asked from here.
#[component]
pub fn Suggestions(props: &Props) -> Html {
    let walking = use_walking();
    let offered = use_memo(props.reading.clone(), |reading| offered(reading));
    let Some(walking) = walking.filter(|_| !offered.is_empty()) else { return html! {} };
    let item = |offer: &Suggestion| {
        let onclick = {
            let (walking, what) = (walking.clone(), offer.what.clone());
            Callback::from(move |_: MouseEvent| walking.open(&what))
        };
        let name = offer.what.domain().map_or_else(|| offer.what.typed.clone(), |name| name.shown());
        let told = walking.errand.walk_of(&offer.what).map(|walked| said(&props.reading, &walked.walk));
        html! {
            <li>
                <p><button type="button" class="plain" {onclick}>{ format!("Look up {name}") }</button>{ " " }<span class="sub">{ &offer.why }</span></p>
                if let Some((severity, said)) = told {
                    <p class={classes!("said", tone(severity))}>{ said }</p>
                }
                if offer.questions.is_empty() {
                    <p class="sub">{ "A private name: it is not sent unless you insist." }</p>
                } else {
                    <details><summary class="sub">{ format!("{} first", count(offer.questions.len())) }</summary>{ questions(&offer.questions) }</details>
                }
            </li>
        }
    };
    html! {
        <Panel title="What DNS could add" depth=0 about="Nothing is asked before you say so" class="offers">
            <ul>{ for offered.iter().map(item) }</ul>
        </Panel>
    }
}

fn offered(reading: &Reading) -> Vec<Suggestion> {
    let reports = || reading.sheets.iter().map(|sheet| &sheet.report);
    if reports().next().is_some_and(|report| report.kind == Kind::Domain) {
        return suggest(&String::from_utf8_lossy(&reading.text)).into_iter().collect();
    }
    suggestions(reports())
}

/// What a walk says of a report: how its bounces stand today, or else the walk's own headline.
fn said(reading: &Reading, walk: &Walk) -> (Severity, String) {
    match held_against(reading, walk).next() {
        Some(finding) => (finding.severity, format!("{}.", finding.title)),
        None => (walk.verdict.severity, walk.headline.clone()),
    }
}

/// How the bounces of a reading stand today, by a walk.
pub fn held_against<'a>(
    reading: &'a Reading,
    walk: &'a Walk,
) -> impl Iterator<Item = backstamp::finding::Finding> + 'a {
    let bounces = reading.sheets.iter().filter_map(|sheet| sheet.report.bounce.as_ref());
    bounces.flat_map(|bounce| &bounce.recipients).filter_map(|recipient| today(recipient, walk)).take(20)
}
