use std::rc::Rc;

use yew::prelude::*;

use super::fields::Fields;
use super::finding::FindingCard;
use super::late::use_late;
use super::route::RouteSection;
use super::route_table::RouteTable;
use super::verdict::VerdictCard;
use crate::page::reading::Shared;
use crate::page::settings::Times;
use crate::page::tie::{Part, Target};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub reading: Shared,
    /// Which of the reading's reports.
    pub sheet: usize,
    pub lit: Rc<[Target]>,
    pub times: Times,
}

/// One report: verdict, route, findings, then, a frame later, the rest of the facts.
#[component]
pub fn ReportView(props: &Props) -> Html {
    let late = use_late(&props.reading);
    let Some(sheet) = props.reading.sheets.get(props.sheet) else { return html! {} };
    let report = &sheet.report;
    let is_lit = |part: Part| props.lit.contains(&Target { sheet: props.sheet, part });
    let parts = html! {
        <>
            <VerdictCard reading={props.reading.clone()} sheet={props.sheet} />
            if report.route.is_some() {
                <RouteSection reading={props.reading.clone()} sheet={props.sheet} lit={props.lit.clone()} times={props.times} />
            }
            if !report.findings.is_empty() {
                <section class="findings" aria-label="Findings">
                    { for (0..report.findings.len()).map(|index| html! {
                        <FindingCard
                            key={index}
                            reading={props.reading.clone()}
                            target={Target { sheet: props.sheet, part: Part::Finding(index) }}
                            is_lit={is_lit(Part::Finding(index))}
                        />
                    }) }
                </section>
            }
            if let Some(reading) = late {
                <RouteTable reading={reading.clone()} sheet={props.sheet} lit={props.lit.clone()} times={props.times} />
                <Fields {reading} sheet={props.sheet} lit={props.lit.clone()} />
            }
        </>
    };
    if sheet.depth == 0 {
        return parts;
    }
    html! { <section class="enclosed" aria-label="Enclosed message">{ parts }</section> }
}
