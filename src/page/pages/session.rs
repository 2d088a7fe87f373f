use std::rc::Rc;

use backstamp::script::{Script, write};
use js_sys::Math;
use yew::prelude::*;

use crate::page::browser::clock;
use crate::page::components::session::script_commands::script_commands;
use crate::page::components::session::script_form::ScriptForm;
use crate::page::components::session::script_simulator::ScriptPractice;
use crate::page::components::session::script_steps::ScriptSteps;
use crate::page::components::use_control;
use crate::page::state::desk::Action;
use crate::page::state::session_form::SessionForm;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub attempt: Rc<SessionForm>,
}

#[derive(Clone, Copy, PartialEq)]
enum View {
    Steps,
    Commands,
    Practice,
}

/// Writes a session to type by hand, and a simulated server to try it on.
#[component]
pub fn ScriptPage(props: &Props) -> Html {
    let control = use_control();
    let view = use_state_eq(|| View::Steps);
    // One moment and one id for as long as the page is open: a message that changed with every key could not be copied.
    let marks =
        use_memo((), |()| (clock::now(), format!("{}{}", clock::milliseconds(), (Math::random() * 1e9) as u32)));
    let (now, id) = &*marks;
    let written = match props.attempt.wish() {
        Ok(wish) => write(&wish, now.with_timezone(&clock::offset(*now)), id)
            .map_err(|faults| faults.into_iter().map(|fault| fault.text).collect()),
        Err((_, why)) => Err(vec![why.to_owned()]),
    };
    let change = Callback::from(move |attempt: SessionForm| {
        if let Some(control) = &control {
            control.act(Action::Write(attempt));
        }
    });
    let tab = |which: View, name: &'static str| {
        let view = view.clone();
        let onclick = {
            let view = view.clone();
            Callback::from(move |_: MouseEvent| view.set(which))
        };
        html! { <button type="button" class="tab" aria-pressed={(*view == which).to_string()} {onclick}>{ name }</button> }
    };
    html! {
        <main class="script">
            <h1>{ "An SMTP session by hand" }</h1>
            <p class="sub">{ "Typed by hand, a session shows at which step mail fails, in the server's own words. This page writes the lines and cannot send them: you do, from your own terminal." }</p>
            <div class="session-desk">
                <ScriptForm attempt={props.attempt.clone()} change={change.clone()} />
                <section class="sheet session-out" aria-label="The session">
                    <div class="tabs" role="group" aria-label="View">
                        { tab(View::Steps, "Step by step") }
                        { tab(View::Commands, "Commands") }
                        { tab(View::Practice, "Practice") }
                    </div>
                    { match written {
                        Ok(script) => shown(*view, Rc::new(script)),
                        Err(faults) => wrong(&props.attempt, faults, change),
                    } }
                </section>
            </div>
        </main>
    }
}

fn shown(view: View, script: Rc<Script>) -> Html {
    let remarks =
        script.remarks.iter().map(|remark| html! { <p class="remark">{ &remark.text }</p> }).collect::<Html>();
    let view = match view {
        View::Steps => html! { <ScriptSteps {script} /> },
        View::Commands => script_commands(&script),
        View::Practice => html! { <ScriptPractice {script} /> },
    };
    html! { <>{ remarks }{ view }</> }
}

fn wrong(attempt: &SessionForm, faults: Vec<String>, change: Callback<SessionForm>) -> Html {
    let missing = attempt.missing();
    if !missing.is_empty() {
        let onclick = Callback::from(move |_: MouseEvent| change.emit(SessionForm::example()));
        return html! {
            <div class="session-empty" role="status">
                <p>{ format!("Still to fill in: {}.", missing.join(", ")) }</p>
                <p class="sub">{ "Then the exact lines stand here, with what to expect of each, commands that send them, and a practice server to try them on." }</p>
                if missing.len() == 4 {
                    <button type="button" class="button" {onclick}>{ "Show me an example" }</button>
                }
            </div>
        };
    }
    html! {
        <div class="session-empty" role="status">
            <p>{ "Nothing is written yet, because:" }</p>
            <ul class="wrong">{ for faults.into_iter().map(|fault| html! { <li>{ fault }</li> }) }</ul>
        </div>
    }
}
