use backstamp::csv;
use backstamp::dns::{Data, Name, Record, RecordType};
use backstamp::mailroute::records::{RecordRequest, Written, null_mx, write};
use backstamp::mailroute::{Service, Walk};
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use crate::page::components::common::copy::Copy;
use crate::page::components::report::panel::Panel;
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
    let no_mail = use_state(|| false);
    use_effect_with(props.walked.clone(), {
        let (wish, no_mail) = (wish.setter(), no_mail.setter());
        move |walked| {
            no_mail.set(false);
            if let Some(walked) = walked {
                wish.set(filled(&walked.walk).unwrap_or_default());
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
    let on_null = {
        let no_mail = no_mail.clone();
        Callback::from(move |event: Event| no_mail.set(event.target_unchecked_into::<HtmlInputElement>().checked()))
    };
    let [zone, names, hosts] = &*wish;
    let read = (!zone.trim().is_empty()).then(|| RecordRequest::read(zone, names, hosts));
    let existing = props.walked.as_ref().map(|walked| records(&walked.walk)).unwrap_or_default();
    html! {
        <Panel title="Write the records" depth=0 about="Mail for these names, to these hosts" class="writer">
            <div class="writer-fields">
                <label>{ "Zone" }<input id="writer-zone" class="field-input" type="text" autocomplete="off" autocapitalize="off" spellcheck="false" placeholder="example.com" value={zone.clone()} oninput={on_zone} /></label>
                <label><span>{ "Names" }<span class="sub">{ " @ is the zone itself" }</span></span><textarea autocomplete="off" id="writer-names" class="field-input" rows="3" autocapitalize="off" spellcheck="false" placeholder="@" value={names.clone()} oninput={on_text(1)} /></label>
                <label><span>{ "Hosts" }<span class="sub">{ " one a line, with or without a preference" }</span></span><textarea autocomplete="off" id="writer-hosts" class="field-input" rows="3" autocapitalize="off" spellcheck="false" placeholder="10 mx1.example.com" value={hosts.clone()} oninput={on_text(2)} /></label>
                <label class="choice"><input id="writer-null" type="checkbox" checked={*no_mail} disabled={!hosts.trim().is_empty()} onchange={on_null} /><span>{ "These names shall receive no mail at all" }<span class="sub">{ " publishes the null MX (RFC 7505): every sender then gets a bounce at once" }</span></span></label>
            </div>
            <div class="writer-out" role="status">
                { match read {
                    None => html! { <p class="sub">{ "Name the zone, and the records stand here." }</p> },
                    Some(Err(error)) => html! { <p class="careful">{ error }</p> },
                    Some(Ok(request)) if request.hosts.is_empty() && !*no_mail => html! { <p class="sub">{ "Name the hosts that shall take the mail, and the records stand here." }</p> },
                    Some(Ok(request)) => {
                        let null = [null_mx()];
                        let hosts = if request.hosts.is_empty() { &null } else { request.hosts.as_slice() };
                        written(&write(&request.zone, &request.names, hosts, &existing), &request.zone)
                    }
                } }
            </div>
        </Panel>
    }
}

fn written(written: &Written, zone: &Name) -> Html {
    let lines = written.lines.join("\n");
    let mut table = "Host\tType\tPriority\tValue\n".to_owned();
    for row in &written.table {
        // A lone @ is what forms of DNS hosts call the zone itself, and no formula.
        let name = row.host.to_string();
        let (priority, value) = (row.priority.to_string(), row.value.to_string());
        if name == "@" {
            table.push_str("@\t");
            csv::push_tabbed(&mut table, ["MX", &priority, &value]);
        } else {
            csv::push_tabbed(&mut table, [name.as_str(), "MX", &priority, &value]);
        }
    }
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

/// What would write the MX records that the domain has now; nothing from a walk that saw none, whether because DNS gave no
/// answer or because there are none: what is to be published then is for the user to say.
fn filled(walk: &Walk) -> Option<[String; 3]> {
    if walk.service != Service::Exchanges {
        return None;
    }
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
