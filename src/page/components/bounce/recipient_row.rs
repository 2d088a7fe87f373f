use backstamp::report::words;
use web_sys::HtmlDetailsElement;
use yew::prelude::*;

use super::recipient::RecipientCard;
use crate::page::components::report::evidence_link::use_evidence_link;
use crate::page::components::tone;
use crate::page::state::reading::Shared;
use crate::page::view::evidence_link::{Part, Target};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub reading: Shared,
    pub target: Target,
    pub is_lit: bool,
}

/// One of many recipients: a line that opens to its card, which is built then.
#[component]
pub fn RecipientRow(props: &Props) -> Html {
    let open = use_state(|| false);
    let tie = use_evidence_link(props.target);
    let toggle = {
        let open = open.clone();
        Callback::from(move |event: Event| {
            // A letter within it opens and closes too, and that event is not this one's.
            if let Some(details) = event.target_dyn_into::<HtmlDetailsElement>()
                && details.class_list().contains("recipient-row")
            {
                open.set(details.open());
            }
        })
    };
    let Part::Recipient(index) = props.target.part else { return html! {} };
    let sheet = props.reading.sheets.get(props.target.sheet);
    let bounce = sheet.and_then(|sheet| sheet.report.bounce.as_ref());
    let Some(recipient) = bounce.and_then(|bounce| bounce.recipients.get(index)) else { return html! {} };
    let codes = [recipient.reply_code.as_deref(), recipient.status.as_deref()].into_iter().flatten();
    let about: Vec<&str> =
        [recipient.reason_title.as_deref(), recipient.party.and_then(words::party)].into_iter().flatten().collect();
    html! {
        <details
            id={(!*open).then(|| props.target.id())} class={classes!("sheet", "recipient-row", tone(recipient.severity()))} ontoggle={toggle}
            onmouseover={tie.over} onmouseout={tie.out} onfocusin={tie.focus} onfocusout={tie.blur}
        >
            <summary>
                <span class="who">{ recipient.address.as_deref().unwrap_or("not named") }</span>
                <b>{ recipient.outcome() }</b>
                <span class="row-codes">{ codes.collect::<Vec<_>>().join(" ") }</span>
                <span class="sub">{ about.join(", ") }</span>
            </summary>
            if *open {
                <RecipientCard reading={props.reading.clone()} target={props.target} is_lit={props.is_lit} />
            }
        </details>
    }
}
