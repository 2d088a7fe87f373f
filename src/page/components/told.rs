use std::rc::Rc;

use backstamp::report::{feedback_facts, receipt_facts};
use yew::prelude::*;

use super::fact_list::FactList;
use super::letter::Letter;
use super::recipients::Recipients;
use super::reply::ReplyCard;
use super::sheet::Sheet;
use crate::page::reading::Shared;
use crate::page::tie::{Part, Target};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub reading: Shared,
    /// Which of the reading's reports.
    pub sheet: usize,
    pub lit: Rc<[Target]>,
}

/// What a notice, an error line, a complaint or a receipt tells; nothing for other kinds of input.
#[component]
pub fn Told(props: &Props) -> Html {
    let Some(report) = props.reading.sheets.get(props.sheet).map(|sheet| &sheet.report) else { return html! {} };
    let reply = Target { sheet: props.sheet, part: Part::Reply };
    html! {
        <>
            if report.bounce.is_some() {
                <Recipients reading={props.reading.clone()} sheet={props.sheet} lit={props.lit.clone()} />
            }
            if report.reply.is_some() {
                <ReplyCard reading={props.reading.clone()} target={reply} is_lit={props.lit.contains(&reply)} />
            }
            if let Some(feedback) = &report.feedback {
                <Sheet title="The complaint" class="told">
                    <FactList facts={feedback_facts(feedback)} />
                    if let Some(letter) = &feedback.letter {
                        <div class="letters">
                            <Letter title="What to tell the provider\u{2019}s abuse desk" what="a text for the abuse desk" text={letter.clone()} />
                        </div>
                    }
                </Sheet>
            }
            if let Some(receipt) = &report.receipt {
                <Sheet title="The receipt" class="told">
                    <FactList facts={receipt_facts(receipt)} />
                </Sheet>
            }
        </>
    }
}
