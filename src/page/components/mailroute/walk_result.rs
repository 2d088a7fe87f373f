use backstamp::dns::{Data, Name};
use backstamp::finding::{Finding, Severity};
use backstamp::mailroute::{Place, Walk, export, for_user, place_of};
use backstamp::report::Provenance;
use web_sys::HtmlElement;
use yew::prelude::*;

use super::walk_picture::WalkPicture;
use super::walk_table::WalkTable;
use crate::page::browser::{dom, json};
use crate::page::components::bounce::letters::for_the_user;
use crate::page::components::common::copy::Copy;
use crate::page::components::mailroute::suggestions::held_against;
use crate::page::components::report::fact_list::fact_list;
use crate::page::components::report::finding::finding_words;
use crate::page::components::report::panel::Panel;
use crate::page::components::report::postmark::Postmark;
use crate::page::components::{tone, use_control, use_walking};
use crate::page::state::control::made;
use crate::page::state::reading::Shared;
use crate::page::state::route_panel::{Change, Finished};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub walked: Finished,
    pub reading: Option<Shared>,
}

/// What came of a walk: the verdict, how a bounce stands against it, the picture, the findings, the table.
#[component]
pub fn WalkResult(props: &Props) -> Html {
    let headline = use_node_ref();
    let walking = use_walking();
    use_effect_with(props.walked.clone(), {
        let headline = headline.clone();
        move |_| {
            // Not when the panel is only opened again.
            if let Some(walking) = walking.filter(|walking| walking.errand.is_fresh) {
                walking.walks.act(Change::Seen);
                if let Some(headline) = headline.cast::<HtmlElement>() {
                    // Where it cannot take the focus, the status has said that the walk is over.
                    let _ = headline.focus();
                }
            }
        }
    });
    let walk = &props.walked.walk;
    let against: Vec<Finding> =
        props.reading.iter().flat_map(|reading| held_against(reading, walk).collect::<Vec<_>>()).collect();
    let is_belief = |finding: &Finding| place_of(finding) == Place::Misconception;
    let numbered = || walk.findings.iter().enumerate();
    html! {
        <div class="walk-result">
            <section class={classes!("sheet", "verdict", tone(walk.verdict.severity))} aria-label="Verdict">
                <Postmark stamp={walk.verdict.stamp.clone()} />
                <div>
                    <h2 ref={headline} id="walk-headline" class="headline" tabindex="-1">{ &walk.headline }</h2>
                    if !walk.verdict.detail.is_empty() {
                        <p class="detail">{ &walk.verdict.detail }</p>
                    }
                    if props.walked.from_examples {
                        <p class="detail">{ "From the example zones in this page: nobody was asked." }</p>
                    }
                </div>
                { fact_list(&walk.verdict.facts) }
                <Tools walked={props.walked.clone()} has_report={props.reading.is_some()} />
            </section>
            { for_the_user(for_user(walk)) }
            if !against.is_empty() {
                <section class="findings" aria-label="The bounce, held against DNS today">
                    <h2>{ "Your bounce, held against DNS today" }</h2>
                    { for against.iter().map(|finding| card(finding, None)) }
                    <p><a href="#/">{ "Back to the report of the bounce" }</a></p>
                </section>
            }
            if !props.walked.compared.is_empty() {
                <section class="findings" aria-label="Two resolvers compared">
                    <h2>{ "Two resolvers, asked the same" }</h2>
                    { for props.walked.compared.iter().map(|finding| card(finding, None)) }
                </section>
            }
            if !walk.steps.is_empty() {
                <WalkPicture walked={props.walked.clone()} />
            }
            <section class="findings" aria-label="Findings">
                <h2 class="unseen">{ "Findings" }</h2>
                { for numbered().filter(|(_, finding)| !is_belief(finding)).map(|(index, finding)| card(finding, Some(index))) }
            </section>
            { beside(walk) }
            if walk.findings.iter().any(is_belief) {
                <Panel title="What people believe about MX" depth=0 about="and what is so, as this domain shows" class="beliefs">
                    <dl>{ for walk.findings.iter().filter(|finding| is_belief(finding)).map(|finding| html! {
                        <div><dt>{ &finding.title }</dt><dd>{ &finding.why }</dd></div>
                    }) }</dl>
                </Panel>
            }
            if !walk.steps.is_empty() {
                <WalkTable walked={props.walked.clone()} />
            }
        </div>
    }
}

/// The id of a finding's card.
pub fn finding_id(index: usize) -> String {
    format!("walk-finding-{index}")
}

fn card(finding: &Finding, index: Option<usize>) -> Html {
    html! {
        <article class={classes!("sheet", "finding", tone(finding.severity))} id={index.map(finding_id)} tabindex={index.map(|_| "-1")}>
            { finding_words(finding, 0, Html::default()) }
        </article>
    }
}

#[derive(Properties, PartialEq)]
struct ToolProps {
    walked: Finished,
    has_report: bool,
}

/// What can be done with a walk.
#[component]
fn Tools(props: &ToolProps) -> Html {
    let walking = use_walking();
    let control = use_control();
    let form = |write: fn(&Walk, &Provenance) -> String| {
        let walked = props.walked.clone();
        Callback::from(move |()| write(&walked.walk, &made(false)))
    };
    let again = {
        let walked = props.walked.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(walking) = &walking {
                walking.asker.forget();
                let options = walking.errand.wants.options(&walking.errand.label);
                walking.walk(walked.walk.subject.clone(), &options, walked.from_examples);
            }
        })
    };
    // The first that a sender would try.
    let first = props.walked.walk.exchanges.iter().find(|exchange| !exchange.addresses.is_empty());
    let by_hand = first.map(|exchange| {
        let (control, host) = (control, exchange.name.as_str().to_owned());
        let subject = &props.walked.walk.subject;
        let recipient = subject.local_part.as_ref().map(|_| subject.typed.clone()).unwrap_or_default();
        let label = format!("Write a session to {}", exchange.name);
        let write = Callback::from(move |_: MouseEvent| {
            if let Some(control) = &control {
                control.write_session(&host, &recipient);
            }
        });
        html! { <button type="button" class="plain" onclick={write}>{ label }</button> }
    });
    let print = Callback::from(|_: MouseEvent| {
        if let Some(window) = dom::window() {
            // A browser that cannot print says so itself.
            let _ = window.print();
        }
    });
    html! {
        <div class="tools">
            <Copy label="Copy as dig prints" what="text" text={form(|walk, made| format!("{}\n;; {}\n", export::dig(walk), made.line()))} />
            <Copy label="Copy as Markdown" what="Markdown" text={form(|walk, made| format!("{}\n{}\n", export::markdown(walk), made.line()))} />
            <Copy label="Copy as JSON" what="JSON" text={form(json::made)} />
            <button type="button" class="plain" onclick={print}>{ "Print" }</button>
            <button type="button" class="plain" onclick={again}>{ "Ask again" }</button>
            { by_hand.unwrap_or_default() }
            if props.has_report {
                <a href="#/">{ "Back to the report" }</a>
            }
        </div>
    }
}

/// A subdomain beside the domain above it, from which it inherits nothing.
fn beside(walk: &Walk) -> Html {
    let (Some(domain), Some(parent)) = (walk.domain(), &walk.parent) else { return html! {} };
    let listed = |hosts: Vec<String>, none: bool| match hosts.is_empty() {
        false => html! { <ul>{ for hosts.iter().map(|host| html! { <li>{ host }</li> }) }</ul> },
        true if none => html! { { "No MX record" } },
        true => html! { { "Not known" } },
    };
    let mx = walk.step(domain, backstamp::dns::RecordType::Mx).map(|step| step.outcome());
    let own = mx.iter().flat_map(|outcome| outcome.records()).filter_map(|record| match &record.data {
        Data::Mx { preference, exchange } => Some(format!("{preference} {exchange}")),
        _ => None,
    });
    let theirs = parent.exchanges.iter().map(|(preference, name)| format!("{preference} {name}"));
    let zone = |name: &Name| {
        let is_zone = walk.delegation.iter().find(|step| step.name == *name).and_then(|step| step.is_zone);
        match (is_zone, &walk.zone) {
            (Some(true), _) => "A zone of its own".to_owned(),
            (Some(false), Some(zone)) if name.is_within(&zone.name) => format!("Part of the zone {}", zone.name),
            (Some(false), _) => "Part of the zone above".to_owned(),
            (None, _) => "Not known".to_owned(),
        }
    };
    html! {
        <Panel title="Beside the domain above" depth=0 about="Mail for a subdomain asks its own records; it inherits nothing">
            <div class="table is-plain" tabindex="0" role="group" aria-label="Subdomain and domain above">
                <table>
                    <thead><tr><th scope="col"><span class="unseen">{ "What" }</span></th><th scope="col">{ domain.shown() }</th><th scope="col">{ parent.name.shown() }</th></tr></thead>
                    <tbody>
                        <tr><th scope="row">{ "MX" }</th>
                            <td>{ listed(own.collect(), mx.is_some_and(|outcome| outcome.is_none())) }</td>
                            <td>{ listed(theirs.collect(), parent.none) }</td></tr>
                        <tr><th scope="row">{ "Zone" }</th><td>{ zone(domain) }</td><td>{ zone(&parent.name) }</td></tr>
                    </tbody>
                </table>
            </div>
        </Panel>
    }
}

/// How many questions one delivery takes, alone and in words.
pub fn takes(walk: &Walk) -> Option<(usize, &str)> {
    let finding = walk.findings.iter().find(|finding| place_of(finding) == Place::Count)?;
    Some((walk.for_delivery.least, &finding.title))
}

/// Whether a fault deserves to be told at the answer that shows it.
pub fn worst(walk: &Walk, faults: &[usize]) -> Option<Severity> {
    faults.iter().filter_map(|index| walk.findings.get(*index)).map(|finding| finding.severity).min()
}
