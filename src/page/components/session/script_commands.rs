use std::rc::Rc;

use backstamp::script::{Command, Script, commands, typed};
use yew::prelude::*;

use crate::page::components::common::copy::Copy;

/// The session as commands to run, and as programs to type it into.
pub fn script_commands(script: &Rc<Script>) -> Html {
    html! {
        <>
            <p class="sub session-lead">{ "From the machine whose mail fails: only there does a test meet what the mail met." }</p>
            { for commands(script).into_iter().enumerate().map(|(at, command)| entry(script, at, command)) }
        </>
    }
}

fn entry(script: &Rc<Script>, at: usize, command: Command) -> Html {
    let Command { name, about, text, by_hand } = command;
    let body = match text {
        Err(why) => html! { <p class="sub">{ why }</p> },
        Ok(text) => {
            let copied = text.clone();
            let lines = script.clone();
            html! {
                <>
                    <div class="turn-line"><pre class="line">{ text }</pre>
                        <Copy label="Copy" about={format!("Copy the command for {name}")} what="text" text={move |()| copied.clone()} /></div>
                    if by_hand {
                        <p class="sub">{ "Then type the lines of the session one by one, each after the reply to the one before. " }
                            <Copy label="Copy all lines" what="text" text={move |()| all_lines(&lines)} /></p>
                    }
                </>
            }
        }
    };
    html! {
        <details class="command" key={name} open={at == 0}>
            <summary>{ name }</summary>
            <p class="sub">{ about }</p>
            { body }
        </details>
    }
}

fn all_lines(script: &Script) -> String {
    typed(script).iter().filter(|turn| !turn.lines.is_empty()).map(|turn| turn.text() + "\n").collect()
}
