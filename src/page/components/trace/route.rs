use std::rc::Rc;

use backstamp::report::words;
use backstamp::trace::words::count;
use backstamp::trace::{Hop, Route};
use chrono::{FixedOffset, Offset, Utc};
use yew::prelude::*;

use super::forwarding::forwarding;
use super::stops::Stops;
use crate::page::browser::{clock, dom};
use crate::page::components::common::deferred::use_deferred;
use crate::page::components::report::panel::Panel;
use crate::page::components::trace::route_picture::RoutePicture;
use crate::page::components::use_control;
use crate::page::state::reading::Shared;
use crate::page::state::settings::Times;
use crate::page::view::evidence_link::Target;
use crate::page::view::route_picture::Picture;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub reading: Shared,
    /// Which of the reading's reports.
    pub sheet: usize,
    pub lit: Rc<[Target]>,
    pub times: Times,
}

/// The way of the message: a picture, or a line of stops where there is no room for one.
#[component]
pub fn RouteSection(props: &Props) -> Html {
    let control = use_control();
    let late = use_deferred(&props.reading);
    // A narrow window has no room for the picture; in a wide one the stops are there for paper and for a change of width.
    let for_stops = if dom::is_narrow() { Some(props.reading.clone()) } else { late };
    let picture = use_memo((props.reading.clone(), props.sheet), |(reading, sheet)| {
        let sheet = reading.sheets.get(*sheet)?;
        Some(Rc::new(Picture::of(sheet.report.route.as_ref()?, sheet.hops)))
    });
    let Some(sheet) = props.reading.sheets.get(props.sheet) else { return html! {} };
    let (Some(route), Some(picture)) = (&sheet.report.route, (*picture).clone()) else { return html! {} };
    let choose = Callback::from(move |event: Event| {
        let choice = event.target_unchecked_into::<web_sys::HtmlSelectElement>().selected_index();
        let times = usize::try_from(choice).ok().and_then(|choice| Times::ALL.get(choice).copied());
        if let (Some(control), Some(times)) = (&control, times) {
            control.set_times(times);
        }
    });
    let tools = html! {
            <label class="sub">{ "Times " }
                <select class="times" onchange={choose}>
                    { for Times::ALL.map(|times| html! {
                        <option selected={times == props.times}>{ times.label() }</option>
                    }) }
                </select>
            </label>
    };
    html! {
        <Panel title="Route" depth={sheet.depth} about={summary(route, sheet.hops)} {tools} class="route">
            <RoutePicture
                reading={props.reading.clone()} sheet={props.sheet} {picture} lit={props.lit.clone()} times={props.times}
            />
            if let Some(reading) = for_stops {
                <Stops {reading} sheet={props.sheet} lit={props.lit.clone()} times={props.times} />
            }
            { forwarding(route, sheet.depth) }
        </Panel>
    }
}

fn summary(route: &Route, hops: usize) -> String {
    let stamps = count(hops, "stamp", "stamps, oldest first");
    match (route.total_range, route.total_seconds) {
        (Some((least, most)), _) if words::is_open(least, most) => {
            format!("{stamps}, {} in all", words::range(least, most))
        }
        (_, Some(total)) => format!("{stamps}, {} in all", words::duration(total)),
        _ => stamps,
    }
}

/// A hop's stamp as it is to be shown: the moment, the day it falls on, and whether there is no sure moment.
pub struct Stamp {
    pub time: String,
    pub day: String,
}

/// A hop's stamp in the zone that was asked for.
pub fn stamp(hop: &Hop, times: Times) -> Stamp {
    let written = || hop.stamp.clone().unwrap_or_default();
    match (hop.time, times) {
        (Some(time), _) => {
            let own = || hop.utc_offset_minutes.and_then(|minutes| FixedOffset::east_opt(minutes * 60));
            let offset = match times {
                Times::Utc => Utc.fix(),
                Times::Local => clock::offset(time),
                Times::Stamped => own().unwrap_or_else(|| Utc.fix()),
            };
            let zone = match times {
                Times::Stamped => format!(" {}", words::offset(offset.local_minus_utc() / 60)),
                Times::Utc | Times::Local => String::new(),
            };
            Stamp { time: words::clock_time(time, offset) + &zone, day: words::day(time, offset) }
        }
        (None, _) if hop.stamp.is_some() => Stamp { time: "no sure moment".to_owned(), day: written() },
        (None, _) => Stamp { time: "no stamp".to_owned(), day: String::new() },
    }
}
