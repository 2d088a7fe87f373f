use std::rc::Rc;

use backstamp::redact::{Kind, Options, Redacted, redact};
use backstamp::report::words;
use web_sys::HtmlInputElement;
use yew::prelude::*;

use super::copy::Copy;
use super::use_control;
use crate::page::browser::{dom, fault};
use crate::page::control::{Control, Export, Way};
use crate::page::reading::Shared;

/// How much of the redacted text is shown; the copy has all of it.
const SHOWN: usize = 60_000;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub reading: Option<Shared>,
}

/// What is on the desk, to take away: the report in its forms, and the text with nobody's names in it.
#[component]
pub fn SharePage(props: &Props) -> Html {
    let control = use_control();
    let redacting = use_state(|| true);
    let options = use_state(Options::default);
    let redacted = use_state(|| None::<Rc<Redacted>>);
    use_effect_with((props.reading.clone(), *options), {
        let (control, redacted) = (control.clone(), redacted.clone());
        move |(reading, options): &(Option<Shared>, Options)| {
            let options = *options;
            match control.filter(|_| reading.is_some()) {
                Some(control) => {
                    control.with_input(move |bytes, _| redacted.set(Some(Rc::new(redact(bytes, options)))))
                }
                None => redacted.set(None),
            }
        }
    });
    let (Some(reading), Some(control)) = (&props.reading, control) else {
        return html! {
            <main class="share">
                <h1>{ "Export or redact" }</h1>
                <p class="sub">{ "There is no report yet. " }<a href="#/">{ "Paste something on the desk" }</a>{ " first." }</p>
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
            options.set(Options { keep_providers: event.target_unchecked_into::<HtmlInputElement>().checked() });
        })
    };
    let how = redacting.then_some(*options);
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
                    { for Export::ALL.map(|export| form(&control, export, how)) }
                </ul>
                <p class="sub">{ "Each holds the words of the input that prove it, the standards, and the version of this page with the start of its SHA-256." }</p>
            </section>
            if *redacting {
                if let Some(redacted) = &*redacted {
                    <RedactedText redacted={redacted.clone()} />
                } else {
                    <p class="sub" role="status">{ "Redacting." }</p>
                }
            }
            { clean_copy() }
        </main>
    }
}

/// A form of the report, and the ways to take it.
fn form(control: &Control, export: Export, redacted: Option<Options>) -> Html {
    let act = |way: Way| {
        let control = control.clone();
        Callback::from(move |_: MouseEvent| control.export(export, way, redacted))
    };
    let name = export.name();
    html! {
        <li>
            <span><b>{ name }</b>{ ", " }{ export.about() }</span>
            <button type="button" class="button" aria-label={format!("Copy the report as {name}")} onclick={act(Way::Copy)}>{ "Copy" }</button>
            <button type="button" class="button" aria-label={format!("Download the report as {name}")} onclick={act(Way::Download)}>{ "Download" }</button>
        </li>
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

#[derive(Properties, PartialEq)]
struct TextProps {
    redacted: Rc<Redacted>,
}

/// The redacted text, what was replaced in it, and what a person should look at.
#[component]
fn RedactedText(props: &TextProps) -> Html {
    let control = use_control();
    let redacted = &props.redacted;
    let text = |write: fn(&Redacted) -> String| {
        let redacted = redacted.clone();
        Callback::from(move |()| write(&redacted))
    };
    let download = {
        let (control, redacted) = (control.clone(), redacted.clone());
        Callback::from(move |_: MouseEvent| {
            if let Some(control) = &control {
                control.download("redacted.txt", "text/plain", &redacted.text);
            }
        })
    };
    let read = {
        let redacted = redacted.clone();
        Callback::from(move |_: MouseEvent| {
            if let Some(control) = &control {
                control.try_text(&redacted.text);
                dom::go_to_fragment("#/");
            }
        })
    };
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
            <p class="sub">{ "It can be pasted here again and gives the same findings. Read it through before you share it: no program knows all that is private." }</p>
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
            if !redacted.doubtful.is_empty() {
                <details class="doubtful" open={true}>
                    <summary>{ format!("Look at these: sentences of which some words stayed ({})", redacted.doubtful.len()) }</summary>
                    <p class="sub">{ "Words stay that the rules of this page know; all others are xxx. A name that is also such a word stays too." }</p>
                    <ul>{ for redacted.doubtful.iter().map(|line| html! { <li>{ line }</li> }) }</ul>
                </details>
            }
            <details class="legend">
                <summary>{ "The legend: which token stands for what" }</summary>
                <p>{ "It undoes the redaction. Keep it to yourself, so that an answer about host1 can be read. It is not stored, and gone with this page." }</p>
                <p><Copy label="Copy the legend" what="legend" text={text(Redacted::legend_text)} /></p>
            </details>
        </section>
    }
}
