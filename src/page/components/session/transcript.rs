use std::rc::Rc;

use backstamp::finding::Severity;
use backstamp::report::session_row;
use backstamp::session::{Answer, Exchange, Ladder};
use yew::prelude::*;

use super::ladder::ladder;
use crate::page::components::code::code_link::code_link;
use crate::page::components::common::copy::Copy;
use crate::page::components::report::evidence_link::use_evidence_link;
use crate::page::components::report::panel::Panel;
use crate::page::components::tone;
use crate::page::state::reading::Shared;
use crate::page::view::evidence_link::{Part, Target};

/// How many rows are shown at first, and how many more at a time.
const PAGE: usize = 40;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub reading: Shared,
    /// Which of the reading's reports.
    pub sheet: usize,
    pub lit: Rc<[Target]>,
}

/// A session: its ladder, the same as a table, and a proof to send.
#[component]
pub fn SessionSection(props: &Props) -> Html {
    let shown = use_state(|| PAGE);
    let Some(sheet) = props.reading.sheets.get(props.sheet) else { return html! {} };
    let Some(session) = &sheet.report.session else { return html! {} };
    let severity = sheet.report.verdict.as_ref().map_or(Severity::Note, |verdict| verdict.severity);
    let rest = session.exchanges.len().saturating_sub(*shown);
    let more = {
        let shown = shown.clone();
        Callback::from(move |_: MouseEvent| shown.set(*shown + PAGE))
    };
    let proof = session.proof.clone();
    let tools = html! { <Copy label="Copy the proof" what="a proof" text={Callback::from(move |()| proof.clone())} /> };
    html! {
        <>
            <Panel title="The session" depth={sheet.depth} class={classes!("session", tone(severity))}>
                { ladder(Ladder::of_session(session), "") }
                <div class="table" tabindex="0" role="group" aria-label="Session as a table">
                    <table>
                        <thead><tr>
                            <th scope="col">{ "Command" }</th>
                            <th scope="col">{ "Answer" }</th>
                            <th scope="col" class="number">{ "Took" }</th>
                        </tr></thead>
                        <tbody>
                            { for session.exchanges.iter().take(*shown).enumerate().map(|(index, exchange)| {
                                let target = Target { sheet: props.sheet, part: Part::Exchange(index) };
                                html! {
                                    <Row key={index} {target} exchange={exchange.clone()}
                                        is_stop={session.stopped == Some(index)} is_lit={props.lit.contains(&target)} />
                                }
                            }) }
                        </tbody>
                    </table>
                </div>
                if rest > 0 {
                    <p class="more"><button type="button" class="button" onclick={more}>{ format!("Show {} more", rest.min(PAGE)) }</button></p>
                } else if session.left_out > 0 {
                    <p class="more sub">{ format!("{} more are left out.", session.left_out) }</p>
                }
            </Panel>
            if !session.proof.is_empty() {
                <Panel title="A proof to send" depth={sheet.depth} about="Login data masked, the message left out" {tools}>
                    <pre class="proof" tabindex="0" aria-label="The proof">{ session.proof.trim_end() }</pre>
                </Panel>
            }
        </>
    }
}

#[derive(Properties, PartialEq)]
struct RowProps {
    target: Target,
    exchange: Exchange,
    is_stop: bool,
    is_lit: bool,
}

#[component]
fn Row(props: &RowProps) -> Html {
    let tie = use_evidence_link(props.target);
    let exchange = &props.exchange;
    let [command, reply, took, answer] = session_row(exchange);
    let code = exchange.reply_code.as_deref();
    let reply = code.and_then(|code| reply.strip_prefix(code)).unwrap_or(&reply).to_owned();
    let class = classes!("exchange", props.is_stop.then_some("is-stop"), props.is_lit.then_some("is-lit"));
    html! {
        <tr {class} id={props.target.id()} onmouseover={tie.over} onmouseout={tie.out} onfocusin={tie.focus} onfocusout={tie.blur}>
            <td>
                <button type="button" class="plain" aria-pressed={props.is_lit.to_string()} onclick={tie.choose}
                    aria-label={format!("{command}: show its words")}>{ command.clone() }</button>
                if exchange.secure {
                    <span class="sub">{ "within TLS" }</span>
                }
            </td>
            <td>
                if let Some(code) = code {
                    { code_link(code) }{ reply }
                }
                if exchange.answer != Answer::Accepted {
                    <b class="outcome">{ answer }</b>
                }
            </td>
            <td class="number">{ took }</td>
        </tr>
    }
}
