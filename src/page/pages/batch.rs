use std::rc::Rc;

use backstamp::batch::{self, Count, Row, Summary};
use backstamp::trace::words::count;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

use crate::page::browser::{dom, files};
use crate::page::components::common::working::size;
use crate::page::components::report::panel::Panel;
use crate::page::components::use_control;
use crate::page::state::batch::{By, Column, Messages, Progress, Table, View};
use crate::page::state::control::{Control, made};

/// How many rows are shown at a time: more would take long to lay out.
const PAGE: usize = 200;
/// How many of each count are shown at first, and at most.
const FEW: usize = 8;
const MANY: usize = 200;
/// How many files that were not read are named.
const MOST_FAILED: usize = 100;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub table: Option<Table>,
}

/// Many messages at once: counts, and a table that is searched, sorted and carried away.
#[component]
pub fn BatchPage(props: &Props) -> Html {
    match &props.table {
        Some(table) => html! { <Open key={table.id()} table={table.clone()} /> },
        None => html! {
            <main class="batch">
                <h1>{ "Many messages" }</h1>
                <p class="sub">{ "Open several messages, a mailbox (mbox) or an archive (zip, tar, gzip) of messages, or drop them anywhere on this page. They are read here, and nothing is stored." }</p>
                <Opening />
                <p>{ "What to do with the answer: " }<a href="#/guide/many-bounces">{ "What to do with five thousand bounces" }</a>{ "." }</p>
            </main>
        },
    }
}

/// Buttons that open files, or a folder.
#[component]
fn Opening() -> Html {
    let control = use_control();
    let choosers = [use_node_ref(), use_node_ref()];
    let button = |chooser: &NodeRef, label: &'static str| {
        let chooser = chooser.clone();
        let onclick = Callback::from(move |_: MouseEvent| {
            if let Some(chooser) = chooser.cast::<HtmlInputElement>() {
                chooser.click();
            }
        });
        html! { <button type="button" class="button" {onclick}>{ label }</button> }
    };
    let chosen = |chooser: &NodeRef| {
        let (control, chooser) = (control.clone(), chooser.clone());
        Callback::from(move |_: Event| {
            if let (Some(control), Some(chooser)) = (&control, chooser.cast::<HtmlInputElement>()) {
                control.open_files(files::chosen(&chooser));
            }
        })
    };
    let [some, folder] = &choosers;
    use_effect_with(folder.clone(), |folder| {
        if let Some(folder) = folder.cast::<HtmlInputElement>() {
            // An attribute of HTML is never refused.
            let _ = folder.set_attribute("webkitdirectory", "");
        }
    });
    html! {
        <p class="opening">
            { button(some, "Open files") }{ button(folder, "Open a folder") }
            <input ref={some.clone()} type="file" multiple=true hidden=true aria-label="Files to open" onchange={chosen(some)} />
            <input ref={folder.clone()} type="file" hidden=true aria-label="Folder to open" onchange={chosen(folder)} />
        </p>
    }
}

#[derive(Properties, PartialEq)]
struct OpenProps {
    table: Table,
}

/// An open table.
#[component]
fn Open(props: &OpenProps) -> Html {
    let control = use_control();
    let table = &props.table;
    let view = use_state_eq(|| table.borrow().view.clone());
    let summary = use_memo(table.clone(), |table| table.borrow().summary(None));
    let found = use_memo((table.clone(), (*view).clone()), |(table, view)| view.of(&table.borrow().batch.rows));
    let set = {
        let (view, table) = (view.clone(), table.clone());
        Callback::from(move |to: View| {
            table.borrow_mut().view = to.clone();
            view.set(to);
        })
    };
    // Back from a report, the row that led there has the focus.
    use_effect_with((), {
        let opened = found.iter().skip(view.page * PAGE).take(PAGE).position(|row| Some(*row) == view.opened);
        move |()| {
            if let Some(place) = opened {
                focus(place);
            }
        }
    });
    let messages = table.borrow();
    let close = act(&control, Control::close_table);
    html! {
        <main class="batch">
            <h1>{ count(messages.batch.rows.len(), "message", "messages") }</h1>
            { progress(&messages, act(&control, Control::stop_many)) }
            <p class="sub">{ about(&messages) }{ " Nothing is stored: when this page is closed, the table is gone." }</p>
            <p class="opening"><button type="button" class="button" onclick={close}>{ "Close the table" }</button></p>
            { failed(&messages.failed) }
            { groups(&summary) }
            { counts(&summary, &view, &set) }
            <Rows table={table.clone()} found={found.clone()} view={(*view).clone()} set={set} />
        </main>
    }
}

fn act(control: &Option<Control>, act: fn(&Control)) -> Callback<MouseEvent> {
    let control = control.clone();
    Callback::from(move |_: MouseEvent| {
        if let Some(control) = &control {
            act(control);
        }
    })
}

/// What was opened, and how the reading ended.
fn about(messages: &Messages) -> String {
    let mut parts = vec![match messages.files.as_slice() {
        [file] => files::name(file),
        many => count(many.len(), "file", "files"),
    }];
    if messages.others > 0 {
        parts.push(count(messages.others, "file in it is no message", "files in it are no messages"));
    }
    if messages.progress == Progress::Stopped {
        parts.push(format!("stopped at {} of {}", size(messages.done as usize), size(messages.total as usize)));
    }
    if messages.progress == Progress::Done {
        let (rate, _) = messages.rate();
        if rate > 0 {
            parts.push(format!("{rate} messages a second"));
        }
    }
    format!("{}.", parts.join("; "))
}

/// How far the reading is, and the way to stop it.
fn progress(messages: &Messages, stop: Callback<MouseEvent>) -> Html {
    if messages.progress != Progress::Running {
        return html! {};
    }
    let (rate, left) = messages.rate();
    let [done, total] = [messages.done, messages.total].map(|bytes| size(bytes as usize));
    let left = left.map_or_else(String::new, |left| format!(", about {} left", count(left, "second", "seconds")));
    html! {
        <section class="sheet working" aria-label="Reading">
            <p>{ format!("{done} of {total}") }</p>
            <span class="sub">{ format!("{rate} messages a second{left}") }</span>
            <button type="button" class="button" onclick={stop}>{ "Stop" }</button>
            <progress aria-label="Reading" max={messages.total.max(1).to_string()} value={messages.done.to_string()} />
        </section>
    }
}

/// What was not read, and why.
fn failed(failed: &[(String, String)]) -> Html {
    if failed.is_empty() {
        return html! {};
    }
    html! {
        <Panel title={format!("{} not read, or not to the end", count(failed.len(), "file", "files"))} depth=0>
            <ul class="failed">
                { for failed.iter().take(MOST_FAILED).map(|(name, why)| html! { <li><b>{ name }</b>{ " " }{ why }</li> }) }
                if failed.len() > MOST_FAILED {
                    <li>{ format!("And {} more.", failed.len() - MOST_FAILED) }</li>
                }
            </ul>
        </Panel>
    }
}

/// What to do about each group of recipients.
fn groups(summary: &Summary) -> Html {
    if summary.groups.is_empty() {
        return html! {};
    }
    let guide = html! { <a href="#/guide/many-bounces">{ "How to go about it" }</a> };
    html! {
        <Panel title="What to do" depth=0 tools={guide}>
            <dl class="groups">
                { for summary.groups.iter().map(|group| html! {
                    <div><dt>{ format!("{} ({})", group.name, group.count) }</dt><dd>{ &group.action }</dd></div>
                }) }
            </dl>
        </Panel>
    }
}

/// The counts, each a button that shows its messages alone.
fn counts(summary: &Summary, view: &View, set: &Callback<View>) -> Html {
    let lists: Html = By::ALL
        .into_iter()
        .filter(|by| !by.counts(summary).is_empty())
        .map(|by| {
            let counts = by.counts(summary).to_vec();
            html! { <Counts {by} {counts} view={view.clone()} set={set.clone()} /> }
        })
        .collect();
    html! { <div class="counts">{ lists }</div> }
}

#[derive(Properties, PartialEq)]
struct CountsProps {
    by: By,
    counts: Vec<Count>,
    view: View,
    set: Callback<View>,
}

#[component]
fn Counts(props: &CountsProps) -> Html {
    let is_long = use_state(|| false);
    let most = props.counts.iter().map(|count| count.count).max().unwrap_or(1).max(1);
    let shown = if *is_long { MANY } else { FEW };
    let row = |one: &Count| {
        let chosen = (props.by, one.key.clone());
        let is_chosen = props.view.chosen.contains(&chosen);
        let (view, set) = (props.view.clone(), props.set.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            let mut view = View { page: 0, ..view.clone() };
            // One of each kind at a time; choosing it again lets it go.
            view.chosen.retain(|(by, _)| *by != chosen.0);
            if !is_chosen {
                view.chosen.push(chosen.clone());
            }
            set.emit(view);
        });
        let width = format!("{}%", (one.count * 100).div_ceil(most));
        html! {
            <li key={one.key.clone()}>
                <button type="button" class="count" aria-pressed={is_chosen.to_string()} {onclick}>
                    <span>{ &one.key }</span><span class="number">{ one.count }</span>
                    <svg width="100%" height="4" aria-hidden="true"><rect {width} height="4" /></svg>
                </button>
            </li>
        }
    };
    let toggle = {
        let is_long = is_long.clone();
        Callback::from(move |_: MouseEvent| is_long.set(!*is_long))
    };
    html! {
        <Panel title={props.by.title()} depth=0>
            <ul>{ for props.counts.iter().take(shown).map(row) }</ul>
            if props.counts.len() > FEW {
                <p><button type="button" class="plain" aria-expanded={is_long.to_string()} onclick={toggle}>
                    { if *is_long { "Show fewer".to_owned() } else { format!("Show {} of {}", props.counts.len().min(MANY), props.counts.len()) } }
                </button></p>
            }
        </Panel>
    }
}

#[derive(Properties, PartialEq)]
struct RowsProps {
    table: Table,
    found: Rc<Vec<usize>>,
    view: View,
    set: Callback<View>,
}

/// The table itself.
#[component]
fn Rows(props: &RowsProps) -> Html {
    let control = use_control();
    let (view, set, found) = (&props.view, &props.set, &props.found);
    let messages = props.table.borrow();
    let all = messages.batch.rows.len();
    let pages = found.len().div_ceil(PAGE).max(1);
    let page = view.page.min(pages - 1);
    let search = {
        let (view, set) = (view.clone(), set.clone());
        Callback::from(move |event: InputEvent| {
            let search = event.target_unchecked_into::<HtmlInputElement>().value();
            set.emit(View { search, page: 0, ..view.clone() });
        })
    };
    let everything = {
        let (view, set) = (view.clone(), set.clone());
        Callback::from(move |_: MouseEvent| {
            set.emit(View { chosen: Vec::new(), search: String::new(), page: 0, ..view.clone() });
        })
    };
    let head = |column: Column| {
        let order = match view.sorted {
            Some((by, false)) if by == column => "ascending",
            Some((by, true)) if by == column => "descending",
            _ => "none",
        };
        let (view, set) = (view.clone(), set.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            let sorted = Some((column, view.sorted == Some((column, false))));
            set.emit(View { sorted, page: 0, ..view.clone() });
        });
        html! { <th scope="col" aria-sort={order}><button type="button" class="plain" {onclick}>{ column.title() }</button></th> }
    };
    let turn = |to: Option<usize>, label: &'static str| {
        let (view, set) = (view.clone(), set.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            if let Some(page) = to {
                set.emit(View { page, ..view.clone() });
                dom::to_top("messages");
            }
        });
        html! { <button type="button" class="button" disabled={to.is_none()} {onclick}>{ label }</button> }
    };
    let shown: Vec<usize> = found.iter().skip(page * PAGE).take(PAGE).copied().collect();
    let row = |(place, &at): (usize, &usize)| {
        let Some(row) = messages.batch.rows.get(at) else { return html! {} };
        let control = control.clone();
        let open = Callback::from(move |_: MouseEvent| {
            if let Some(control) = &control {
                control.open_row(at);
            }
        });
        self::row(row, at, place, open)
    };
    let is_filtered = !view.chosen.is_empty() || !view.search.trim().is_empty();
    let words = if is_filtered { format!("{} of {all} shown", found.len()) } else { format!("{all} shown") };
    html! {
        <Panel title="Messages" depth=0 tools={exports(&control, &props.table, found, is_filtered)}>
            <div class="narrowing">
                <label for="search-messages">{ "Search" }</label>
                <input id="search-messages" class="field-input" type="search" autocomplete="off" spellcheck="false" value={view.search.clone()} oninput={search} />
                if is_filtered {
                    <button type="button" class="plain" onclick={everything}>{ "Show all" }</button>
                }
            </div>
            <p class="sub narrowing" role="status">{ words }{ for view.chosen.iter().map(|(by, key)| format!("; {}: {key}", by.title())) }</p>
            <div id="messages" class="table is-messages" tabindex="0" role="group" aria-label="Messages as a table" onkeydown={Callback::from(move_on)}>
                <table>
                    <thead><tr>{ for Column::ALL.into_iter().map(head) }</tr></thead>
                    <tbody>{ for shown.iter().enumerate().map(row) }</tbody>
                </table>
            </div>
            if pages > 1 {
                <p class="pager">
                    { turn(page.checked_sub(1), "Before") }
                    <span>{ format!("Page {} of {pages}", page + 1) }</span>
                    { turn(Some(page + 1).filter(|&next| next < pages), "Next") }
                </p>
            }
        </Panel>
    }
}

/// A message.
fn row(row: &Row, at: usize, place: usize, open: Callback<MouseEvent>) -> Html {
    let cell = |column: Column| {
        let text = column.cell(row);
        let more = row.outcomes.len().saturating_sub(1);
        match column {
            Column::When => {
                let label = if text.is_empty() { "no date".to_owned() } else { text };
                let about = row.subject.clone().unwrap_or_else(|| row.name.clone());
                html! {
                    <td><button type="button" id={format!("row-{place}")} class="plain" title={about} onclick={open.clone()}>{ label }</button></td>
                }
            }
            Column::To if more > 0 => {
                html! { <td>{ text }<span class="sub">{ format!(" and {more} more") }</span></td> }
            }
            _ => html! { <td>{ text }</td> },
        }
    };
    html! { <tr key={at}>{ for Column::ALL.into_iter().map(cell) }</tr> }
}

/// The arrow keys lead from row to row.
fn move_on(event: KeyboardEvent) {
    let place = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok());
    let place = place.and_then(|element| element.id().strip_prefix("row-")?.parse::<usize>().ok());
    let Some(place) = place else { return };
    let to = match event.key().as_str() {
        "ArrowDown" => Some(place + 1),
        "ArrowUp" => place.checked_sub(1),
        "Home" => Some(0),
        _ => None,
    };
    if let Some(to) = to {
        event.prevent_default();
        focus(to);
    }
}

/// Gives the row at this place the focus, if there is one.
fn focus(place: usize) {
    let element = dom::by_id(&format!("row-{place}")).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(element) = element {
        // A button of our own takes it.
        let _ = element.focus();
    }
}

/// The forms in which the table is carried away.
#[derive(Clone, Copy)]
enum Form {
    Csv,
    Markdown,
    Html,
}

fn exports(control: &Option<Control>, table: &Table, found: &Rc<Vec<usize>>, is_filtered: bool) -> Html {
    let button = |form: Form, label: &'static str| {
        let (control, table, found) = (control.clone(), table.clone(), found.clone());
        let onclick = Callback::from(move |_: MouseEvent| {
            let Some(control) = &control else { return };
            let messages = table.borrow();
            let summary = || messages.summary(is_filtered.then_some(found.as_slice()));
            match form {
                Form::Csv => control.download("messages.csv", "text/csv", &batch::csv(&messages.some(&found))),
                Form::Markdown => {
                    control.download("messages.md", "text/markdown", &batch::markdown(&summary(), &made(false)));
                }
                Form::Html => control.download("messages.html", "text/html", &batch::html(&summary(), &made(false))),
            }
        });
        html! { <button type="button" class="plain" aria-label={format!("Save as {label}")} {onclick}>{ label }</button> }
    };
    let ndjson = act(control, Control::save_ndjson);
    html! {
        <>
            <span class="sub">{ if is_filtered { "Save what is shown (NDJSON: all):" } else { "Save:" } }</span>
            { button(Form::Csv, "CSV") }{ button(Form::Markdown, "Markdown") }{ button(Form::Html, "HTML") }
            <button type="button" class="plain" aria-label="Save as NDJSON" onclick={ndjson}>{ "NDJSON" }</button>
        </>
    }
}
