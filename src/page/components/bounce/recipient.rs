use backstamp::Report;
use backstamp::bounce::{Bounce, Recipient};
use backstamp::finding::{Fact, FactKind};
use backstamp::report::{recipient_facts, words};
use yew::prelude::*;

use super::letters::letters;
use crate::page::components::common::heading::heading;
use crate::page::components::report::evidence_link::use_evidence_link;
use crate::page::components::report::fact_list::fact_list;
use crate::page::components::report::quoted::quoted;
use crate::page::components::session::ladder::ladder;
use crate::page::components::tone;
use crate::page::state::reading::{ReportEntry, Shared};
use crate::page::view::evidence_link::{Part, Target};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub reading: Shared,
    pub target: Target,
    pub is_lit: bool,
}

/// What a notice says of one recipient: what became of it, why, who refused at which step, in which words.
#[component]
pub fn RecipientCard(props: &Props) -> Html {
    let tie = use_evidence_link(props.target);
    let Part::Recipient(index) = props.target.part else { return html! {} };
    let Some(ReportEntry { report, depth, .. }) = props.reading.sheets.get(props.target.sheet) else { return html! {} };
    let Some(bounce) = &report.bounce else { return html! {} };
    let Some(recipient) = bounce.recipients.get(index) else { return html! {} };
    // The headline of a notice about one recipient has said it already.
    let is_only = bounce.recipients.len() == 1;
    let verdict = if is_only { recipient.verdict_beyond_headline() } else { &recipient.verdict };
    let class = classes!("sheet", "recipient", tone(recipient.severity()), props.is_lit.then_some("is-lit"));
    html! {
        <article
            {class} id={props.target.id()}
            onmouseover={tie.over} onmouseout={tie.out} onfocusin={tie.focus} onfocusout={tie.blur}
        >
            <p class="tag"><b>{ recipient.outcome() }</b>
                if let Some(party) = recipient.party.and_then(words::party) {
                    { ", " }{ party }
                }
            </p>
            { heading(3, *depth, html! { { recipient.address.as_deref().unwrap_or("An address that the notice does not name") } }) }
            if !verdict.is_empty() {
                <p class="prose">{ verdict }</p>
            }
            if let Some(shown) = recipient.ladder() {
                { ladder(shown, "The notice does not tell at which step it ended.") }
            }
            if let Some(diagnostic) = &recipient.diagnostic {
                { quoted(diagnostic) }
            }
            { fact_list(&facts(report, bounce, recipient)) }
            if let Some(texts) = &recipient.letters {
                { letters(texts) }
            }
            if !recipient.evidence.is_empty() {
                <div class="foot">
                    <button type="button" class="plain" aria-pressed={props.is_lit.to_string()} onclick={tie.choose}>
                        { "Show the words" }
                    </button>
                </div>
            }
        </article>
    }
}

/// What the notice tells of it; of an only recipient also what stands under the headline of other reports.
fn facts(report: &Report, bounce: &Bounce, recipient: &Recipient) -> Vec<Fact> {
    /// What a recipient's own facts say.
    const SAID: [FactKind; 4] = [FactKind::Side, FactKind::Server, FactKind::Step, FactKind::Reporter];
    let mut facts = recipient_facts(recipient, bounce);
    if bounce.recipients.len() == 1 {
        let others = report.verdict.iter().flat_map(|verdict| &verdict.facts);
        facts.extend(others.filter(|fact| !SAID.contains(&fact.kind)).cloned());
    }
    facts
}
