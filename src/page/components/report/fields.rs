use std::rc::Rc;

use backstamp::report::HeaderField;
use web_sys::{HtmlDetailsElement, HtmlInputElement};
use yew::prelude::*;

use crate::page::components::common::heading::heading;
use crate::page::components::report::evidence_link::use_evidence_link;
use crate::page::state::reading::Shared;
use crate::page::view::evidence_link::{Part, Target};

/// How many fields are shown at a time.
const PAGE: usize = 200;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub reading: Shared,
    /// Which of the reading's reports.
    pub sheet: usize,
    pub lit: Rc<[Target]>,
}

/// The header fields as a list that can be searched. It is built when it is opened: it may be long.
#[component]
pub fn Fields(props: &Props) -> Html {
    let open = use_state(|| false);
    let sought = use_state(String::new);
    let Some(sheet) = props.reading.sheets.get(props.sheet) else { return html! {} };
    let toggle = {
        let open = open.clone();
        Callback::from(move |event: Event| open.set(event.target_unchecked_into::<HtmlDetailsElement>().open()))
    };
    let seek = {
        let sought = sought.clone();
        Callback::from(move |event: InputEvent| sought.set(event.target_unchecked_into::<HtmlInputElement>().value()))
    };
    let fields = &sheet.report.fields;
    if fields.is_empty() {
        return html! {};
    }
    html! {
        <details class="sheet drawer" ontoggle={toggle}>
            <summary>{ heading(2, sheet.depth, html! { { "Header fields" } }) }<span class="sub">{ format!("all {}, decoded and raw", sheet.fields) }</span></summary>
            if *open {
                <div class="drawer-body">
                    <input autocomplete="off" class="field-input search" type="search" placeholder="Find in names and values"
                        aria-label="Find in names and values" oninput={seek} />
                    { list(props, fields, &sought) }
                </div>
            }
        </details>
    }
}

fn list(props: &Props, fields: &[HeaderField], sought: &str) -> Html {
    let wanted = sought.trim().to_lowercase();
    let found: Vec<usize> =
        fields.iter().enumerate().filter(|(_, field)| matches(field, &wanted)).map(|(at, _)| at).collect();
    if found.is_empty() {
        return html! { <p class="sub">{ "No field has these words." }</p> };
    }
    html! {
        <>
            <ul class="fields">
                { for found.iter().take(PAGE).filter_map(|&index| {
                    let field = fields.get(index)?.clone();
                    let target = Target { sheet: props.sheet, part: Part::Field(index) };
                    Some(html! { <FieldItem key={index} {target} {field} is_lit={props.lit.contains(&target)} /> })
                }) }
            </ul>
            if found.len() > PAGE {
                <p class="sub">{ format!("{} more. Search to find them.", found.len() - PAGE) }</p>
            }
        </>
    }
}

fn matches(field: &HeaderField, wanted: &str) -> bool {
    wanted.is_empty()
        || field.name.to_lowercase().contains(wanted)
        || field.value.to_lowercase().contains(wanted)
        || field.raw.as_ref().is_some_and(|raw| raw.to_lowercase().contains(wanted))
}

#[derive(Properties, PartialEq)]
struct FieldProps {
    target: Target,
    field: HeaderField,
    is_lit: bool,
}

#[component]
fn FieldItem(props: &FieldProps) -> Html {
    let tie = use_evidence_link(props.target);
    let field = &props.field;
    html! {
        <li id={props.target.id()} class={classes!(props.is_lit.then_some("is-lit"))}
            onmouseover={tie.over} onmouseout={tie.out} onfocusin={tie.focus} onfocusout={tie.blur}>
            <button type="button" class="plain" aria-pressed={props.is_lit.to_string()} onclick={tie.choose}>{ &field.name }</button>
            <span class="value">{ &field.value }</span>
            if let Some(raw) = &field.raw {
                <span class="raw">{ raw }</span>
            }
        </li>
    }
}
