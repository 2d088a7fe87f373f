use backstamp::filter::{Judgement, Weight};
use backstamp::report::words;
use yew::prelude::*;

use crate::page::components::report::evidence_link::use_evidence_link;
use crate::page::components::report::fact_list::fact_list;
use crate::page::components::report::quoted::quoted;
use crate::page::state::reading::Shared;
use crate::page::view::evidence_link::{Part, Target};
use crate::page::view::score_bar::ScoreBar;

/// How many tests are shown at once: those that weighed most.
const HEAVIEST: usize = 6;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub reading: Shared,
    pub target: Target,
    pub is_lit: bool,
}

/// What one field of a filter says: its verdict, its score against the threshold, what weighed most, who decided.
#[component]
pub fn JudgedField(props: &Props) -> Html {
    let tie = use_evidence_link(props.target);
    let Part::Filter(index) = props.target.part else { return html! {} };
    let sheet = props.reading.sheets.get(props.target.sheet);
    let Some(filter) = sheet.and_then(|sheet| sheet.report.filters.get(index)) else { return html! {} };
    let tone = match filter.verdict {
        Judgement::Virus | Judgement::Phish | Judgement::Spam => "problem",
        Judgement::Bulk => "warning",
        Judgement::Ham => "good",
        Judgement::Unknown => "plain-tone",
    };
    let whose = match filter.trusted {
        Some(true) => Some("added by the recipient\u{2019}s side"),
        Some(false) => Some("from before the border: a claim"),
        None => None,
    };
    let heaviest = filter.heaviest();
    html! {
        <div id={props.target.id()} class={classes!("judged", tone, props.is_lit.then_some("is-lit"))}
            onmouseover={tie.over} onmouseout={tie.out} onfocusin={tie.focus} onfocusout={tie.blur}>
            <p class="judged-field">
                <button type="button" class="plain" aria-pressed={props.is_lit.to_string()} onclick={tie.choose}>{ &filter.field }</button>
                <span class="sub">{ whose }</span>
            </p>
            <p class="judged-words">
                <b>{ words::judgement(filter.verdict) }</b>
                if let Some(score) = words::score(filter) { { ", " }{ score } }
                if let Some(decider) = filter.decided_by { <span class="sub">{ format!("decided by {}", words::decider(decider)) }</span> }
            </p>
            if let Some(bar) = ScoreBar::of(filter) { { score_bar(&bar) } }
            if !heaviest.is_empty() {
                <p class="sub">{ if heaviest.iter().any(|one| one.score.is_some()) { "What weighed most against it" } else { "Tests that matched" } }</p>
                <ul class="weights">{ for heaviest.iter().take(HEAVIEST).map(|one| weight(one)) }</ul>
                if heaviest.len() > HEAVIEST {
                    <p class="sub">{ format!("{} more are in its words.", heaviest.len() - HEAVIEST) }</p>
                }
            }
            { fact_list(&filter.meanings) }
            <details class="judged-raw">
                <summary>{ "In its words" }</summary>
                { quoted(&filter.value) }
            </details>
        </div>
    }
}

fn weight(weight: &Weight) -> Html {
    html! {
        <li>
            <code>{ &weight.name }</code>
            <b>{ weight.score.map(|score| format!("{:+}", score.value())) }</b>
            <span class="sub">{ weight.meaning.clone() }</span>
        </li>
    }
}

/// The score as a bar, with a mark at the threshold. The words above say the same.
fn score_bar(bar: &ScoreBar) -> Html {
    html! {
        <svg class="score-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
            <rect class="track" x="0" y="2" width="100" height="6" />
            <rect class={classes!("score", bar.is_over.then_some("is-over"))} x={bar.start.to_string()} y="2" width={bar.width.to_string()} height="6" />
            <path class="threshold" d={format!("M {} 0 V 10", bar.threshold)} />
        </svg>
    }
}
