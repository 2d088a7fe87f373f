use backstamp::auth::{Claim, MethodResult};
use backstamp::report::words;
use yew::prelude::*;

use crate::page::components::report::evidence_link::use_evidence_link;
use crate::page::view::evidence_link::Target;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub target: Target,
    pub claim: Claim,
    pub is_lit: bool,
}

/// What one field says of checks: the field, whether it may be believed, and each result.
#[component]
pub fn ClaimItem(props: &Props) -> Html {
    let tie = use_evidence_link(props.target);
    let claim = &props.claim;
    let mark = match claim.trusted {
        _ if claim.forged => Some(("Forged", "problem")),
        Some(true) => Some(("Believed", "good")),
        Some(false) => Some(("Claimed", "warning")),
        None => None,
    };
    // A result that may not be believed says nothing good or bad: it has no colour.
    let is_believed = !claim.forged && claim.trusted == Some(true);
    html! {
        <li id={props.target.id()} class={classes!("claim", props.is_lit.then_some("is-lit"))}
            onmouseover={tie.over} onmouseout={tie.out} onfocusin={tie.focus} onfocusout={tie.blur}>
            <p class="claim-field">
                <button type="button" class="plain" aria-pressed={props.is_lit.to_string()} onclick={tie.choose}>{ &claim.field }</button>
                if let Some(instance) = claim.instance { <span class="sub">{ format!("set {instance}") }</span> }
                if let Some(server) = &claim.authserv { <span class="sub">{ format!("by {server}") }</span> }
                <span class="sub">
                    if let Some((mark, tone)) = mark { <b class={classes!("standing", tone)}>{ mark }</b>{ ": " } }
                    { words::standing(claim) }
                </span>
            </p>
            if claim.results.is_empty() {
                <p class="claim-words"><span class="sub">{ "no result" }</span></p>
            } else {
                <ul class="claim-words">{ for claim.results.iter().map(|one| result(one, is_believed)) }</ul>
            }
        </li>
    }
}

fn result(result: &MethodResult, is_believed: bool) -> Html {
    let tone = match result.result.as_str() {
        "pass" => "good",
        "fail" | "permerror" => "problem",
        "softfail" | "temperror" | "policy" => "warning",
        _ => "plain-tone",
    };
    let about = [
        result.domain().map(|domain| format!("for {domain}")),
        result.reason.as_ref().map(|reason| format!("reason {reason}")),
        result.comment.clone(),
    ];
    html! {
        <li>
            <b class={classes!("result", is_believed.then_some(tone))}>{ words::method(&result.method) }{ " " }{ &result.result }</b>
            <span class="sub">{ about.into_iter().flatten().collect::<Vec<_>>().join(", ") }</span>
        </li>
    }
}
