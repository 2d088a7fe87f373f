use backstamp::dns::{Data, Name, Record, RecordType};
use backstamp::mailroute::Walk;
use backstamp::mailroute::records::{Wish, Written, write};
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use crate::page::components::common::copy::Copy;
use crate::page::components::report::panel::Sheet;
use crate::page::state::route_panel::Finished;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// The walk that is shown: its zone and its records are taken into account.
    pub walked: Option<Finished>,
}

/// What to publish so that mail for some names goes to some hosts.
#[component]
pub fn RecordWriter(props: &Props) -> Html {
    let wish = use_state(|| [String::new(), String::new(), String::new()]);
    use_effect_with(props.walked.clone(), {
        let wish = wish.setter();
        move |walked| {
            if let Some(filled) = walked.as_ref().and_then(|walked| filled(&walked.walk)) {
                wish.set(filled);
            }
        }
    });
    let put = {
        let wish = wish.clone();
        move |index: usize, text: String| {
            let mut changed = (*wish).clone();
            if let Some(field) = changed.get_mut(index) {
                *field = text;
            }
            wish.set(changed);
        }
    };
    let on_zone = {
        let put = put.clone();
        Callback::from(move |event: InputEvent| put(0, event.target_unchecked_into::<HtmlInputElement>().value()))
    };
    let on_text = |index: usize| {
        let put = put.clone();
        Callback::from(move |event: InputEvent| {
            put(index, event.target_unchecked_into::<HtmlTextAreaElement>().value());
        })
    };
    let [zone, names, hosts] = &*wish;
    let read = (!zone.trim().is_empty()).then(|| Wish::read(zone, names, hosts));
    let existing = props.walked.as_ref().map(|walked| records(&walked.walk)).unwrap_or_default();
    html! {
        <Sheet title="Write the records" depth=0 about="Mail for these names, to these hosts" class="writer">
            <div class="writer-fields">
                <label>{ "Zone" }<input id="writer-zone" class="field-input" type="text" autocomplete="off" autocapitalize="off" spellcheck="false" placeholder="example.com" value={zone.clone()} oninput={on_zone} /></label>
                <label><span>{ "Names" }<span class="sub">{ " @ is the zone itself" }</span></span><textarea id="writer-names" class="field-input" rows="3" autocapitalize="off" spellcheck="false" placeholder="@" value={names.clone()} oninput={on_text(1)} /></label>
                <label><span>{ "Hosts" }<span class="sub">{ " one a line, with or without a preference; none for no mail" }</span></span><textarea id="writer-hosts" class="field-input" rows="3" autocapitalize="off" spellcheck="false" placeholder="10 mx1.example.com" value={hosts.clone()} oninput={on_text(2)} /></label>
            </div>
            <div class="writer-out" role="status">
                { match read {
                    None => html! { <p class="sub">{ "Name the zone, and the records stand here." }</p> },
                    Some(Err(error)) => html! { <p class="careful">{ error }</p> },
                    Some(Ok(wish)) => written(&write(&wish.zone, &wish.names, &wish.hosts, &existing), &wish.zone),
                } }
            </div>
        </Sheet>
    }
}

fn written(written: &Written, zone: &Name) -> Html {
    let lines = written.lines.join("\n");
    let table = written.table.iter().map(|row| format!("{}\tMX\t{}\t{}", row.host, row.priority, row.value));
    let table = format!("Host\tType\tPriority\tValue\n{}\n", table.collect::<Vec<_>>().join("\n"));
    let copied = |text: String| Callback::from(move |()| text.clone());
    html! {
        <>
            if !written.warnings.is_empty() {
                <ul class="notice warning">{ for written.warnings.iter().map(|warning| html! { <li>{ warning }</li> }) }</ul>
            }
            if !written.lines.is_empty() {
                <div class="writer-form"><h3>{ "For a zone file" }</h3><Copy label="Copy" about="Copy the zone lines" what="zone lines" text={copied(format!("{lines}\n"))} /></div>
                <pre class="zone-lines" tabindex="0">{ &lines }</pre>
                <div class="writer-form"><h3>{ format!("For a form of {zone}") }</h3><Copy label="Copy" about="Copy the rows of the form" what="a table" text={copied(table)} /></div>
                <div class="table is-plain" tabindex="0" role="group" aria-label="Rows for a form">
                    <table>
                        <thead><tr><th scope="col">{ "Host" }</th><th scope="col">{ "Type" }</th><th scope="col">{ "Priority" }</th><th scope="col">{ "Value" }</th></tr></thead>
                        <tbody>{ for written.table.iter().map(|row| html! { <tr><td>{ &row.host }</td><td>{ "MX" }</td><td>{ row.priority }</td><td>{ &row.value }</td></tr> }) }</tbody>
                    </table>
                </div>
            }
        </>
    }
}

/// The wish that would write what the domain has now; none where its zone is not known.
fn filled(walk: &Walk) -> Option<[String; 3]> {
    let domain = walk.domain()?;
    let zone = walk.zone.as_ref().map_or(domain, |zone| &zone.name);
    let name = if domain == zone { "@".to_owned() } else { domain.to_string() };
    let hosts =
        walk.exchanges.iter().filter_map(|exchange| Some(format!("{} {}", exchange.preference?, exchange.name)));
    Some([zone.to_string(), name, hosts.collect::<Vec<_>>().join("\n")])
}

/// Every record that the walk has seen, aliases included.
fn records(walk: &Walk) -> Vec<Record> {
    let mut records = Vec::new();
    for (_, step) in walk.flat() {
        let Some(answer) = step.outcome().answer() else { continue };
        records.extend(answer.records.iter().cloned());
        records.extend(answer.chain.iter().map(|alias| Record {
            name: alias.from.clone(),
            kind: RecordType::Cname,
            ttl: alias.ttl,
            data: Data::Cname(alias.to.clone()),
        }));
    }
    records
}
