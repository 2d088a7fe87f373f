use backstamp::report::words;
use yew::prelude::*;

use super::heading::Heading;
use super::postmark::Postmark;
use super::{tone, use_control};
use crate::page::browser::dom;
use crate::page::control::Form;
use crate::page::reading::Shared;

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
    let copies = Form::ALL.map(|form| {
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
        <section class={classes!("sheet", "verdict", verdict.map(|verdict| tone(verdict.severity)))} aria-label="Verdict">
            if let Some(verdict) = verdict {
                <Postmark stamp={verdict.stamp.clone()} detail={verdict.stamp_detail.clone()} />
            }
            <div>
                if sheet.depth == 0 {
                    <h1 id="headline">{ title }</h1>
                } else {
                    <Heading level=2>{ title }</Heading>
                }
                if let Some(verdict) = verdict.filter(|verdict| !verdict.detail.is_empty()) {
                    <p class="detail">{ &verdict.detail }</p>
                }
            </div>
            if let Some(verdict) = verdict.filter(|verdict| !verdict.facts.is_empty()) {
                <dl class="facts">
                    { for verdict.facts.iter().map(|fact| html! {
                        <div><dt>{ &fact.label }</dt><dd>{ &fact.value }</dd></div>
                    }) }
                </dl>
            }
            if sheet.depth == 0 {
                <div class="tools">
                    { for copies }
                    <button type="button" class="plain" onclick={print}>{ "Print" }</button>
                </div>
            }
        </section>
    }
}
