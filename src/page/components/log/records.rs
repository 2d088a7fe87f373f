use std::rc::Rc;

use backstamp::dns::output::TextRecord;
use yew::prelude::*;

use crate::page::components::report::evidence_link::use_evidence_link;
use crate::page::components::report::panel::Panel;
use crate::page::state::reading::Shared;
use crate::page::view::evidence_link::{Part, Target};

/// How many records are shown at first, and how many more at a time.
const PAGE: usize = 100;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub reading: Shared,
    /// Which of the reading's reports.
    pub sheet: usize,
    pub lit: Rc<[Target]>,
}

/// The records of DNS output as a table.
#[component]
pub fn Records(props: &Props) -> Html {
    let shown = use_state_eq(|| PAGE);
    let Some(sheet) = props.reading.sheets.get(props.sheet) else { return html! {} };
    let records = &sheet.report.records;
    if records.is_empty() {
        return html! {};
    }
    let more = {
        let shown = shown.clone();
        Callback::from(move |_: MouseEvent| shown.set(*shown + PAGE))
    };
    html! {
        <Panel title="Records" depth={sheet.depth} tools={html! {}}>
            <div class="table is-plain" tabindex="0" role="group" aria-label="Records as a table">
                <table>
                    <thead><tr>
                        <th scope="col">{ "Name" }</th>
                        <th scope="col" class="number">{ "TTL" }</th>
                        <th scope="col">{ "Type" }</th>
                        <th scope="col">{ "Data" }</th>
                    </tr></thead>
                    <tbody>
                        { for records.iter().take(*shown).enumerate().map(|(index, record)| {
                            let target = Target { sheet: props.sheet, part: Part::Record(index) };
                            html! { <RecordRow key={index} {target} record={record.clone()} is_lit={props.lit.contains(&target)} /> }
                        }) }
                    </tbody>
                </table>
            </div>
            if records.len() > *shown {
                <p class="more"><button type="button" class="button" onclick={more}>{ format!("Show {PAGE} more of {}", records.len()) }</button></p>
            }
        </Panel>
    }
}

#[derive(Properties, PartialEq)]
struct RowProps {
    target: Target,
    record: TextRecord,
    is_lit: bool,
}

#[component]
fn RecordRow(props: &RowProps) -> Html {
    let tie = use_evidence_link(props.target);
    let record = &props.record;
    let name = if record.name.is_empty() { "no name" } else { &record.name };
    html! {
        <tr id={props.target.id()} class={classes!(props.is_lit.then_some("is-lit"))}
            onmouseover={tie.over} onmouseout={tie.out} onfocusin={tie.focus} onfocusout={tie.blur}>
            <td>
                <button type="button" class="plain" aria-pressed={props.is_lit.to_string()} onclick={tie.choose}>{ name }</button>
                if let Some(section) = &record.section { <span class="sub">{ section }</span> }
            </td>
            <td class="number">{ record.ttl.map(|ttl| ttl.to_string()).unwrap_or_default() }</td>
            <td>{ &record.kind }</td>
            <td>{ &record.data }</td>
        </tr>
    }
}
