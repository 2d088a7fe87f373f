use std::rc::Rc;

use backstamp::csv;
use backstamp::report::{cells, route_table, words};
use backstamp::trace::{Hop, Route};
use chrono::{FixedOffset, Offset, Utc};
use yew::prelude::*;

use super::route::stamp;
use crate::page::browser::clock;
use crate::page::components::common::copy::Copy;
use crate::page::components::report::evidence_link::use_evidence_link;
use crate::page::components::report::panel::Panel;
use crate::page::state::reading::Shared;
use crate::page::state::settings::Times;
use crate::page::view::evidence_link::{Part, Target};

/// How many rows are shown at first, and how many more at a time.
const PAGE: usize = 50;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub reading: Shared,
    /// Which of the reading's reports.
    pub sheet: usize,
    pub lit: Rc<[Target]>,
    pub times: Times,
}

/// The route as a table.
#[component]
pub fn RouteTable(props: &Props) -> Html {
    let shown = use_state(|| PAGE);
    let unfolded = use_state(|| false);
    let Some(sheet) = props.reading.sheets.get(props.sheet) else { return html! {} };
    let Some(route) = &sheet.report.route else { return html! {} };
    let more = {
        let shown = shown.clone();
        Callback::from(move |_: MouseEvent| shown.set(*shown + PAGE))
    };
    let hidden = if *unfolded { 0..0 } else { route.folded() };
    let unfold = {
        let unfolded = unfolded.clone();
        Callback::from(move |_: MouseEvent| unfolded.set(true))
    };
    let rows = route.hops.iter().enumerate().filter(|(index, _)| !hidden.contains(index));
    let rows: Vec<(usize, &Hop)> = rows.take(*shown).collect();
    let told = rows.last().map_or(0, |(index, _)| index + 1).max(hidden.end);
    let stamp_heading = match props.times {
        Times::Utc => "Stamp (UTC)",
        Times::Local => "Stamp (my time)",
        Times::Stamped => "Stamp",
    };
    let write = |form: fn(&Route, FixedOffset) -> String| {
        let (reading, sheet, times) = (props.reading.clone(), props.sheet, props.times);
        Callback::from(move |()| {
            let route = reading.sheets.get(sheet).and_then(|sheet| sheet.report.route.as_ref());
            route.map(|route| form(route, offset(route, times))).unwrap_or_default()
        })
    };
    let tools = html! {
        <>
            <Copy label="Copy for a spreadsheet" what="a table" text={write(tab_separated)} />
            <Copy label="Copy as Markdown" what="Markdown" text={write(route_table)} />
        </>
    };
    html! {
        <Panel title="Hop by hop" depth={sheet.depth} {tools}>
            <div class="table is-route" tabindex="0" role="group" aria-label="Route as a table">
                <table>
                    <thead><tr>
                        <th scope="col">{ "Hop" }</th>
                        <th scope="col">{ "Handed over by" }</th>
                        <th scope="col">{ "Taken by" }</th>
                        <th scope="col">{ "How" }</th>
                        <th scope="col">{ stamp_heading }</th>
                        <th scope="col" class="number">{ "Delay" }</th>
                    </tr></thead>
                    <tbody>
                        { for rows.iter().map(|&(index, hop)| {
                            let target = Target { sheet: props.sheet, part: Part::Hop(index) };
                            html! {
                                <>
                                    if let Some(one) = route.leg_at(index) {
                                        <tr class="leg-row"><td colspan="6" class="leg-words">{ route.leg_words(one) }</td></tr>
                                    }
                                    <HopRow {target} row={Row::of(route, index, hop, props.times)} is_lit={props.lit.contains(&target)} />
                                    if hidden.start == index + 1 && !hidden.is_empty() {
                                        <tr class="fold-row"><td colspan="6">
                                            <span class="fold-words">{ route.fold_words() }</span>
                                            { ". " }
                                            <button type="button" class="plain" onclick={unfold.clone()}>{ "Show them" }</button>
                                        </td></tr>
                                    }
                                </>
                            }
                        }) }
                    </tbody>
                </table>
            </div>
            if route.hops.len() > told {
                <p class="more"><button type="button" class="button" onclick={more}>
                    { format!("Show {PAGE} more of {}", sheet.hops) }
                </button></p>
            } else if sheet.hops > route.hops.len() {
                <p class="more sub">{ format!("The page lists {} of {} hops; a copy of the report has them all.", route.hops.len(), sheet.hops) }</p>
            }
        </Panel>
    }
}

/// What a row says.
#[derive(Clone, PartialEq)]
struct Row {
    number: usize,
    from: String,
    from_about: String,
    by: String,
    by_about: String,
    how: String,
    how_about: String,
    time: String,
    day: String,
    doubt: Option<String>,
    delay: Option<(String, Option<String>)>,
    held: bool,
}

impl Row {
    fn of(route: &Route, index: usize, hop: &Hop, times: Times) -> Self {
        let from = words::peer(&hop.from).unwrap_or("not told").to_owned();
        let called = hop.from.helo.as_deref().filter(|helo| *helo != from).map(|helo| format!("called itself {helo}"));
        let address = hop.from.ip.clone().filter(|ip| *ip != from);
        let stamp = stamp(hop, times);
        let clock = hop.by_host.and_then(|host| route.hosts.get(host)).and_then(|host| host.clock.as_ref());
        Self {
            number: index + 1,
            from,
            from_about: listed([address, called]),
            by: hop.by.clone().unwrap_or_else(|| "not told".to_owned()),
            by_about: listed([
                hop.role.map(|role| words::role(role).to_owned()),
                hop.id.as_ref().map(|id| format!("id {id}")),
            ]),
            how: hop.with.clone().unwrap_or_default(),
            how_about: listed([
                hop.tls.clone(),
                hop.authenticated.filter(|&known| known).map(|_| "logged in".to_owned()),
                hop.dialect.clone(),
            ]),
            time: stamp.time,
            day: stamp.day,
            doubt: clock.filter(|_| route.clock_doubted(hop)).and_then(words::doubt),
            delay: words::delay(hop),
            held: route.held_at == Some(index),
        }
    }
}

fn listed<const N: usize>(parts: [Option<String>; N]) -> String {
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

#[derive(Properties, PartialEq)]
struct RowProps {
    target: Target,
    row: Row,
    is_lit: bool,
}

#[component]
fn HopRow(props: &RowProps) -> Html {
    let tie = use_evidence_link(props.target);
    let row = &props.row;
    let class = classes!("hop-row", row.held.then_some("is-held"), props.is_lit.then_some("is-lit"));
    html! {
        <tr {class} id={props.target.id()} onmouseover={tie.over} onmouseout={tie.out} onfocusin={tie.focus} onfocusout={tie.blur}>
            <td>
                <button type="button" class="plain" aria-pressed={props.is_lit.to_string()} onclick={tie.choose}
                    aria-label={format!("Hop {}: show its words", row.number)}>{ row.number }</button>
            </td>
            <td>{ &row.from }<span class="sub">{ &row.from_about }</span></td>
            <td>{ &row.by }<span class="sub">{ &row.by_about }</span></td>
            <td>{ &row.how }<span class="sub">{ &row.how_about }</span></td>
            <td>{ &row.time }<span class="sub">{ &row.day }</span>
                if let Some(doubt) = &row.doubt {
                    <span class="sub doubt-words">{ doubt }</span>
                }
            </td>
            <td class="number">
                if let Some((delay, stamps)) = &row.delay {
                    { delay }
                    if let Some(stamps) = stamps {
                        <span class="sub">{ stamps }</span>
                    }
                } else {
                    <span aria-label="not known">{ "–" }</span>
                }
            </td>
        </tr>
    }
}

/// The offset for a table that has one for all its times.
fn offset(route: &Route, times: Times) -> FixedOffset {
    let first = route.hops.iter().find_map(|hop| hop.time);
    match (times, first) {
        (Times::Local, Some(time)) => clock::offset(time),
        _ => Utc.fix(),
    }
}

/// The route with a tab between cells, as spreadsheets take it.
fn tab_separated(route: &Route, offset: FixedOffset) -> String {
    let zone = words::offset(offset.local_minus_utc() / 60);
    let mut table = format!("#\tHanded over by\tTaken by\tHow\tStamp (UTC{zone})\tDelay\n");
    for (index, hop) in route.hops.iter().enumerate() {
        let (number, cells) = ((index + 1).to_string(), cells(route, hop, offset));
        csv::push_tabbed(&mut table, std::iter::once(number.as_str()).chain(cells.iter().map(String::as_str)));
    }
    table
}
