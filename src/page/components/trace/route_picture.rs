use std::rc::Rc;

use backstamp::report::words;
use backstamp::trace::words::count;
use backstamp::trace::{Route, Side};
use yew::prelude::*;

use super::route::stamp;
use crate::page::components::report::evidence_link::use_evidence_link;
use crate::page::state::reading::Shared;
use crate::page::state::settings::Times;
use crate::page::view::evidence_link::{Part, Target};
use crate::page::view::route_picture::{Ground, Lane, Leg, Move, Picture, TIMES, WIDTH, px};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub reading: Shared,
    /// Which of the reading's reports.
    pub sheet: usize,
    pub picture: Rc<Picture>,
    pub lit: Rc<[Target]>,
    pub times: Times,
}

/// The route as a picture. Everything in it stands in the table too, which is what a screen reader reads.
#[component]
pub fn RoutePicture(props: &Props) -> Html {
    let route = props.reading.sheets.get(props.sheet).and_then(|sheet| sheet.report.route.as_ref());
    let Some(route) = route else { return html! {} };
    let picture = &props.picture;
    let view = format!("0 0 {} {}", px(WIDTH), px(picture.height));
    html! {
        <figure class="picture">
            <svg viewBox={view} role="img" aria-label={format!("The route as a picture, with {} lanes. The table below says the same.", picture.lanes.len())}>
                <defs>
                    { hatch("hatch", "hatch") }
                    { hatch("hatch-held", "hatch held") }
                </defs>
                { for picture.grounds.iter().map(ground) }
                { for picture.lanes.iter().map(|one| lane(one, route, props.times)) }
                { for picture.legs.iter().map(leg) }
                if let Some(fold) = &picture.fold {
                    <rect class="fold" x={px(fold.x)} y={px(fold.y)} width={px(fold.width)} height={px(fold.height)} rx="8" />
                    <text class="fold-label" x={px(fold.x + fold.width + 6.0)} y={px(fold.y + 12.0)}>{ &fold.label }</text>
                }
                { for picture.moves.iter().map(|one| {
                    let target = Target { sheet: props.sheet, part: Part::Hop(one.hop) };
                    html! { <HopMove {target} shape={one.clone()} is_lit={props.lit.contains(&target)} /> }
                }) }
            </svg>
            <figcaption>{ caption(picture) }</figcaption>
        </figure>
    }
}

fn hatch(id: &'static str, class: &'static str) -> Html {
    html! {
        <pattern {id} class={class} width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <path d="M 0 0 V 6" />
        </pattern>
    }
}

fn ground(ground: &Ground) -> Html {
    let class = match ground.side {
        Side::Sender => "ground-sender",
        Side::Recipient => "ground-recipient",
        Side::Between => "ground-between",
        Side::Unknown => "ground-unknown",
    };
    html! {
        <>
            <rect {class} x="0" y={px(ground.y)} width={px(WIDTH)} height={px(ground.height)} rx="5" />
            if ground.side != Side::Unknown {
                <text class="side-name" x="14" y={px(ground.y + 18.0)}>{ words::side(ground.side) }</text>
            }
        </>
    }
}

fn leg(leg: &Leg) -> Html {
    html! {
        <g class="leg">
            <line x1="0" x2={px(WIDTH)} y1={px(leg.y + 5.0)} y2={px(leg.y + 5.0)} />
            <text x="14" y={px(leg.y - 2.0)}>{ &leg.label }</text>
        </g>
    }
}

fn lane(lane: &Lane, route: &Route, times: Times) -> Html {
    let time = lane.hop.and_then(|hop| route.hops.get(hop)).map(|hop| stamp(hop, times));
    let (name_y, about_y) = if lane.about.is_empty() { (lane.y + 4.0, 0.0) } else { (lane.y - 3.0, lane.y + 11.0) };
    html! {
        <>
            <line class="lane" x1="250" x2={px(WIDTH - 120.0)} y1={px(lane.y)} y2={px(lane.y)} />
            <text x="14" y={px(name_y)}>{ &lane.label }<title>{ &lane.name }</title></text>
            if !lane.about.is_empty() {
                <text class="small" x="14" y={px(about_y)}>{ &lane.about }</text>
            }
            if let Some(time) = time.filter(|time| time.time.len() < 20) {
                <text class={classes!("time", lane.doubted.then_some("doubt"))} x={px(TIMES)} y={px(lane.y + 4.0)}>
                    { time.time }{ if lane.doubted { " ?" } else { "" } }
                </text>
            }
        </>
    }
}

#[derive(Properties, PartialEq)]
pub struct MoveProps {
    pub target: Target,
    pub shape: Move,
    pub is_lit: bool,
}

/// A hop in the picture.
#[component]
pub fn HopMove(props: &MoveProps) -> Html {
    let tie = use_evidence_link(props.target);
    let Move { from, to, link, bar, known, held, doubted, label, label_x, label_ends, .. } = &props.shape;
    let (sure, whole) = *bar;
    let fill = if *held { "url(#hatch-held)" } else { "url(#hatch)" };
    // The bar begins beside the dot.
    let start = from.0 + 7.0;
    let path = format!("M {} {} H {} V {}", px(start + whole), px(from.1), px(to.0), px(to.1));
    let (top, bottom) = (from.1.min(to.1) - 18.0, from.1.max(to.1) + 14.0);
    let dot = if *doubted { "dot doubted" } else { "dot" };
    html! {
        <g class={classes!("hop", held.then_some("held"), props.is_lit.then_some("is-lit"))}
            onmouseover={tie.over} onmouseout={tie.out} onclick={tie.choose}>
            <rect class="catch" x={px(from.0 - 8.0)} y={px(top)} width={px(to.0 - from.0 + 16.0)} height={px(bottom - top)} rx="5" />
            if let Some(last) = link {
                <path class="unknown" d={format!("M {} {} V {}", px(from.0), px(*last), px(from.1))} />
            }
            <path class={if *known { "move" } else { "unknown" }} d={path} />
            if whole > sure {
                <rect class="open" {fill} x={px(start + sure)} y={px(from.1 - 4.5)} width={px(whole - sure)} height="9" />
            }
            if sure > 0.0 {
                <rect class="wait" x={px(start)} y={px(from.1 - 4.5)} width={px(sure)} height="9" />
            }
            if link.is_some() || props.shape.hop == 0 {
                <circle class="dot" cx={px(from.0)} cy={px(from.1)} r="5" />
            }
            <circle class={dot} cx={px(to.0)} cy={px(to.1)} r="6" />
            <text x={px(*label_x)} y={px(from.1 - 9.0)} text-anchor={if *label_ends { "end" } else { "start" }}>{ label }</text>
        </g>
    }
}

fn caption(picture: &Picture) -> String {
    let mut words = String::from("Time runs to the right; a bar is as long as the wait in the lane it lies in");
    words.push_str(if picture.logarithmic { ", on a logarithmic scale." } else { "." });
    if picture.doubtful {
        words.push_str(" The hatched share of it is what the clocks leave open.");
    }
    if picture.moves.iter().any(|one| one.doubted) {
        words.push_str(" A dashed ring and a question mark: a clock in doubt.");
    }
    if let Some(fold) = &picture.fold {
        words.push_str(&format!(" One round of the circle is drawn for all of them ({}).", fold.label));
    }
    if picture.left_out > 0 {
        words.push_str(&format!(" {} not drawn.", count(picture.left_out, "more hop is", "more hops are")));
    }
    words
}
