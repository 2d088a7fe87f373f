use std::rc::Rc;

use backstamp::report::{feedback_facts, receipt_facts};
use yew::prelude::*;

use super::letter::Letter;
use super::recipients::Recipients;
use super::reply::ReplyCard;
use crate::page::components::report::fact_list::{beyond, fact_list};
use crate::page::components::report::panel::Panel;
use crate::page::components::session::transcript::SessionSection;
use crate::page::state::reading::Shared;
use crate::page::view::evidence_link::{Part, Target};

/// What a notice, an error line, a complaint or a receipt tells; nothing for other kinds of input.
pub fn told(reading: &Shared, sheet: usize, lit: &Rc<[Target]>) -> Option<Html> {
    let depth = reading.sheets.get(sheet)?.depth;
    let report = &reading.sheets.get(sheet)?.report;
    let verdict = report.verdict.as_ref();
    if report.bounce.is_some() {
        return Some(html! { <Recipients reading={reading.clone()} {sheet} lit={lit.clone()} /> });
    }
    if report.session.is_some() {
        return Some(html! { <SessionSection reading={reading.clone()} {sheet} lit={lit.clone()} /> });
    }
    if report.reply.is_some() {
        let target = Target { sheet, part: Part::Reply };
        return Some(html! { <ReplyCard reading={reading.clone()} {target} is_lit={lit.contains(&target)} /> });
    }
    if let Some(feedback) = &report.feedback {
        return Some(html! {
            <Panel title="The complaint" {depth} class="told">
                { fact_list(&beyond(verdict, feedback_facts(feedback))) }
                if let Some(letter) = &feedback.letter {
                    <div class="letters">
                        <Letter title="What to tell the provider\u{2019}s abuse desk" what="a text for the abuse desk" text={letter.clone()} />
                    </div>
                }
            </Panel>
        });
    }
    let receipt = report.receipt.as_ref()?;
    Some(
        html! { <Panel title="The receipt" {depth} class="told">{ fact_list(&beyond(verdict, receipt_facts(receipt))) }</Panel> },
    )
}
