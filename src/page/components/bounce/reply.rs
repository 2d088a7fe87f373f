use backstamp::report::reply_facts;
use backstamp::session::Ladder;
use yew::prelude::*;

use crate::page::components::common::heading::heading;
use crate::page::components::report::evidence_link::use_evidence_link;
use crate::page::components::report::fact_list::{beyond, fact_list};
use crate::page::components::report::quoted::quoted;
use crate::page::components::session::ladder::ladder;
use crate::page::components::tone;
use crate::page::state::reading::{ReportEntry, Shared};
use crate::page::view::evidence_link::Target;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub reading: Shared,
    pub target: Target,
    pub is_lit: bool,
}

/// What an error line says: its nature, its reason, its codes, and the step that it answers.
#[component]
pub fn ReplyCard(props: &Props) -> Html {
    let tie = use_evidence_link(props.target);
    let Some(ReportEntry { report, depth, .. }) = props.reading.sheets.get(props.target.sheet) else { return html! {} };
    let Some(reply) = &report.reply else { return html! {} };
    let class = classes!("sheet", "recipient", tone(reply.severity()), props.is_lit.then_some("is-lit"));
    html! {
        <article
            {class} id={props.target.id()}
            onmouseover={tie.over} onmouseout={tie.out} onfocusin={tie.focus} onfocusout={tie.blur}
        >
            { heading(2, *depth, html! { { "The line" } }) }
            { ladder(Ladder::of_reply(reply), "The line does not tell which step it answers.") }
            if !reply.text.is_empty() {
                { quoted(&reply.text) }
            }
            { fact_list(&beyond(report.verdict.as_ref(), reply_facts(reply))) }
            <div class="foot">
                <button type="button" class="plain" aria-pressed={props.is_lit.to_string()} onclick={tie.choose}>
                    { "Show the words" }
                </button>
            </div>
        </article>
    }
}
