use std::rc::Rc;

use backstamp::report::words;
use backstamp::trace::{Hop, Route};
use yew::prelude::*;

use super::route::stamp;
use crate::page::components::report::evidence_link::use_evidence_link;
use crate::page::state::reading::Shared;
use crate::page::state::settings::Times;
use crate::page::view::evidence_link::{Part, Target};

/// The most stops that are shown; the table has the rest.
const MOST: usize = 30;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub reading: Shared,
    /// Which of the reading's reports.
    pub sheet: usize,
    pub lit: Rc<[Target]>,
    pub times: Times,
}

/// The route as a line of stops, for a narrow screen.
#[component]
pub fn Stops(props: &Props) -> Html {
    let Some(sheet) = props.reading.sheets.get(props.sheet) else { return html! {} };
    let Some(route) = &sheet.report.route else { return html! {} };
    let origin = route.hops.first().and_then(|hop| words::peer(&hop.from)).unwrap_or("not told");
    let hidden = route.folded();
    let shown: Vec<(usize, &Hop)> =
        route.hops.iter().enumerate().filter(|(index, _)| !hidden.contains(index)).take(MOST).collect();
    let told = shown.last().map_or(0, |(index, _)| index + 1).max(hidden.end.min(sheet.hops));
    html! {
        <div class="stops">
            <ol>
                <li class="stop"><div class="here"><span class="line">{ "From " }<b>{ origin }</b></span></div></li>
                { for shown.iter().map(|&(index, hop)| {
                    let target = Target { sheet: props.sheet, part: Part::Hop(index) };
                    html! {
                        <>
                            if let Some(one) = route.leg_at(index) {
                                <li class="stop is-mark leg-words">{ route.leg_words(one) }</li>
                            }
                            <StopItem {target} stop={Stop::of(route, index, hop, props.times)} is_lit={props.lit.contains(&target)} />
                            if hidden.start == index + 1 && !hidden.is_empty() {
                                <li class="stop is-mark fold-words">{ route.fold_words() }</li>
                            }
                        </>
                    }
                }) }
            </ol>
            if sheet.hops > told {
                <p class="sub">{ format!("{} more hops are not shown here.", sheet.hops - told) }</p>
            }
        </div>
    }
}

/// What a stop says.
#[derive(Clone, PartialEq)]
struct Stop {
    name: String,
    how: String,
    when: String,
    doubt: Option<String>,
    wait: Option<(String, Option<String>)>,
    held: bool,
    open: bool,
    /// How much room the wait takes up, from 1 to 5.
    room: u32,
}

impl Stop {
    fn of(route: &Route, index: usize, hop: &Hop, times: Times) -> Self {
        let when = stamp(hop, times);
        let doubted = route.clock_doubted(hop);
        let clock = hop.by_host.and_then(|host| route.hosts.get(host)).and_then(|host| host.clock.as_ref());
        let longest = hop.delay_range.map_or(hop.delay_seconds.unwrap_or(0), |(_, most)| most);
        let how: Vec<&str> =
            [hop.with.as_deref(), hop.tls.as_deref(), hop.role.map(words::role)].into_iter().flatten().collect();
        Self {
            name: hop.by.clone().unwrap_or_else(|| "not told".to_owned()),
            how: how.join(", "),
            when: format!("{} {}", when.day, when.time),
            doubt: clock.filter(|_| doubted).and_then(words::doubt),
            wait: words::delay(hop),
            held: route.held_at == Some(index),
            open: hop.delay_range.is_some_and(|(least, most)| words::is_open(least, most)),
            room: 1 + [10, 120, 1_800, 14_400].iter().filter(|&&limit| longest > limit).count() as u32,
        }
    }
}

#[derive(Properties, PartialEq)]
struct StopProps {
    target: Target,
    stop: Stop,
    is_lit: bool,
}

#[component]
fn StopItem(props: &StopProps) -> Html {
    let tie = use_evidence_link(props.target);
    let stop = &props.stop;
    let class = classes!("stop", stop.doubt.is_some().then_some("is-doubted"), props.is_lit.then_some("is-lit"));
    let wait_class = classes!(
        "wait-words",
        format!("wait-{}", stop.room),
        stop.held.then_some("is-held"),
        stop.open.then_some("is-open")
    );
    html! {
        <li {class} onmouseover={tie.over} onmouseout={tie.out} onfocusin={tie.focus} onfocusout={tie.blur}>
            if let Some((wait, stamps)) = &stop.wait {
                <span class={wait_class}>
                    { if stop.held { "held " } else { "" } }{ wait }
                    if let Some(stamps) = stamps {
                        { ", " }{ stamps }
                    }
                </span>
            }
            <div class="here">
            <button type="button" class="plain" aria-pressed={props.is_lit.to_string()} onclick={tie.choose}>{ &stop.name }</button>
            <span class="line">{ &stop.when }</span>
            if let Some(doubt) = &stop.doubt {
                <span class="line doubt-words">{ doubt }</span>
            }
            if !stop.how.is_empty() {
                <span class="line">{ &stop.how }</span>
            }
            </div>
        </li>
    }
}
