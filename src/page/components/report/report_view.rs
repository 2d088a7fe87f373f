use std::rc::Rc;

use backstamp::report::for_user;
use yew::prelude::*;

use super::enclosed::enclosed;
use super::fields::Fields;
use super::files::files;
use super::finding::FindingCard;
use super::verdict::VerdictCard;
use crate::page::components::auth::panel::Authentication;
use crate::page::components::bounce::feedback::told;
use crate::page::components::bounce::letters::for_the_user;
use crate::page::components::common::deferred::use_deferred;
use crate::page::components::common::heading::heading;
use crate::page::components::files::list::FileList;
use crate::page::components::filter::cards::Filters;
use crate::page::components::log::deliveries::Deliveries;
use crate::page::components::log::records::Records;
use crate::page::components::mailroute::suggestions::Suggestions;
use crate::page::components::trace::route::RouteSection;
use crate::page::components::trace::route_table::RouteTable;
use crate::page::state::reading::Shared;
use crate::page::state::settings::Times;
use crate::page::view::evidence_link::{Part, Target};

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
    let late = use_deferred(&props.reading);
    let Some(sheet) = props.reading.sheets.get(props.sheet) else { return html! {} };
    let report = &sheet.report;
    let is_lit = |part: Part| props.lit.contains(&Target { sheet: props.sheet, part });
    let told = told(&props.reading, props.sheet, &props.lit);
    let has_told = told.is_some();
    let route = report.route.is_some().then(|| html! {
        <RouteSection reading={props.reading.clone()} sheet={props.sheet} lit={props.lit.clone()} times={props.times} />
    });
    // The way of a notice matters less than what it tells.
    let (route, route_after) = if has_told { (None, route) } else { (route, None) };
    html! {
        <>
            <VerdictCard reading={props.reading.clone()} sheet={props.sheet} />
            { told.unwrap_or_default() }
            { route.unwrap_or_default() }
            if sheet.depth == 0 {
                { for_the_user(for_user(report)) }
            }
            if !report.deliveries.is_empty() {
                <Deliveries reading={props.reading.clone()} sheet={props.sheet} lit={props.lit.clone()} />
            }
            if !report.records.is_empty() {
                <Records reading={props.reading.clone()} sheet={props.sheet} lit={props.lit.clone()} />
            }
            if !report.findings.is_empty() {
                <section class="findings" aria-label={(sheet.depth == 0).then_some("Findings")}>
                    <div class="unseen">{ heading(2, sheet.depth, html! { { "Findings" } }) }</div>
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
            { route_after.unwrap_or_default() }
            if !report.files.is_empty() {
                <FileList reading={props.reading.clone()} sheet={props.sheet} />
            }
            if sheet.depth == 0 {
                <Suggestions reading={props.reading.clone()} />
            }
            { files(sheet) }
            if let Some(reading) = late {
                if report.authentication.is_some() {
                    <Authentication reading={reading.clone()} sheet={props.sheet} lit={props.lit.clone()} />
                }
                if !report.filters.is_empty() {
                    <Filters reading={reading.clone()} sheet={props.sheet} lit={props.lit.clone()} />
                }
                if report.route.is_some() {
                    <RouteTable reading={reading.clone()} sheet={props.sheet} lit={props.lit.clone()} times={props.times} />
                }
                if !report.fields.is_empty() {
                    <Fields {reading} sheet={props.sheet} lit={props.lit.clone()} />
                }
            }
            { for props.reading.enclosed(props.sheet).map(|sheet| enclosed(&props.reading, sheet, report.kind, &props.lit, props.times)) }
        </>
    }
}
