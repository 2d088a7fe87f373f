use backstamp::report::words;
use yew::prelude::*;

use super::fact_list::fact_list;
use super::postmark::Postmark;
use crate::page::browser::dom;
use crate::page::components::common::heading::heading;
use crate::page::components::{tone, use_control};
use crate::page::state::control::made;
use crate::page::state::job::Export;
use crate::page::state::reading::Shared;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub reading: Shared,
    /// Which of the reading's reports.
    pub sheet: usize,
}

/// The headline with its postmark, the few facts under it, and the report's forms to take away.
#[component]
pub fn VerdictCard(props: &Props) -> Html {
    let control = use_control();
    let Some(sheet) = props.reading.sheets.get(props.sheet) else { return html! {} };
    let report = &sheet.report;
    let verdict = report.verdict.as_ref();
    let title = match report.headline.as_str() {
        "" => words::kind(report.kind).to_owned(),
        headline => headline.to_owned(),
    };
    // The card of an only recipient says them right below.
    let has_card = report.bounce.as_ref().is_some_and(|bounce| bounce.recipients.len() == 1);
    let facts = verdict.filter(|_| !has_card).map_or(&[][..], |verdict| &verdict.facts);
    let copies = Export::COPIED.map(|form| {
        let control = control.clone();
        let onclick = Callback::from(move |_: MouseEvent| {
            if let Some(control) = &control {
                control.copy_report(form);
            }
        });
        html! { <button type="button" class="plain" {onclick}>{ format!("Copy as {}", form.name()) }</button> }
    });
    let print = Callback::from(|_: MouseEvent| {
        if let Some(window) = dom::window() {
            // A browser that cannot print says so itself.
            let _ = window.print();
        }
    });
    html! {
        <section class={classes!("sheet", "verdict", verdict.map(|verdict| tone(verdict.severity)))} aria-label={(sheet.depth == 0).then_some("Verdict")}>
            if let Some(verdict) = verdict {
                <Postmark stamp={verdict.stamp.clone()} detail={verdict.stamp_detail.clone()} />
            }
            <div>
                if sheet.depth == 0 {
                    <h1 id="headline">{ title }</h1>
                } else {
                    { heading(2, sheet.depth, html! { { title } }) }
                }
                if let Some(verdict) = verdict.filter(|verdict| !verdict.detail.is_empty()) {
                    <p class="detail">{ &verdict.detail }</p>
                }
            </div>
            { fact_list(facts) }
            if sheet.depth == 0 {
                <div class="tools">
                    { for copies }
                    <button type="button" class="plain" onclick={print}>{ "Print" }</button>
                    <a class="plain" href="#/share">{ "Export or redact" }</a>
                    <a class="plain" href="#/compare">{ "Compare with another" }</a>
                </div>
                <p class="printed sub">{ made(false).line() }</p>
            }
        </section>
    }
}
