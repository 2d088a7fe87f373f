use std::rc::Rc;

use backstamp::script::{Kind, Script, Tls, Turn};
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use crate::page::components::code::code_link::code_link;
use crate::page::components::common::copy::Copy;
use crate::page::components::use_control;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub script: Rc<Script>,
}

/// The session line by line: one to copy at a time, what to expect, what each answer means, where to paste what came back.
#[component]
pub fn ScriptSteps(props: &Props) -> Html {
    let script = &props.script;
    let control = use_control();
    let pasted = use_node_ref();
    let read = {
        let pasted = pasted.clone();
        Callback::from(move |_: MouseEvent| {
            if let (Some(control), Some(area)) = (&control, pasted.cast::<HtmlTextAreaElement>()) {
                control.read_on_desk(&area.value());
            }
        })
    };
    html! {
        <>
            <ol class="turns">{ for script.turns.iter().map(|turn| step(script, turn)) }</ol>
            <div class="came-back">
                <label for="came-back">{ "What came back" }</label>
                <p class="sub">{ "Paste the whole terminal here, with what you typed. The desk says where it stopped, whose side it is on, and writes a proof to send." }</p>
                <textarea autocomplete="off" ref={pasted} id="came-back" class="field-input mono" rows="4" spellcheck="false" autocapitalize="off" />
                <button type="button" class="button" onclick={read}>{ "Read it on the desk" }</button>
            </div>
        </>
    }
}

fn step(script: &Rc<Script>, turn: &Turn) -> Html {
    let kind = turn.kind;
    let shown = match kind {
        Kind::Connect => match script.wish.tls {
            Tls::Implicit => format!("{}, port {}, in TLS", script.wish.host, script.wish.port()),
            _ => format!("{}, port {}", script.wish.host, script.wish.port()),
        },
        _ => turn.shown(),
    };
    let copied = turn.text();
    html! {
        <li class="turn">
            <div class="turn-line">
                <pre class={classes!("line", (kind == Kind::Connect).then_some("is-words"))}>{ shown }</pre>
                if kind != Kind::Connect {
                    <Copy label="Copy" about={format!("Copy {}", turn.shown().lines().next().unwrap_or_default())} what="text" text={move |()| copied.clone()} />
                }
            </div>
            <p class="sub">
                if turn.joined { { "Sent together with the line before. " } }
                { kind.about() }
            </p>
            if kind.has_reply() {
                <details class="aside">
                    <summary>{ "Expect " }<b>{ kind.expected() }</b>{ "; what other answers mean" }</summary>
                    <dl class="answers">
                        { for kind.answers().iter().map(|(code, text)| html! { <div><dt>{ code_link(code) }</dt><dd>{ *text }</dd></div> }) }
                        if let Some(step) = kind.step() {
                            <div><dt>{ "Nothing" }</dt><dd>{ format!("{} {}", step.usual_causes(), step.after_silence().join(" ")) }</dd></div>
                        }
                    </dl>
                </details>
            }
        </li>
    }
}
