use std::rc::Rc;

use backstamp::finding::Party;
use backstamp::log::{Counts, Delivery, State, comma_separated, markdown};
use backstamp::report::words;
use web_sys::HtmlSelectElement;
use yew::prelude::*;

use crate::page::components::common::copy::Copy;
use crate::page::components::report::evidence_link::use_evidence_link;
use crate::page::components::report::panel::Panel;
use crate::page::state::reading::Shared;
use crate::page::view::evidence_link::{Part, Target};

/// How many rows are shown at first, and how many more at a time.
const PAGE: usize = 100;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub reading: Shared,
    /// Which of the reading's reports.
    pub sheet: usize,
    pub lit: Rc<[Target]>,
}

/// What is shown of the table.
#[derive(Clone, Default, PartialEq)]
struct Filter {
    state: Option<State>,
    side: Option<String>,
    reason: Option<String>,
}

impl Filter {
    fn lets(&self, row: &Delivery) -> bool {
        self.state.is_none_or(|state| row.status == state)
            && self.side.as_deref().is_none_or(|side| row.party.map(side_of) == Some(side))
            && self.reason.as_deref().is_none_or(|reason| row.reason_title.as_deref() == Some(reason))
    }
}

fn side_of(party: Party) -> &'static str {
    words::party(party).unwrap_or("nobody's side")
}

/// By which column the rows are sorted.
#[derive(Clone, Copy, PartialEq)]
enum Column {
    Recipient,
    State,
    Tries,
    Last,
}

/// The deliveries of a log or a queue: counts first, then a table that can be filtered and sorted.
#[component]
pub fn Deliveries(props: &Props) -> Html {
    let filter = use_state_eq(Filter::default);
    let sorted = use_state_eq(|| (Column::Last, false));
    let shown = use_state_eq(|| PAGE);
    let Some(sheet) = props.reading.sheets.get(props.sheet) else { return html! {} };
    let rows = &sheet.report.deliveries;
    if rows.is_empty() {
        return html! {};
    }
    let counts = Counts::of(rows);
    let found = found(rows, &filter, *sorted);
    let write = |form: fn(&[Delivery]) -> String| {
        let (reading, sheet, filter, sorted) = (props.reading.clone(), props.sheet, (*filter).clone(), *sorted);
        Callback::from(move |()| {
            let Some(sheet) = reading.sheets.get(sheet) else { return String::new() };
            let rows = &sheet.report.deliveries;
            let rows: Vec<Delivery> =
                self::found(rows, &filter, sorted).into_iter().filter_map(|at| rows.get(at).cloned()).collect();
            form(&rows)
        })
    };
    let tools = html! {
        <>
            <Copy label="Copy as CSV" what="CSV" text={write(comma_separated)} />
            <Copy label="Copy as Markdown" what="Markdown" text={write(markdown)} />
        </>
    };
    let state_button = |state: Option<State>, name: String| {
        let is_on = filter.state == state;
        let filter = filter.clone();
        let onclick = Callback::from(move |_: MouseEvent| filter.set(Filter { state, ..(*filter).clone() }));
        html! { <button type="button" class="tab" aria-pressed={is_on.to_string()} {onclick}>{ name }</button> }
    };
    let choose_side = {
        let filter = filter.clone();
        Callback::from(move |side: Option<String>| filter.set(Filter { side, ..(*filter).clone() }))
    };
    let choose_reason = {
        let filter = filter.clone();
        Callback::from(move |reason: Option<String>| filter.set(Filter { reason, ..(*filter).clone() }))
    };
    let head = |column: Column, name: &'static str| {
        let (by, down) = *sorted;
        let order = if by != column {
            "none"
        } else if down {
            "descending"
        } else {
            "ascending"
        };
        let sorted = sorted.clone();
        let onclick = Callback::from(move |_: MouseEvent| sorted.set((column, by == column && !down)));
        html! { <th scope="col" aria-sort={order}><button type="button" class="plain" {onclick}>{ name }</button></th> }
    };
    let more = {
        let shown = shown.clone();
        Callback::from(move |_: MouseEvent| shown.set(*shown + PAGE))
    };
    let mut sides = distinct(rows.iter().filter_map(|row| row.party.map(side_of)));
    let mut reasons = distinct(rows.iter().filter_map(|row| row.reason_title.as_deref()));
    html! {
        <Panel title="Deliveries" depth={sheet.depth} {tools} class="deliveries">
            <div class="delivery-filter">
                <div class="tabs" role="group" aria-label="State">
                    { state_button(None, format!("All {}", rows.len())) }
                    { for State::ALL.into_iter().filter(|state| counts.at(*state) > 0).map(|state| {
                        state_button(Some(state), format!("{} {}", counts.at(state), state.word()))
                    }) }
                </div>
                { choice("Side", "Every side", std::mem::take(&mut sides), filter.side.clone(), choose_side) }
                { choice("Reason", "Every reason", std::mem::take(&mut reasons), filter.reason.clone(), choose_reason) }
            </div>
            <p class="sub delivery-count" role="status">{ format!("{} of {} shown", found.len().min(*shown), rows.len()) }</p>
            <div class="table is-deliveries" tabindex="0" role="group" aria-label="Deliveries as a table">
                <table>
                    <thead><tr>
                        { head(Column::Recipient, "Recipient") }
                        { head(Column::State, "State") }
                        { head(Column::Tries, "Tries") }
                        { head(Column::Last, "First and last") }
                        <th scope="col">{ "By" }</th>
                        <th scope="col">{ "Why" }</th>
                    </tr></thead>
                    <tbody>
                        { for found.iter().take(*shown).filter_map(|&index| {
                            let row = rows.get(index)?.clone();
                            let target = Target { sheet: props.sheet, part: Part::Delivery(index) };
                            Some(html! { <DeliveryRow key={index} {target} {row} is_lit={props.lit.contains(&target)} /> })
                        }) }
                    </tbody>
                </table>
            </div>
            if found.len() > *shown {
                <p class="more"><button type="button" class="button" onclick={more}>{ format!("Show {PAGE} more of {}", found.len()) }</button></p>
            }
            { stories(props) }
        </Panel>
    }
}

/// The rows that a filter lets through, sorted.
fn found(rows: &[Delivery], filter: &Filter, (column, down): (Column, bool)) -> Vec<usize> {
    let mut found: Vec<usize> =
        (0..rows.len()).filter(|at| rows.get(*at).is_some_and(|row| filter.lets(row))).collect();
    let key = |at: &usize| {
        let row = rows.get(*at);
        let text = match column {
            Column::Recipient => row.and_then(|row| row.recipient.as_deref()).unwrap_or_default().to_lowercase(),
            Column::State => row.map(|row| row.status.word()).unwrap_or_default().to_owned(),
            Column::Tries | Column::Last => String::new(),
        };
        let tries = row.map_or(0, |row| if column == Column::Tries { row.tries } else { 0 });
        (text, tries, *at)
    };
    backstamp::order::sort_by_key(&mut found, key);
    if down {
        found.reverse();
    }
    found
}

fn distinct<'a>(values: impl Iterator<Item = &'a str>) -> Vec<String> {
    backstamp::order::distinct(values.map(str::to_owned))
}

/// A choice among the values of a column; nothing where there is no choice.
fn choice(
    label: &'static str,
    all: &'static str,
    values: Vec<String>,
    chosen: Option<String>,
    choose: Callback<Option<String>>,
) -> Html {
    if values.len() < 2 {
        return html! {};
    }
    let onchange = Callback::from(move |event: Event| {
        let value = event.target_unchecked_into::<HtmlSelectElement>().value();
        choose.emit(Some(value).filter(|value| !value.is_empty()));
    });
    html! {
        <label class="delivery-choice">{ label }{ " " }
            <select {onchange}>
                <option value="" selected={chosen.is_none()}>{ all }</option>
                { for values.into_iter().map(|value| {
                    let selected = chosen.as_deref() == Some(value.as_str());
                    html! { <option value={value.clone()} {selected}>{ value }</option> }
                }) }
            </select>
        </label>
    }
}

#[derive(Properties, PartialEq)]
struct RowProps {
    target: Target,
    row: Delivery,
    is_lit: bool,
}

#[component]
fn DeliveryRow(props: &RowProps) -> Html {
    let tie = use_evidence_link(props.target);
    let row = &props.row;
    let codes: Vec<&str> = [&row.reply_code, &row.enhanced].into_iter().flatten().map(String::as_str).collect();
    let why = row.reason_title.clone().unwrap_or_default();
    html! {
        <tr id={props.target.id()} class={classes!(props.is_lit.then_some("is-lit"))}
            onmouseover={tie.over} onmouseout={tie.out} onfocusin={tie.focus} onfocusout={tie.blur}>
            <td>
                <button type="button" class="plain" aria-pressed={props.is_lit.to_string()} onclick={tie.choose}>
                    { row.recipient.as_deref().unwrap_or("no recipient named") }
                </button>
                if let Some(id) = &row.queue_id { <span class="sub">{ id }</span> }
            </td>
            <td class={classes!("delivery-state", row.status.word())}>
                { row.status.word() }
                if let Some(queue) = row.queue.as_ref().filter(|queue| *queue != row.status.word()) { <span class="sub">{ queue }</span> }
            </td>
            <td class="number">{ row.tries }</td>
            <td>{ row.first.as_deref().unwrap_or_default() }
                if row.last != row.first { <span class="sub">{ row.last.as_deref().unwrap_or_default() }</span> }
            </td>
            <td>{ row.relay.as_ref().or(row.client.as_ref()).cloned().unwrap_or_default() }</td>
            <td>{ [codes.join(" "), why].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": ") }
                if let Some(side) = row.party.and_then(words::party) { <span class="sub">{ side }</span> }
                if !row.words.is_empty() { <span class="sub">{ &row.words }</span> }
            </td>
        </tr>
    }
}

/// The messages step by step, with the waits between.
fn stories(props: &Props) -> Html {
    /// How many are listed.
    const MOST: usize = 20;
    let log = props.reading.sheets.get(props.sheet).and_then(|sheet| sheet.report.log.as_ref());
    let Some(log) = log.filter(|log| !log.messages.is_empty()) else { return html! {} };
    html! {
        <div class="stories">
            { for log.messages.iter().take(MOST).map(|story| html! {
                <details class="story">
                    <summary>{ format!("The way of {}", story.queue_id) }</summary>
                    <ol>
                        { for story.events.iter().map(|event| {
                            let wait = event.wait_seconds.filter(|wait| *wait > 0).map(|wait| format!(" (after {})", words::duration(wait)));
                            html! {
                                <li>
                                    <b>{ &event.what }</b>{ wait.unwrap_or_default() }
                                    <span class="sub">{ event.at.as_deref().unwrap_or_default() }{ " " }{ &event.detail }</span>
                                </li>
                            }
                        }) }
                    </ol>
                </details>
            }) }
        </div>
    }
}
