use std::rc::Rc;

use backstamp::report::{About, Line};
use backstamp::trace::words::count;
use web_sys::HtmlTextAreaElement;
use yew::prelude::*;

use crate::page::browser::worker::Asked;
use crate::page::components::use_control;
use crate::page::state::job::{Answer, Job};
use crate::page::state::reading::{LARGE, Shared};

/// How many lines of one kind are shown.
const MOST: usize = 200;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub reading: Option<Shared>,
}

/// What is on the desk beside another input: what differs, what matters first.
#[component]
pub fn ComparePage(props: &Props) -> Html {
    let control = use_control();
    let lines = use_state(|| None::<Rc<[Line]>>);
    let asked = use_state(|| None::<Rc<Asked>>);
    let failure = use_state(|| None::<String>);
    let other = use_node_ref();
    let act = {
        let (control, lines, failure, other) = (control.clone(), lines.clone(), failure.clone(), other.clone());
        let asked = asked.clone();
        Callback::from(move |()| {
            let text = other.cast::<HtmlTextAreaElement>().map(|input| input.value()).unwrap_or_default();
            failure.set(None);
            asked.set(None);
            let Some(control) = control.clone().filter(|_| !text.trim().is_empty()) else { return lines.set(None) };
            if text.len() > 8 * LARGE {
                lines.set(None);
                return failure.set(Some("This is too long to compare here. Paste its header alone.".to_owned()));
            }
            let (lines, done) = (lines.setter(), asked.setter());
            let answered = move |answer| {
                if let Answer::Lines(found) = answer {
                    lines.set(Some(Rc::from(found)));
                }
                done.set(None);
            };
            asked.set(control.ask(Job::Compare(text), Rc::new(answered)).map(Rc::new));
        })
    };
    let changed = {
        let act = act.clone();
        Callback::from(move |_: InputEvent| act.emit(()))
    };
    let clear = {
        let (act, other) = (act, other.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(input) = other.cast::<HtmlTextAreaElement>() {
                input.set_value("");
                act.emit(());
                let _ = input.focus();
            }
        })
    };
    let Some(reading) = &props.reading else {
        return html! {
            <main class="compare">
                <h1>{ "Compare two" }</h1>
                <p class="sub">{ "Paste the first on " }<a href="#/">{ "the desk" }</a>{ ", then come back for the second." }</p>
            </main>
        };
    };
    let first = reading.sheets.first().map(|sheet| sheet.report.headline.clone());
    html! {
        <main class="compare">
            <h1>{ "Compare two" }</h1>
            <p class="sub">{ "A good and a bad message, or the same before and after a change. The first is what is on the desk: " }<b>{ first }</b>{ " " }<a href="#/">{ "Back to it" }</a></p>
            <label for="other">{ "The second" }</label>
            <textarea ref={other} id="other" class="field-input" rows="7" spellcheck="false" autocapitalize="off" autocomplete="off"
                placeholder="Paste the other header, message or bounce." oninput={changed} />
            <p><button type="button" class="plain" onclick={clear}>{ "Clear the second" }</button></p>
            if let Some(failure) = &*failure {
                <p role="alert">{ failure }</p>
            }
            <div role="status" class="sub" id="differences">{ if asked.is_some() { Some("Comparing.".to_owned()) } else { (*lines).as_deref().map(told) } }</div>
            if let Some(lines) = &*lines {
                { for [About::Outcome, About::Time, About::Authentication, About::Route, About::Findings, About::Fields].map(|about| table(lines, about)) }
            }
        </main>
    }
}

fn told(lines: &[Line]) -> String {
    match lines.iter().filter(|line| !line.is_same()).count() {
        0 => "Nothing differs but what differs between any two messages: dates, ids and signatures.".to_owned(),
        many => format!("{}.", count(many, "difference", "differences")),
    }
}

fn table(lines: &[Line], about: About) -> Html {
    let of = lines.iter().filter(|line| line.about == about).take(MOST).collect::<Vec<_>>();
    if of.is_empty() {
        return html! {};
    }
    // On a narrow screen a row is a block of its own, and each cell says which of the two it is. The roles keep it a table.
    let cell = |words: &Option<String>, which: &'static str| match words {
        Some(words) => html! { <td role="cell" data-which={which}>{ words }</td> },
        None => html! { <td role="cell" data-which={which} class="absent">{ "not there" }</td> },
    };
    html! {
        <section class="sheet" aria-label={about.title()}>
            <div class="head"><h2>{ about.title() }</h2></div>
            <div class="table" tabindex="0" role="group" aria-label={format!("{} as a table", about.title())}>
                <table role="table">
                    <thead role="rowgroup"><tr role="row"><th scope="col" role="columnheader">{ "What" }</th><th scope="col" role="columnheader">{ "First" }</th><th scope="col" role="columnheader">{ "Second" }</th></tr></thead>
                    <tbody role="rowgroup">
                        { for of.into_iter().map(|line| html! {
                            <tr role="row" class={(!line.is_same()).then_some("differs")}>
                                <th scope="row" role="rowheader">{ &line.what }if !line.is_same() { <span class="unseen">{ " (differs)" }</span> }</th>
                                { cell(&line.one, "First") }{ cell(&line.other, "Second") }
                            </tr>
                        }) }
                    </tbody>
                </table>
            </div>
        </section>
    }
}
