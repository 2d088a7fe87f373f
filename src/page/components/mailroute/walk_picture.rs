use backstamp::dns::{Data, Outcome, Question};
use backstamp::mailroute::{Step, Walk};
use backstamp::trace::words::rounded;
use yew::prelude::*;

use super::walk_result::{finding_id, takes, worst};
use crate::page::browser::dom;
use crate::page::components::report::panel::Panel;
use crate::page::components::tone;
use crate::page::state::route_panel::Finished;
use crate::page::view::walk_tree::{Asked, Lane, Node, lanes};

/// The most lines of an answer that the picture shows; the table has all.
const MOST_LINES: usize = 5;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub walked: Finished,
}

/// The questions and answers as trees, a lane for each kind, from left to right in rounds.
#[component]
pub fn WalkPicture(props: &Props) -> Html {
    let walk = &props.walked.walk;
    let rounds = walk.in_rounds();
    let last = rounds.iter().map(|(round, _)| *round).max().unwrap_or(1);
    let about = format!(
        "{} in {}",
        super::questions::count(rounds.len()),
        backstamp::trace::words::count(last, "round", "rounds")
    );
    html! {
        <Panel title="Questions and answers" depth=0 {about} class="walk-picture">
            if let Some((number, says)) = takes(walk) {
                <p class="takes"><b aria-hidden="true">{ number }</b><span>{ says }{ ". The others explain them. A round is what can be asked at the same time." }</span></p>
            }
            <div class="lanes">{ for lanes(walk).iter().map(|lane| self::lane(walk, lane)) }</div>
            <p class="legend sub">{ "The resolver did the rest: it asked the name servers from the root down, or remembered what they had said. What stands here is its word." }</p>
        </Panel>
    }
}

fn lane(walk: &Walk, lane: &Lane<'_>) -> Html {
    let columns = lane.nodes.iter().map(Node::columns).max().unwrap_or(1).min(4);
    // What leads nowhere further stands side by side.
    let mut rows: Vec<(bool, Vec<&Node<'_>>)> = Vec::new();
    for node in &lane.nodes {
        let is_leaf = node.then.is_empty();
        match rows.last_mut().filter(|(leaves, _)| *leaves && is_leaf) {
            Some((_, row)) => row.push(node),
            None => rows.push((is_leaf, vec![node])),
        }
    }
    html! {
        <section class={classes!("lane", format!("columns-{columns}"))} aria-label={lane.title}>
            <h3>{ lane.title }</h3>
            if columns > 1 {
                <div class="rounds" aria-hidden="true">{ for (1..=columns).map(|round| html! { <span>{ format!("Round {round}") }</span> }) }</div>
            }
            { for rows.iter().map(|(leaves, row)| html! {
                <ol class={if *leaves { "leaves" } else { "tree" }}>{ for row.iter().map(|node| branch(walk, node)) }</ol>
            }) }
        </section>
    }
}

fn branch(walk: &Walk, node: &Node<'_>) -> Html {
    let faults: Vec<usize> = node.asked.iter().flat_map(|asked| asked.faults.iter().copied()).collect();
    html! {
        <li class="branch">
            <div class={classes!("slip", worst(walk, &faults).map(tone))}>
                if let Some((host, preference)) = node.host {
                    <p class="host">
                        if let Some(preference) = preference {
                            <span class="preference"><span class="unseen">{ "Preference " }</span>{ preference }</span>
                        }
                        <b>{ host.shown() }</b>
                    </p>
                }
                { for node.asked.iter().map(|asked| question(asked, node.host.is_some())) }
                { for faults.iter().filter_map(|index| fault(walk, *index)) }
            </div>
            if !node.then.is_empty() {
                <ol class="tree">{ for node.then.iter().map(|node| branch(walk, node)) }</ol>
            }
        </li>
    }
}

fn question(asked: &Asked<'_>, of_host: bool) -> Html {
    let step = asked.step;
    let (class, lines) = answer(step);
    let how = how(step);
    let more = lines.len().saturating_sub(MOST_LINES);
    html! {
        <div class="asked" data-number={asked.number.to_string()} data-question={step.question.to_string()} data-round={asked.round.to_string()}>
            <p class="what"><span class="no">{ asked.number }</span>{ " " }<b>{ step.question.kind.to_string() }</b>
                if !of_host {
                    { " " }<span class="name">{ subject(&step.question) }</span>
                }
            </p>
            <ul class={classes!("got", class)}>
                { for lines.iter().take(MOST_LINES).map(|line| html! { <li>{ line }</li> }) }
                if more > 0 {
                    <li>{ format!("and {more} more") }</li>
                }
            </ul>
            <p class="kept">{ &how }<span class="round">{ if how.is_empty() { "" } else { ", " } }{ format!("round {}", asked.round) }</span></p>
        </div>
    }
}

/// The name asked for; of a reverse name the address that it stands for.
fn subject(question: &Question) -> String {
    match question.name.reversed_address() {
        Some(ip) => format!("of {ip}"),
        None => question.name.shown(),
    }
}

/// An answer in lines, and how it looks: aliases first, then the records, or why there are none.
fn answer(step: &Step) -> (&'static str, Vec<String>) {
    let outcome = step.outcome();
    let mut lines: Vec<String> = Vec::new();
    let class = match outcome {
        Outcome::Records(answer) => {
            lines.extend(answer.chain.iter().map(|alias| format!("alias for {}", alias.to)));
            lines.extend(answer.records.iter().map(|record| data(&record.data)));
            lines.extend(outcome.errors().iter().map(backstamp::dns::ExtendedError::words));
            "is-records"
        }
        outcome if outcome.is_none() => {
            lines.push(outcome.words(&step.question));
            "is-none"
        }
        outcome => {
            lines.push(outcome.words(&step.question));
            "is-unknown"
        }
    };
    (class, lines)
}

/// A record's data without the final dots, which say nothing to most readers; `dig` and the table keep them.
fn data(data: &Data) -> String {
    match data {
        Data::Mx { preference, exchange } if exchange.is_root() => format!("{preference} . (no host: the null MX)"),
        Data::Mx { preference, exchange } => format!("{preference} {exchange}"),
        Data::Ns(name) | Data::Cname(name) | Data::Dname(name) | Data::Ptr(name) => name.shown(),
        Data::Soa(soa) => format!("{}, serial {}", soa.primary, soa.serial),
        data => data.to_string(),
    }
}

fn how(step: &Step) -> String {
    let mut parts = Vec::new();
    if let Some(ttl) = step.ttl {
        parts.push(format!("TTL {}", rounded(i64::from(ttl))));
    }
    match step.response.millis {
        Some(millis) => parts.push(format!("{millis} ms")),
        None if step.response.tries == 0 && step.outcome().answer().is_some() => parts.push("remembered".to_owned()),
        None => {}
    }
    if step.outcome().answer().is_some_and(|answer| answer.authenticated) {
        parts.push("signed".to_owned());
    }
    parts.join(", ")
}

/// A fault, in place, with a way to what is said of it.
fn fault(walk: &Walk, index: usize) -> Option<Html> {
    let finding = walk.findings.get(index)?;
    let onclick = Callback::from(move |_: MouseEvent| dom::go_to(&finding_id(index)));
    Some(html! {
        <p class={classes!("fault-here", tone(finding.severity))}>
            <button type="button" class="plain" {onclick}>{ &finding.title }</button>
        </p>
    })
}
