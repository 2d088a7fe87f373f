use std::rc::Rc;

use backstamp::script::answer::{Meaning, Outcome, explain};
use backstamp::script::simulator::{Exchange, Scenario, Server, play, transcript};
use backstamp::script::{Kind, Script, Tls};
use web_sys::{HtmlInputElement, HtmlSelectElement};
use yew::prelude::*;

use crate::page::components::use_control;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub script: Rc<Script>,
}

/// A conversation with the simulated server.
#[derive(Clone, PartialEq)]
struct Talk {
    scenario: Scenario,
    server: Server,
    told: Vec<Exchange>,
}

impl Talk {
    fn new(script: &Script, scenario: Scenario) -> Self {
        let mut server = Server::new(scenario, &script.wish.host, script.wish.tls == Tls::Implicit);
        let told = vec![server.connect()];
        Self { scenario, server, told }
    }

    fn say(&mut self, line: &str) {
        let exchange = self.server.line(line);
        // The lines of a message are one thing to say.
        match self.told.last_mut() {
            Some(last) if last.reply.is_empty() && !last.silent && last.kind == exchange.kind => {
                last.sent.extend(exchange.sent);
                last.reply = exchange.reply;
            }
            _ => self.told.push(exchange),
        }
    }

    fn is_over(&self) -> bool {
        self.server.is_over() || self.told.last().is_some_and(|last| last.silent)
    }
}

/// A simulated server to try the session on: typed line by line, or played at once.
#[component]
pub fn ScriptPractice(props: &Props) -> Html {
    let script = &props.script;
    let control = use_control();
    let talk = use_state(|| Talk::new(script, Scenario::AllWell));
    let typed = use_node_ref();
    let begin = {
        let (talk, script) = (talk.clone(), script.clone());
        move |scenario: Scenario| talk.set(Talk::new(&script, scenario))
    };
    let choose = {
        let begin = begin.clone();
        Callback::from(move |event: Event| {
            let at = event.target_unchecked_into::<HtmlSelectElement>().selected_index().max(0) as usize;
            begin(Scenario::ALL.get(at).copied().unwrap_or_default());
        })
    };
    let scenario = talk.scenario;
    let again = Callback::from(move |_: MouseEvent| begin(scenario));
    let play_it = {
        let (talk, script) = (talk.clone(), script.clone());
        Callback::from(move |_: MouseEvent| {
            let mut server = Talk::new(&script, scenario).server;
            server.line("QUIT");
            talk.set(Talk { scenario, server, told: play(&script, scenario) });
        })
    };
    let say = {
        let (talk, typed) = (talk.clone(), typed.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            if let Some(input) = typed.cast::<HtmlInputElement>() {
                let mut next = (*talk).clone();
                next.say(&input.value());
                input.set_value("");
                talk.set(next);
            }
        })
    };
    let read = {
        let (talk, script) = (talk.clone(), script.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(control) = &control {
                control.read_on_desk(&transcript(&talk.told, &script.wish.host, script.wish.port()));
            }
        })
    };
    let is_over = talk.is_over();
    let last = talk.told.len().saturating_sub(1);
    html! {
        <div class="practice">
            <p class="sub">{ "A server inside this page, which keeps the grammar and the order of RFC 5321. Nothing is sent, and any password will do." }</p>
            <div class="practice-bar">
                <label><span>{ "Case" }</span>
                    <select id="practice-case" onchange={choose}>
                        { for Scenario::ALL.map(|case| html! { <option selected={case == scenario}>{ case.name() }</option> }) }
                    </select>
                </label>
                <button type="button" class="button" onclick={play_it}>{ "Play my session" }</button>
                <button type="button" class="button" onclick={again}>{ "Start again" }</button>
            </div>
            <div role="log" aria-label="The conversation">
                <ol class="talk">
                    { for talk.told.iter().enumerate().map(|(at, exchange)| said(exchange, at == last || !is_usual(exchange))) }
                </ol>
            </div>
            if is_over {
                <div class="lesson" role="status"><h2>{ scenario.name() }</h2><p>{ scenario.lesson() }</p></div>
            } else {
                <form class="practice-say" onsubmit={say}>
                    <label class="unseen" for="practice-line">{ "The next line" }</label>
                    <input ref={typed} id="practice-line" class="field-input mono" autocomplete="off" autocapitalize="off" spellcheck="false"
                        type={if talk.server.is_in_login() { "password" } else { "text" }}
                        placeholder={if talk.server.is_in_message() { "a line of the message; a lone dot ends it" } else { "type a line, such as EHLO client.example" }} />
                    <button type="submit" class="button">{ "Send" }</button>
                </form>
            }
            if talk.told.len() > 1 {
                <p><button type="button" class="button" onclick={read}>{ "Read this on the desk" }</button></p>
            }
        </div>
    }
}

/// Whether it needs no word: taken, and not the end of a message.
fn is_usual(exchange: &Exchange) -> bool {
    let is_end = matches!(exchange.kind, Some(Kind::Content | Kind::Bdat));
    !exchange.silent && !is_end && exchange.reply.last().is_none_or(|line| line.starts_with(['2', '3']))
}

fn said(exchange: &Exchange, is_explained: bool) -> Html {
    let is_waiting = exchange.reply.is_empty() && !exchange.silent;
    let Meaning { outcome, text, next } = explain(exchange.kind, &exchange.reply.join("\n"));
    let tone = match outcome {
        Outcome::Yes => "good",
        Outcome::Later | Outcome::Silence => "warning",
        Outcome::No => "problem",
    };
    html! {
        <li class={classes!("said", (!is_waiting).then_some(tone))}>
            if !exchange.sent.is_empty() {
                <pre class="line sent">{ exchange.sent.join("\n") }</pre>
            }
            if !exchange.reply.is_empty() {
                <pre class="line reply">{ exchange.reply.join("\n") }</pre>
            }
            if exchange.silent {
                <p class="reply">{ "(no answer)" }</p>
            }
            if is_explained && !is_waiting {
                <p class="sub">{ text }</p>
                if let Some(first) = next.first() {
                    <p class="sub"><b>{ "Next: " }</b>{ *first }</p>
                }
            }
        </li>
    }
}
