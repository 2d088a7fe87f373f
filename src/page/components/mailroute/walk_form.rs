use std::rc::Rc;

use backstamp::dns::{Barrier, Name, Remark, Subject, Target};
use backstamp::mailroute::plan;
use web_sys::{HtmlElement, HtmlInputElement};
use yew::prelude::*;

use super::questions::{count, questions};
use crate::page::components::use_walking;
use crate::page::state::route_panel::{Change, LookupOptions, Progress};

/// What somebody wants to know, what this would ask and of whom, and how far that is.
#[component]
pub fn WalkForm() -> Html {
    let (input, button) = (use_node_ref(), use_node_ref());
    let walking = use_walking();
    use_effect_with((), {
        let input = input.clone();
        move |()| {
            if let Some(input) = input.cast::<HtmlElement>() {
                // Where it cannot take the focus, it is in view all the same.
                let _ = input.focus();
            }
        }
    });
    let Some(walking) = walking else { return html! {} };
    let errand = &walking.errand;
    let names = walking.asker.resolver_names().join(", then ");
    let barrier = walking.asker.barrier();
    let can_ask_others = barrier.is_none() && !names.is_empty();
    let is_typed = !errand.typed.trim().is_empty();
    let read = Subject::read(&errand.typed);
    let subject = read.as_ref().ok().cloned();
    let options = errand.wants.options(&errand.label);
    let first = subject.as_ref().map(|subject| plan(subject, &options)).unwrap_or_default();
    let can_ask = errand.examples_answer() || can_ask_others;
    let is_new = !errand.agreed && !errand.examples_answer();
    let is_busy = errand.progress.is_some();
    let ask = {
        let (walking, subject, options) = (walking.clone(), subject.clone(), options.clone());
        let ready = can_ask && !first.is_empty();
        Callback::from(move |()| {
            if let Some(subject) = subject.clone().filter(|_| ready) {
                walking.walk(subject, &options, walking.errand.examples_answer());
            }
        })
    };
    let onsubmit = {
        let (ask, button) = (ask.clone(), button.clone());
        Callback::from(move |event: SubmitEvent| {
            event.prevent_default();
            // Before the first question of a visit, what is about to be asked is read once more.
            match button.cast::<HtmlElement>().filter(|_| is_new) {
                Some(button) => {
                    let _ = button.focus();
                }
                None => ask.emit(()),
            }
        })
    };
    let oninput = {
        let walks = walking.walks.clone();
        Callback::from(move |event: InputEvent| {
            walks.act(Change::Type(Rc::from(event.target_unchecked_into::<HtmlInputElement>().value())));
        })
    };
    let onkeydown = {
        let walks = walking.walks.clone();
        Callback::from(move |event: KeyboardEvent| {
            if event.key() == "Escape" && is_busy {
                walks.stop();
            }
        })
    };
    let want = |label: &'static str, about: &'static str, checked: bool, put: LookupOptions| {
        let walks = walking.walks.clone();
        let onchange = Callback::from(move |_: Event| walks.act(Change::Want(put)));
        html! {
            <label class="choice"><input type="checkbox" {checked} {onchange} /><span>{ label }
                if !about.is_empty() { <span class="sub">{ " " }{ about }</span> }
            </span></label>
        }
    };
    let source = |label: Html, from_examples: bool| {
        let walks = walking.walks.clone();
        let onchange = Callback::from(move |_: Event| walks.act(Change::UseExamples(from_examples)));
        html! {
            <label class="choice"><input type="radio" name="walk-source" checked={errand.examples_chosen == from_examples} {onchange} /><span>{ label }</span></label>
        }
    };
    let wants = errand.wants;
    html! {
        <form class="sheet walk-form" {onsubmit} {onkeydown} aria-label="What to look up">
            <label for="walk-input">{ "Domain, mail address, IP address or link" }</label>
            <div class="walk-line">
                <input ref={input} id="walk-input" class="field-input" type="text" placeholder="user@example.com" autocomplete="off"
                    autocapitalize="off" spellcheck="false" aria-describedby="walk-understood"
                    value={errand.typed.to_string()} {oninput} />
                if is_busy {
                    <button type="button" class="button" onclick={let walks = walking.walks.clone(); move |_: MouseEvent| walks.stop()}>{ "Stop" }</button>
                } else {
                    <button ref={button} type="button" class="button is-main" disabled={first.is_empty() || !can_ask}
                        onclick={let ask = ask.clone(); move |_: MouseEvent| ask.emit(())}>
                        { if first.is_empty() { "Ask".to_owned() } else { format!("Ask {}", count(first.len())) } }
                    </button>
                }
            </div>
            // Always in sight: what is stored in the browser may have been changed by another page of the same origin.
            <p id="walk-asks" class="sub">{ if errand.examples_answer() {
                "The example zones in this page answer.".to_owned()
            } else if can_ask_others {
                format!("Asks {names}.")
            } else {
                "Asks nobody, as the settings stand.".to_owned()
            } }</p>
            <div id="walk-understood" class="understood">
                { match &read {
                    _ if !is_typed => html! {},
                    Ok(subject) => understood(subject),
                    Err(error) => html! { <p>{ format!("This is no name that can be asked for: {error}.") }</p> },
                } }
            </div>
            if let Some(special) = subject.as_ref().and_then(|subject| subject.special) {
                <div class="notice warning">
                    <p><b>{ "This is a private name, so it is not sent. " }</b>{ special.why() }{ " Asking a public resolver would bring no answer, and would tell it what your own network holds." }</p>
                    { want("Send it all the same", "", wants.allow_private_names, LookupOptions { allow_private_names: !wants.allow_private_names, ..wants }) }
                </div>
            }
            if errand.left_examples() {
                <p class="notice note" id="left-examples">{ "The example zones do not hold this name: " }{ if can_ask_others { format!("{names} will answer.") } else { "DNS would have to be asked.".to_owned() } }</p>
            }
            <p class="progress" role="status">{ progress(errand.progress, errand.stopped) }</p>
            if !errand.examples_answer() && !can_ask_others {
                <div class="notice note">
                    <p>{ match barrier {
                        Some(Barrier::Policy) => "This page was opened before the resolver was chosen, and may ask only those chosen then. Open it anew to ask this one.",
                        Some(_) => "Your settings allow no questions.",
                        None => "The resolver has no address that can be asked.",
                    } }{ " " }<a href="#/settings">{ "Choose whom this page may ask" }</a>{ ", or try the example zones." }</p>
                </div>
            } else if is_new && !first.is_empty() {
                <div class="notice note">
                    <p><b>{ "Before the first question. " }</b>{ &walking.who_sees }{ " What is asked after the questions below depends on their answers: where the hosts are that they name, and what those addresses are called." }</p>
                </div>
            }
            if !first.is_empty() {
                <details open={is_new}>
                    <summary>{ format!("The first {}, exactly", count(first.len())) }</summary>
                    { questions(&first) }
                </details>
            }
            <details>
                <summary>{ "What to ask, and whom" }</summary>
                <div class="walk-wants">
                    <fieldset>
                        <legend>{ "Besides the route itself" }</legend>
                        { want("The zone and its name servers", "SOA and NS, from the root down", wants.zone, LookupOptions { zone: !wants.zone, ..wants }) }
                        { want("Reverse names of the hosts\u{2019} addresses", "PTR, and whether they lead back", wants.reverse, LookupOptions { reverse: !wants.reverse, ..wants }) }
                        { want("What the domain publishes about its mail", "SPF, DMARC, MTA-STS, TLS reports, TLSA", wants.policies, LookupOptions { policies: !wants.policies, ..wants }) }
                        { want("A name made up at random", "finds a wildcard; the domain\u{2019}s name servers see it", wants.wildcard, LookupOptions { wildcard: !wants.wildcard, ..wants }) }
                    </fieldset>
                    <fieldset>
                        <legend>{ "Who answers" }</legend>
                        { source(html! { <>{ if can_ask_others { names.clone() } else { "Nobody, as it stands".to_owned() } }{ " " }<a href="#/settings">{ "Settings" }</a></> }, false) }
                        if let Some(second) = walking.asker.second() {
                            { want("Ask two, and compare", "", wants.compare, LookupOptions { compare: !wants.compare, ..wants }) }
                            <p class="sub">{ format!("{} is asked the same, and then sees the same names.", second.resolver_names().join(" and ")) }</p>
                        }
                        { source(html! { { "The example zones in this page: no question leaves it" } }, true) }
                    </fieldset>
                </div>
            </details>
        </form>
    }
}

fn progress(progress: Option<Progress>, stopped: bool) -> String {
    match progress {
        Some(Progress { asked: 0, .. }) => "Asking.".to_owned(),
        Some(Progress { asked, answered }) => format!("{} asked, {answered} answered.", count(asked)),
        None if stopped => "Stopped. What was asked until then has been asked.".to_owned(),
        None => String::new(),
    }
}

/// What was made of the words typed.
fn understood(subject: &Subject) -> Html {
    let what = match &subject.target {
        Target::Domain(name) => html! { <>{ "The domain " }<b>{ name.to_string() }</b>{ unicode(name) }{ "." }</> },
        Target::Address(ip) if subject.local_part.is_some() || subject.typed.starts_with('[') => {
            html! { <>{ "Mail to the address " }<b>{ ip.to_string() }</b>{ ": no MX record is looked up for it." }</> }
        }
        Target::Address(ip) => {
            html! { <>{ "The address " }<b>{ ip.to_string() }</b>{ ": its name, and whether that leads back." }</> }
        }
    };
    let remarks = subject.remarks.iter().filter_map(|remark| {
        Some(match remark {
            Remark::FromAddress => (false, "What stands before the @ does not matter for the route."),
            Remark::FromUrl => (false, "It was taken out of a link."),
            Remark::Underscore => (false, "A name with an underscore holds records, and is no host."),
            Remark::MixedScripts => {
                (true, "Careful: one word mixes letters of several scripts, as names made to deceive do.")
            }
            Remark::LooksLatin => {
                (true, "Careful: one word is written in letters of another script that look like Latin ones.")
            }
            Remark::Encoded => return None,
        })
    });
    html! {
        <>
            <p>{ what }</p>
            { for remarks.map(|(careful, remark)| html! { <p class={careful.then_some("careful")}>{ remark }</p> }) }
        </>
    }
}

fn unicode(name: &Name) -> String {
    name.unicode().map(|unicode| format!(", written {unicode}")).unwrap_or_default()
}
