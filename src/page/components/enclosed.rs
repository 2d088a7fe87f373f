use std::rc::Rc;

use backstamp::report::{Kind, words};
use yew::prelude::*;

use super::heading::Depth;
use super::report::ReportView;
use crate::page::reading::Shared;
use crate::page::settings::Times;
use crate::page::tie::Target;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub reading: Shared,
    /// Which of the reading's reports.
    pub sheet: usize,
    /// What the report is that encloses it.
    pub within: Kind,
    pub lit: Rc<[Target]>,
    pub times: Times,
}

/// A report within a report: on the message that a notice returns, or that a complaint is about.
#[component]
pub fn Enclosed(props: &Props) -> Html {
    let Some(sheet) = props.reading.sheets.get(props.sheet) else { return html! {} };
    let title = match props.within {
        Kind::Bounce => "The returned message",
        Kind::FeedbackReport => "The reported message",
        _ => "The enclosed message",
    };
    let level = (sheet.depth + 1).min(6);
    html! {
        <details class="enclosed" open=true>
            <summary>
                <@{format!("h{level}")} class="h2">{ title }</@>
                <span class="sub">{ words::kind(sheet.report.kind) }</span>
            </summary>
            <div class="enclosed-body">
                <ContextProvider<Depth> context={Depth(sheet.depth)}>
                    <ReportView reading={props.reading.clone()} sheet={props.sheet} lit={props.lit.clone()} times={props.times} />
                </ContextProvider<Depth>>
            </div>
        </details>
    }
}
