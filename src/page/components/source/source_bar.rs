use backstamp::report::words;
use backstamp::trace::words::count;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use crate::page::browser::files;
use crate::page::components::common::working::size;
use crate::page::components::use_control;
use crate::page::state::reading::Shared;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub reading: Option<Shared>,
    /// Whether there is nothing to clear.
    pub is_empty: bool,
    /// Whether a table of many messages is open.
    pub has_table: bool,
}

/// The line above the source: what it is, and how to open another or clear it.
#[component]
pub fn SourceBar(props: &Props) -> Html {
    let control = use_control();
    let chooser = use_node_ref();
    let open = {
        let chooser = chooser.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(chooser) = chooser.cast::<HtmlInputElement>() {
                chooser.click();
            }
        })
    };
    let chosen = {
        let (control, chooser) = (control.clone(), chooser.clone());
        Callback::from(move |_: Event| {
            if let (Some(control), Some(chooser)) = (&control, chooser.cast::<HtmlInputElement>()) {
                control.open_files(files::chosen(&chooser));
            }
        })
    };
    let clear = Callback::from(move |_: MouseEvent| {
        if let Some(control) = &control {
            control.clear();
        }
    });
    let (title, about) = match &props.reading {
        None => ("Your text", String::new()),
        Some(reading) => {
            let title = reading.sheets.first().map_or("Your text", |sheet| words::kind(sheet.report.kind));
            (title, facts(reading))
        }
    };
    html! {
        <>
            <h2><label for="input">{ title }</label></h2>
            <span class="sub">{ about }</span>
            <div class="tools">
                if props.has_table {
                    <a href="#/batch">{ "Back to the table" }</a>
                }
                <button type="button" class="plain" onclick={open}>{ "Open files" }</button>
                if !props.is_empty {
                    <button type="button" class="plain" onclick={clear}>{ "Clear" }</button>
                }
            </div>
            <input ref={chooser} type="file" multiple=true hidden=true aria-label="Files to open" onchange={chosen} />
        </>
    }
}

fn facts(reading: &Shared) -> String {
    let bytes = size(reading.text.len());
    let Some(sheet) = reading.sheets.first() else { return bytes };
    match (sheet.recipients, sheet.hops) {
        (0, 0) => bytes,
        (0, hops) => format!("{}, {bytes}", count(hops, "Received field", "Received fields")),
        (recipients, _) => format!("{}, {bytes}", count(recipients, "recipient", "recipients")),
    }
}
