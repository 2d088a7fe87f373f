use std::rc::Rc;

use backstamp::redact::{Kind, Options, Redacted, restore};
use backstamp::report::words;
use web_sys::{HtmlInputElement, HtmlTextAreaElement};
use yew::prelude::*;

use crate::page::browser::worker::Asked;
use crate::page::browser::{clock, fault};
use crate::page::components::common::copy::Copy;
use crate::page::components::common::working::Working;
use crate::page::components::use_control;
use crate::page::state::control::{Control, Way};
use crate::page::state::desk::Work;
use crate::page::state::job::{Answer, Export, Job};
use crate::page::state::reading::Shared;

/// How much of the redacted text is shown; the copy has all of it.
const SHOWN: usize = 60_000;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub reading: Option<Shared>,
}

const REDACTING: &str = "Redacting";

/// What is being done: what is said of it, and the worker that does it.
#[derive(Clone)]
struct Busy {
    doing: &'static str,
    work: Work,
    _asked: Rc<Asked>,
}

impl Busy {
    fn new(doing: &'static str, control: &Control, asked: Option<Asked>) -> Option<Self> {
        let work = Work { bytes: control.input_size(), since: clock::milliseconds() };
        Some(Self { doing, work, _asked: Rc::new(asked?) })
    }
}

/// What is on the desk, to take away: the report in its forms, and the text with nobody's names in it.
#[component]
pub fn SharePage(props: &Props) -> Html {
    let control = use_control();
    let redacting = use_state(|| true);
    let options = use_state(Options::default);
    let redacted = use_state(|| None::<Rc<Redacted>>);
    let busy = use_state(|| None::<Busy>);
    let back: Back = (use_node_ref(), use_node_ref(), use_state(AttrValue::default));
    use_effect_with((props.reading.clone(), (*options).clone(), *redacting), {
        let (control, redacted, busy) = (control.clone(), redacted.clone(), busy.clone());
        move |(reading, options, redacting)| {
            busy.set(None);
            if let (Some(control), Some(_), true) = (control, reading, redacting) {
                let (shown, done) = (redacted.setter(), busy.setter());
                let answered = move |answer| {
                    shown.set(match answer {
                        Answer::Redacted(redacted) => Some(Rc::from(redacted)),
                        _ => None,
                    });
                    done.set(None);
                };
                let asked = control.ask(Job::Redact(options.clone()), Rc::new(answered));
                busy.set(Busy::new(REDACTING, &control, asked));
            }
        }
    });
    let (Some(reading), Some(control)) = (&props.reading, control) else {
        return html! {
            <main class="share">
                <h1>{ "Export or redact" }</h1>
                <p class="sub">{ "There is no report yet. " }<a href="#/">{ "Paste something on the desk" }</a>{ " first." }</p>
                { names_back(&back) }
                { clean_copy() }
            </main>
        };
    };
    let headline = reading.sheets.first().map(|sheet| match sheet.report.headline.as_str() {
        "" => words::kind(sheet.report.kind).to_owned(),
        headline => headline.to_owned(),
    });
    let choose = |label: &'static str, to: bool| {
        let redacting = redacting.clone();
        let checked = *redacting == to;
        let onchange = Callback::from(move |_: Event| redacting.set(to));
        html! { <label class="choice"><input type="radio" name="names" {checked} {onchange} />{ label }</label> }
    };
    let keep = {
        let options = options.clone();
        Callback::from(move |event: Event| {
            let keep_providers = event.target_unchecked_into::<HtmlInputElement>().checked();
            options.set(Options { keep_providers, ..(*options).clone() });
        })
    };
    let also = {
        let options = options.clone();
        Callback::from(move |also: Vec<String>| options.set(Options { extra_words: also, ..(*options).clone() }))
    };
    let take = {
        let (control, busy, options) = (control.clone(), busy.clone(), redacting.then(|| (*options).clone()));
        Callback::from(move |(export, way): (Export, Way)| {
            let done = busy.setter();
            let asked = control.export(export, way, options.clone(), Callback::from(move |()| done.set(None)));
            busy.set(Busy::new("Writing", &control, asked));
        })
    };
    let is_stale = busy.as_ref().is_some_and(|busy| busy.doing == REDACTING);
    let stop = {
        let (busy, redacted) = (busy.clone(), redacted.clone());
        Callback::from(move |_: MouseEvent| {
            busy.set(None);
            if is_stale {
                redacted.set(None);
            }
        })
    };
    html! {
        <main class="share">
            <h1>{ "Export or redact" }</h1>
            <p class="sub">{ headline }{ " " }<a href="#/">{ "Back to the report" }</a></p>
            <fieldset>
                <legend>{ "Names and addresses" }</legend>
                <div class="choices">
                    { choose("Redacted: tokens in their place", true) }
                    { choose("As they stand", false) }
                </div>
                <label class="choice">
                    <input type="checkbox" checked={options.keep_providers} disabled={!*redacting} onchange={keep} />
                    { "Keep the domains of large mail providers and filters, such as google.com: some findings rest on them" }
                </label>
            </fieldset>
            <section class="sheet" aria-label="The report">
                <div class="head"><h2>{ "The report" }</h2></div>
                <ul class="forms">
                    { for Export::ALL.map(|export| form(&take, export)) }
                </ul>
                <p class="sub">{ "Each holds the words of the input that prove it, the standards, and the version of this page with the start of its SHA-256." }</p>
            </section>
            if let Some(busy) = &*busy {
                <Working doing={busy.doing} work={busy.work.clone()} {stop} />
            }
            if *redacting {
                if let Some(redacted) = &*redacted {
                    if !is_stale {
                        { redacted_text(&control, redacted) }
                    }
                    { words_to_replace(&redacted.names, &options.extra_words, &also) }
                } else if !is_stale {
                    <p class="sub" role="status">{ "Nothing was redacted." }</p>
                }
            }
            { names_back(&back) }
            { clean_copy() }
        </main>
    }
}

/// A form of the report, and the ways to take it.
fn form(take: &Callback<(Export, Way)>, export: Export) -> Html {
    let act = |way: Way| take.reform(move |_: MouseEvent| (export, way));
    let name = export.name();
    html! {
        <li>
            <span><b>{ name }</b>{ ", " }{ export.about() }</span>
            <button type="button" class="button" aria-label={format!("Copy the report as {name}")} onclick={act(Way::Copy)}>{ "Copy" }</button>
            <button type="button" class="button" aria-label={format!("Download the report as {name}")} onclick={act(Way::Download)}>{ "Download" }</button>
        </li>
    }
}

/// What is needed to put names back: the legend, the text, and the text with its names.
type Back = (NodeRef, NodeRef, UseStateHandle<AttrValue>);

/// A text about tokens, with what they stand for.
fn names_back((legend, text, back): &Back) -> Html {
    let change = {
        let (legend, text, back) = (legend.clone(), text.clone(), back.setter());
        Callback::from(move |_: InputEvent| {
            let [legend, text] = [&legend, &text]
                .map(|area| area.cast::<HtmlTextAreaElement>().map(|area| area.value()).unwrap_or_default());
            back.set(restore(&text, &legend).into());
        })
    };
    let area = |id: &'static str, label: &'static str, area: &NodeRef| {
        html! {
            <>
                <label for={id}>{ label }</label>
                <textarea ref={area} {id} class="field-input" rows="3" spellcheck="false" autocapitalize="off" autocomplete="off" oninput={&change} />
            </>
        }
    };
    let copied = {
        let back = back.clone();
        Callback::from(move |()| back.to_string())
    };
    html! {
        <details class="sheet back">
            <summary>{ "Put the names back" }</summary>
            { area("legend", "The legend", legend) }
            { area("tokens", "A text with tokens, such as an answer", text) }
            if !back.is_empty() {
                <pre id="back" tabindex="0" role="group" aria-label="The text with its names">{ back.get(..back.floor_char_boundary(SHOWN)) }</pre>
                <p><Copy label="Copy" about="Copy the text with its names" what="text with its names" text={copied} /></p>
            }
        </details>
    }
}

/// How to carry the page away without what was pasted.
fn clean_copy() -> Html {
    let save = Callback::from(|_: MouseEvent| fault::save_clean_copy());
    html! {
        <section class="sheet" aria-label="This page itself">
            <div class="head"><h2>{ "This page itself" }</h2></div>
            <p>{ "The browser's own \u{201c}Save page\u{201d} in its menu may keep what is on the screen, your text with it. This button, and Ctrl+S, save a copy of the page without it." }</p>
            <p><button type="button" class="button" onclick={save}>{ "Save a clean copy of this page" }</button></p>
        </section>
    }
}

/// The redacted text, what was replaced in it, and what a person should look at.
fn redacted_text(control: &Control, redacted: &Rc<Redacted>) -> Html {
    let text = |write: fn(&Redacted) -> String| {
        let redacted = redacted.clone();
        Callback::from(move |()| write(&redacted))
    };
    let act = |act: fn(&Control, &str)| {
        let (control, redacted) = (control.clone(), redacted.clone());
        Callback::from(move |_: MouseEvent| act(&control, &redacted.text))
    };
    let download = act(|control, text| control.download("redacted.txt", "text/plain", text));
    let read = act(Control::read_on_desk);
    let shown = redacted.text.get(..redacted.text.floor_char_boundary(SHOWN)).unwrap_or_default();
    let counts = Kind::ALL.map(|kind| (kind.plural(), redacted.count(kind)));
    html! {
        <section class="sheet" aria-label="The redacted text">
            <div class="head">
                <h2>{ "The redacted text" }</h2>
                <div class="tools">
                    <Copy label="Copy" about="Copy the redacted text" what="redacted text" text={text(|redacted| redacted.text.clone())} />
                    <button type="button" class="plain" aria-label="Download the redacted text" onclick={download}>{ "Download" }</button>
                    <button type="button" class="plain" onclick={read}>{ "Read it on the desk" }</button>
                </div>
            </div>
            <p class="sub">{ "It can be pasted here again and gives the same findings. Times stay as they are. Read it through before you share it: no program knows all that is private." }</p>
            <pre id="redacted" tabindex="0" role="group" aria-label="Redacted text">{ shown }</pre>
            if shown.len() < redacted.text.len() {
                <p class="sub">{ "The beginning is shown; the copy has all of it." }</p>
            }
            <dl class="facts">
                { for counts.into_iter().filter(|(_, count)| *count > 0).map(|(what, count)| html! {
                    <div><dt>{ format!("Replaced {what}") }</dt><dd>{ count }</dd></div>
                }) }
                { for redacted.dropped.iter().map(|(what, count)| html! {
                    <div><dt>{ format!("Left out: {what}") }</dt><dd>{ count }</dd></div>
                }) }
            </dl>
            if !redacted.kept.is_empty() {
                <details class="doubtful" open={true}>
                    <summary>{ "Look at these first: they stayed, because findings rest on them, and could give something away" }</summary>
                    <ul>{ for redacted.kept.iter().map(|kept| html! {
                        <li>{ format!("{} {}", kept.gives_away, kept.what.join(", ")) }</li>
                    }) }</ul>
                </details>
            }
            if !redacted.doubtful.is_empty() {
                <details class="doubtful" open={true}>
                    <summary>{ format!("Look at these: sentences of which some words stayed ({})", redacted.doubtful.len()) }</summary>
                    <ul>{ for redacted.doubtful.iter().map(|line| html! { <li>{ line }</li> }) }</ul>
                </details>
            }
            <details class="undo">
                <summary>{ "The legend: which token stands for what" }</summary>
                <p>{ "It undoes the redaction. Keep it to yourself, so that an answer about host1 can be read. It is not stored, and gone with this page." }</p>
                <p><Copy label="Copy the legend" what="legend" text={text(Redacted::legend_text)} /></p>
            </details>
        </section>
    }
}

/// The words that the user may have replaced too: those that are written like names, and what of all is chosen.
fn words_to_replace(names: &[String], chosen: &[String], choose: &Callback<Vec<String>>) -> Html {
    // Those that have a box of their own, and those that were typed.
    let (ticked, typed): (Vec<String>, Vec<String>) = chosen.iter().cloned().partition(|word| names.contains(word));
    let tick = |name: &String| {
        let (choose, name, chosen) = (choose.clone(), name.clone(), chosen.to_vec());
        let (label, checked) = (name.clone(), ticked.contains(&name));
        let onchange = Callback::from(move |_: Event| {
            let mut words: Vec<String> = chosen.iter().filter(|word| **word != name).cloned().collect();
            words.extend((!checked).then(|| name.clone()));
            choose.emit(words);
        });
        html! { <label class="choice"><input type="checkbox" {checked} {onchange} />{ label }</label> }
    };
    let type_words = {
        let (choose, ticked) = (choose.clone(), ticked.clone());
        Callback::from(move |event: Event| {
            let typed = event.target_unchecked_into::<HtmlInputElement>().value();
            let words = typed.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
            choose.emit(ticked.iter().cloned().chain(words.map(str::to_owned)).collect());
        })
    };
    html! {
        <fieldset class="words">
            <legend>{ "What may still be private" }</legend>
            <p class="sub">{ "Words stay that the rules of this page know, even where they are somebody\u{2019}s name; all others are xxx. What you choose here goes too, with the findings that rest on it." }</p>
            if !names.is_empty() {
                <div class="choices" role="group" aria-label="Words written like names">{ for names.iter().map(tick) }</div>
            }
            <label for="also">{ "Other words to replace" }</label>
            <input id="also" class="field-input" value={typed.join(" ")} spellcheck="false" autocapitalize="off" autocomplete="off" onchange={type_words} />
        </fieldset>
    }
}
