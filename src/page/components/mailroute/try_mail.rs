use backstamp::finding::Finding;
use backstamp::report::{Report, words};
use backstamp::trace::Route;
use backstamp::{Context, analyze};
use yew::prelude::*;

use super::try_box::TryBox;
use crate::page::components::tone;
use crate::page::components::trace::route::stamp;
use crate::page::state::settings::Times;
use crate::page::view::route_picture::px;

/// The most findings that an example shows.
const MOST: usize = 3;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub text: AttrValue,
}

/// An input within a chapter: it can be changed, and is read on the spot. It has nothing to do with what lies on the desk.
#[component]
pub fn TryMail(props: &Props) -> Html {
    let text = use_state(|| props.text.clone());
    // An example's dates are past or to come; no moment is the present one.
    let report = use_memo((*text).clone(), |text| analyze(text.as_bytes(), &Context::default()));
    let change = {
        let text = text.clone();
        Callback::from(move |changed| text.set(changed))
    };
    html! {
        <section class="try" aria-label="Example to change">
            <TryBox label="Change it: it is read again at every key" text={(*text).clone()} original={props.text.clone()} {change} />
            { read(&report) }
        </section>
    }
}

fn read(report: &Report) -> Html {
    let headline = if report.headline.is_empty() { words::kind(report.kind) } else { report.headline.as_str() };
    let class = report.verdict.as_ref().map(|verdict| tone(verdict.severity));
    html! {
        <div class={classes!("try-read", class)}>
            <p class="try-headline" role="status">{ headline.to_owned() }</p>
            { for report.route.iter().filter(|route| route.hops.len() > 1).map(route) }
            { for report.findings.iter().take(MOST).map(finding) }
        </div>
    }
}

/// The stops of a route, and a bar for each wait.
fn route(route: &Route) -> Html {
    let longest = route.hops.iter().filter_map(|hop| hop.delay_seconds).max().unwrap_or(0).max(1);
    html! {
        <ol class="try-route">{ for route.hops.iter().enumerate().map(|(index, hop)| {
            let wait = words::delay(hop).map(|(wait, _)| wait);
            let share = hop.delay_seconds.unwrap_or(0).max(0) as f64 / longest as f64 * 100.0;
            let stamp = stamp(hop, Times::Utc);
            html! {
                <li class={(route.held_at == Some(index)).then_some("is-held")}>
                    if let Some(wait) = wait {
                        <span class="try-wait">{ wait }
                            <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect width={px(share)} height="4" /></svg>
                        </span>
                    }
                    <b>{ hop.by.clone().unwrap_or_default() }</b>
                    <span class="try-time">{ stamp.time }{ " UTC" }</span>
                </li>
            }
        }) }</ol>
    }
}

/// A finding, folded: its title, then why and what to do.
pub fn finding(finding: &Finding) -> Html {
    html! {
        <details class={classes!("try-finding", tone(finding.severity))}>
            <summary><b>{ words::severity(finding.severity) }</b>{ ": " }{ &finding.title }</summary>
            <p>{ &finding.why }</p>
            if !finding.next.is_empty() {
                <ol>{ for finding.next.iter().map(|step| html! { <li>{ step }</li> }) }</ol>
            }
        </details>
    }
}
