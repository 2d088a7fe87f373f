use std::rc::Rc;

use backstamp::trace::words::count;
use yew::prelude::*;

use super::recipient::RecipientCard;
use super::recipient_row::RecipientRow;
use crate::page::components::common::heading::heading;
use crate::page::state::reading::Shared;
use crate::page::view::evidence_link::{Part, Target};

/// Up to this many recipients each have their card at once.
const FEW: usize = 3;
/// How many rows are shown at first, and how many more at a time.
const PAGE: usize = 50;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub reading: Shared,
    /// Which of the reading's reports.
    pub sheet: usize,
    pub lit: Rc<[Target]>,
}

/// The recipients of a notice: a card each, or a row each that opens to a card where they are many.
#[component]
pub fn Recipients(props: &Props) -> Html {
    let shown = use_state(|| PAGE);
    let Some(sheet) = props.reading.sheets.get(props.sheet) else { return html! {} };
    let held = sheet.report.bounce.as_ref().map_or(0, |bounce| bounce.recipients.len());
    if held == 0 {
        return html! {};
    }
    let are_few = held <= FEW;
    let card = |index: usize| {
        let target = Target { sheet: props.sheet, part: Part::Recipient(index) };
        let (reading, is_lit) = (props.reading.clone(), props.lit.contains(&target));
        if are_few {
            html! { <RecipientCard key={index} {reading} {target} {is_lit} /> }
        } else {
            html! { <RecipientRow key={index} {reading} {target} {is_lit} /> }
        }
    };
    let more = {
        let shown = shown.clone();
        Callback::from(move |_: MouseEvent| shown.set(*shown + PAGE))
    };
    html! {
        <section class={classes!("recipients", (!are_few).then_some("are-many"))} aria-label={(sheet.depth == 0).then_some("Recipients")}>
            <div class={are_few.then_some("unseen")}>
                { heading(2, sheet.depth, html! { { count(sheet.recipients, "recipient", "recipients") } }) }
            </div>
            { for (0..held.min(*shown)).map(card) }
            if held > *shown {
                <p><button type="button" class="button" onclick={more}>
                    { format!("Show {} more of {}", PAGE.min(held - *shown), sheet.recipients) }
                </button></p>
            } else if sheet.recipients > held {
                <p class="sub">{ format!("The page lists {held} of {} recipients; a copy of the report has them all.", sheet.recipients) }</p>
            }
        </section>
    }
}
