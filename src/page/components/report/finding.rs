use backstamp::finding::Finding;
use backstamp::guide;
use backstamp::report::{quoted, words};
use yew::prelude::*;

use super::reference::reference;
use crate::page::components::common::heading::heading;
use crate::page::components::report::evidence_link::use_evidence_link;
use crate::page::components::tone;
use crate::page::state::reading::Shared;
use crate::page::view::evidence_link::{Part, Target};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub reading: Shared,
    pub target: Target,
    pub is_lit: bool,
}

/// A finding: what, why, whose side, what to do next, how sure, and the words that show it.
#[component]
pub fn FindingCard(props: &Props) -> Html {
    let tie = use_evidence_link(props.target);
    let Part::Finding(index) = props.target.part else { return html! {} };
    let sheet = props.reading.sheets.get(props.target.sheet);
    let Some(finding) = sheet.and_then(|sheet| sheet.report.findings.get(index)) else { return html! {} };
    let class = classes!("sheet", "finding", tone(finding.severity), props.is_lit.then_some("is-lit"));
    let show = (!finding.evidence.is_empty()).then(|| {
        html! {
            <button type="button" class="plain" aria-pressed={props.is_lit.to_string()} onclick={tie.choose}>
                { "Show the words" }
            </button>
        }
    });
    html! {
        <article
            {class}
            id={props.target.id()}
            onmouseover={tie.over} onmouseout={tie.out} onfocusin={tie.focus} onfocusout={tie.blur}
        >
            { finding_words(finding, sheet.map_or(0, |sheet| sheet.depth), show.unwrap_or_default()) }
            { for quoted(finding, &props.reading.text).into_iter().map(|words| html! { <blockquote class="printed">{ words }</blockquote> }) }
        </article>
    }
}

/// What a finding says, with a button of its card at the foot.
pub fn finding_words(finding: &Finding, depth: usize, show: Html) -> Html {
    html! {
        <>
            <p class="tag">
                <b>{ words::severity(finding.severity) }</b>
                if let Some(party) = words::party(finding.party) {
                    { ", " }{ party }
                }
            </p>
            { heading(3, depth, html! { { &finding.title } }) }
            if !finding.why.is_empty() {
                <p>{ &finding.why }</p>
            }
            if !finding.next.is_empty() {
                <ol>{ for finding.next.iter().map(|step| html! { <li>{ step }</li> }) }</ol>
            }
            <div class="foot">
                <span>{ words::confidence(finding.confidence) }</span>
                { show }
                { for finding.references.iter().map(reference) }
                if let Some(chapter) = guide::chapter_for(&finding.id) {
                    <a class="to-guide" href={chapter.fragment()}>{ "Guide: " }{ chapter.title() }</a>
                }
            </div>
        </>
    }
}
