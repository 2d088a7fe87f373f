use std::rc::Rc;

use yew::prelude::*;

use super::report_view::ReportView;
use crate::page::components::common::welcome::Welcome;
use crate::page::components::common::working::Working;
use crate::page::components::use_control;
use crate::page::state::control::Control;
use crate::page::state::desk::Work;
use crate::page::state::reading::Shared;
use crate::page::state::settings::Times;
use crate::page::view::evidence_link::Target;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub reading: Option<Shared>,
    pub work: Option<Work>,
    pub failure: Option<String>,
    /// Whether there is a text that is not read yet.
    pub is_drafting: bool,
    pub lit: Rc<[Target]>,
    pub times: Times,
}

/// Beside the source: the report, or why there is none.
#[component]
pub fn ReportArea(props: &Props) -> Html {
    let control = use_control();
    let act = |act: fn(&Control)| {
        let control = control.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(control) = &control {
                act(control);
            }
        })
    };
    let (again, stop) = (act(Control::read), act(Control::cancel));
    if let Some(work) = &props.work {
        return html! { <Working doing="Reading" work={work.clone()} {stop} /> };
    }
    if let Some(failure) = &props.failure {
        return html! {
            <section class="sheet quiet" role="alert">
                <p>{ failure }</p>
                <p><button type="button" class="plain" onclick={again}>{ "Read it again" }</button></p>
            </section>
        };
    }
    match &props.reading {
        Some(reading) => html! {
            <ReportView reading={reading.clone()} sheet=0 lit={props.lit.clone()} times={props.times} />
        },
        None if props.is_drafting => html! {},
        None => html! { <Welcome /> },
    }
}
