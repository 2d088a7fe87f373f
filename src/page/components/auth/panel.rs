use std::rc::Rc;

use backstamp::auth::{Aligned, Alignment, Signature};
use backstamp::report::{dmarc_facts, domain_facts, signer_facts, words};
use yew::prelude::*;

use super::claim::ClaimItem;
use crate::page::components::common::heading::heading;
use crate::page::components::report::evidence_link::use_evidence_link;
use crate::page::components::report::fact_list::fact_list;
use crate::page::components::report::panel::Panel;
use crate::page::state::reading::Shared;
use crate::page::view::evidence_link::{Part, Target};

/// How many fields, and how many signatures, are listed; the header fields hold all.
const MOST: usize = 20;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub reading: Shared,
    /// Which of the reading's reports.
    pub sheet: usize,
    pub lit: Rc<[Target]>,
}

/// The authentication of a message: its domains, what DMARC came to, how the domains align, each field's results, the signatures.
#[component]
pub fn Authentication(props: &Props) -> Html {
    let Some(sheet) = props.reading.sheets.get(props.sheet) else { return html! {} };
    let Some(authentication) = &sheet.report.authentication else { return html! {} };
    let target = |part| Target { sheet: props.sheet, part };
    let mut facts = domain_facts(authentication);
    facts.extend(signer_facts(authentication));
    facts.extend(dmarc_facts(authentication));
    let (claims, signatures) = (&authentication.claims, &authentication.signatures);
    html! {
        <Panel title="Authentication" depth={sheet.depth} class="auth">
            <div class="auth-body">
                { fact_list(&facts) }
                if let Some(from) = authentication.from.as_ref().filter(|_| !authentication.alignments.is_empty()) {
                    <div class="auth-part">
                        { heading(3, sheet.depth, html! { { "Alignment" } }) }
                        <ul class="alignments">{ for authentication.alignments.iter().map(|line| alignment(from, line)) }</ul>
                    </div>
                }
                if !claims.is_empty() {
                    <div class="auth-part">
                        { heading(3, sheet.depth, html! { { "Results" } }) }
                        <ul class="claims">
                            { for claims.iter().enumerate().take(MOST).map(|(index, claim)| {
                                let target = target(Part::Claim(index));
                                html! { <ClaimItem key={index} {target} claim={claim.clone()} is_lit={props.lit.contains(&target)} /> }
                            }) }
                        </ul>
                        { left_out(claims.len()) }
                    </div>
                }
                if !signatures.is_empty() {
                    <div class="auth-part">
                        { heading(3, sheet.depth, html! { { "Signatures" } }) }
                        <ul class="claims">
                            { for signatures.iter().enumerate().take(MOST).map(|(index, signature)| {
                                let target = target(Part::Signature(index));
                                html! { <SignatureItem key={index} {target} signature={signature.clone()} is_lit={props.lit.contains(&target)} /> }
                            }) }
                        </ul>
                        { left_out(signatures.len()) }
                    </div>
                }
            </div>
        </Panel>
    }
}

fn left_out(held: usize) -> Html {
    let Some(more) = held.checked_sub(MOST).filter(|more| *more > 0) else { return html! {} };
    html! { <p class="sub">{ format!("{more} more are among the header fields.") }</p> }
}

/// The line between the domain in From and one that was authenticated.
fn alignment(from: &str, line: &Alignment) -> Html {
    let class = match line.aligned {
        Aligned::No => "is-apart",
        // What did not pass proves nothing, whatever its domain.
        _ if line.result != "pass" => "is-unproved",
        Aligned::Strict => "is-strict",
        Aligned::Relaxed => "is-relaxed",
    };
    html! {
        <li class={classes!("alignment", class)}>
            <span class="alignment-end"><span class="sub">{ "From" }</span>{ from }</span>
            <span class="alignment-line"><span>{ words::alignment(line.aligned) }</span></span>
            <span class="alignment-end"><span class="sub">{ format!("{} {}", words::method(&line.method), line.result) }</span>{ &line.domain }</span>
        </li>
    }
}

#[derive(Properties, PartialEq)]
struct SignatureProps {
    target: Target,
    signature: Signature,
    is_lit: bool,
}

#[component]
fn SignatureItem(props: &SignatureProps) -> Html {
    let tie = use_evidence_link(props.target);
    let signature = &props.signature;
    let parts = [
        signature.selector.as_ref().map(|selector| format!("selector {selector}")),
        signature.algorithm.clone(),
        signature.instance.map(|instance| format!("set {instance}")),
        signature.body_length.map(|length| format!("signs the first {length} bytes of the body only")),
    ];
    html! {
        <li id={props.target.id()} class={classes!("claim", props.is_lit.then_some("is-lit"))}
            onmouseover={tie.over} onmouseout={tie.out} onfocusin={tie.focus} onfocusout={tie.blur}>
            <p class="claim-field">
                <button type="button" class="plain" aria-pressed={props.is_lit.to_string()} onclick={tie.choose}>{ &signature.field }</button>
            </p>
            <p class="claim-words">
                <b>{ signature.domain.as_deref().unwrap_or("no domain") }</b>
                <span class="sub">{ parts.into_iter().flatten().collect::<Vec<_>>().join(", ") }</span>
            </p>
        </li>
    }
}
