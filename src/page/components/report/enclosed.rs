use std::rc::Rc;

use backstamp::report::{Kind, words};
use yew::prelude::*;

use super::report_view::ReportView;
use crate::page::components::common::heading::heading;
use crate::page::state::reading::Shared;
use crate::page::state::settings::Times;
use crate::page::view::evidence_link::Target;

/// A report within a report: on the message that a notice returns, or that a complaint is about.
pub fn enclosed(reading: &Shared, sheet: usize, within: Kind, lit: &Rc<[Target]>, times: Times) -> Html {
    let Some(inner) = reading.sheets.get(sheet) else { return html! {} };
    let title = match within {
        Kind::Bounce => "The returned message",
        Kind::FeedbackReport => "The reported message",
        _ => "The enclosed message",
    };
    html! {
        <details class="enclosed" open=true key={sheet}>
            <summary>
                { heading(2, inner.depth.saturating_sub(1), html! { { title } }) }
                <span class="sub">{ words::kind(inner.report.kind) }</span>
            </summary>
            <div class="enclosed-body">
                <ReportView reading={reading.clone()} {sheet} lit={lit.clone()} {times} />
            </div>
        </details>
    }
}
