use std::rc::Rc;

use backstamp::script;
use web_sys::{HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};
use yew::prelude::*;

use crate::page::state::session_form::{MECHANISMS, SessionForm, TLS};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub attempt: Rc<SessionForm>,
    pub change: Callback<SessionForm>,
}

/// A text field: its kind, label, hint, value, and where what is typed goes.
struct Text {
    id: &'static str,
    label: &'static str,
    hint: &'static str,
    kind: &'static str,
    value: String,
    put: fn(&mut SessionForm, String),
}

/// What a session is written from.
#[component]
pub fn ScriptForm(props: &Props) -> Html {
    let form = &props.attempt;
    let changed = |put: fn(&mut SessionForm, String)| {
        let (form, change) = (form.clone(), props.change.clone());
        move |value: String| {
            let mut form = (*form).clone();
            put(&mut form, value);
            change.emit(form);
        }
    };
    let text = |field: Text| {
        let put = changed(field.put);
        let label = html! { <span>{ field.label }<span class="sub">{ field.hint }</span></span> };
        if field.kind == "textarea" {
            let oninput = Callback::from(move |event: InputEvent| {
                put(event.target_unchecked_into::<HtmlTextAreaElement>().value())
            });
            return html! {
                <label>{ label }<textarea autocomplete="off" id={field.id} class="field-input" rows="3" spellcheck="false" autocapitalize="off" value={field.value} {oninput} /></label>
            };
        }
        let oninput =
            Callback::from(move |event: InputEvent| put(event.target_unchecked_into::<HtmlInputElement>().value()));
        html! {
            <label>{ label }<input id={field.id} class="field-input" type={field.kind} autocomplete="off" autocapitalize="off" spellcheck="false" value={field.value} {oninput} /></label>
        }
    };
    let field =
        |id, label, hint, value: &str, put| text(Text { id, label, hint, kind: "text", value: value.to_owned(), put });
    let area = |id, label, hint, value: &str, put| {
        text(Text { id, label, hint, kind: "textarea", value: value.to_owned(), put })
    };
    let tick = |id: &'static str, label: &'static str, checked: bool, put: fn(&mut SessionForm, bool)| {
        let (form, change) = (form.clone(), props.change.clone());
        let onchange = Callback::from(move |event: Event| {
            let mut form = (*form).clone();
            put(&mut form, event.target_unchecked_into::<HtmlInputElement>().checked());
            change.emit(form);
        });
        html! { <label class="choice"><input {id} type="checkbox" {checked} {onchange} />{ label }</label> }
    };
    let pick = |id: &'static str,
                label: &'static str,
                names: Vec<(&'static str, bool)>,
                put: fn(&mut SessionForm, usize)| {
        let (form, change) = (form.clone(), props.change.clone());
        let onchange = Callback::from(move |event: Event| {
            let mut form = (*form).clone();
            put(&mut form, event.target_unchecked_into::<HtmlSelectElement>().selected_index().max(0) as usize);
            change.emit(form);
        });
        html! {
            <label><span>{ label }</span>
                <select {id} {onchange}>{ for names.into_iter().map(|(name, selected)| html! { <option {selected}>{ name }</option> }) }</select>
            </label>
        }
    };
    let number = form.wish().map_or(25, |wish| wish.port());
    html! {
        <form class="sheet session-form" aria-label="What to write" onsubmit={Callback::from(|event: SubmitEvent| event.prevent_default())}>
            <fieldset>
                <legend>{ "Where to" }</legend>
                <div class="pair">
                    { field("session-host", "Server", " the MX of lowest preference", &form.host, |form, text| form.host = text) }
                    { field("session-port", "Port", "", &form.port, |form, text| form.port = text) }
                </div>
                { pick("session-tls", "Encryption", TLS.iter().map(|(tls, name)| (*name, *tls == form.tls)).collect(), |form, at| {
                    form.tls = TLS.get(at).map(|(tls, _)| *tls).unwrap_or_default();
                }) }
                if let Some(port) = script::port(number) {
                    <details class="aside"><summary>{ format!("Port {number}, and from where it works") }</summary>
                        <p>{ port.about }</p><p>{ port.reach }</p>
                    </details>
                }
            </fieldset>
            <fieldset>
                <legend>{ "Who" }</legend>
                { field("session-helo", "Your own name", " full, as in DNS", &form.helo, |form, text| form.helo = text) }
                <details class="aside"><summary>{ "Why a full name matters" }</summary>
                    <p>{ "A server looks your name up, and compares it with your address. A bare machine name such as desk or localhost has no entry, so the server refuses it, waits for an answer that does not come, or counts it against you. Take the name that your public address leads to in reverse DNS; where you have none, the address itself in brackets: [192.0.2.1]." }</p>
                </details>
                { field("session-from", "Sender", " <> for the empty one of bounces", &form.from, |form, text| form.from = text) }
                { area("session-to", "Recipients", " one a line", &form.to, |form, text| form.to = text) }
            </fieldset>
            <fieldset>
                <legend>{ "Message" }</legend>
                { tick("session-sends", "Send a message; without it the session ends after the recipients", form.sends, |form, on| form.sends = on) }
                if form.sends {
                    { field("session-subject", "Subject", "", &form.message.subject, |form, text| form.message.subject = text) }
                    { area("session-body", "Text", "", &form.message.body, |form, text| form.message.body = text) }
                    { area("session-headers", "More headers", " Name: value, one a line", &form.message.headers, |form, text| form.message.headers = text) }
                }
            </fieldset>
            <details class="extras">
                <summary>{ "Login, extensions, testing behind a proxy" }</summary>
                <fieldset>
                    <legend>{ "Login" }</legend>
                    { tick("session-logs-in", "Log in (AUTH)", form.logs_in, |form, on| form.logs_in = on) }
                    if form.logs_in {
                        { pick("session-mechanism", "How", MECHANISMS.iter().map(|(way, name)| (*name, *way == form.auth.mechanism)).collect(), |form, at| {
                            form.auth.mechanism = MECHANISMS.get(at).map(|(way, _)| *way).unwrap_or_default();
                        }) }
                        { field("session-user", "Name", "", &form.auth.user, |form, text| form.auth.user = text) }
                        { text(Text { id: "session-secret", label: "Password", hint: " encoded here, masked on screen, kept nowhere", kind: "password",
                            value: form.auth.secret.clone(), put: |form, text| form.auth.secret = text }) }
                        <p class="sub">{ "Copying the line copies the password in base64, which hides nothing. The scripts do not hold it: they ask." }</p>
                    }
                </fieldset>
                <fieldset>
                    <legend>{ "Extensions" }</legend>
                    { tick("session-helo-old", "HELO instead of EHLO", form.old_hello, |form, on| form.old_hello = on) }
                    { tick("session-size", "SIZE: say how large the message is", form.size, |form, on| form.size = on) }
                    { tick("session-8bit", "8BITMIME: say that the text is 8-bit", form.eight_bit, |form, on| form.eight_bit = on) }
                    { tick("session-utf8", "SMTPUTF8: addresses outside ASCII", form.utf8, |form, on| form.utf8 = on) }
                    { tick("session-pipelining", "PIPELINING: send commands together", form.pipelining, |form, on| form.pipelining = on) }
                    { tick("session-bdat", "BDAT instead of DATA", form.bdat, |form, on| form.bdat = on) }
                    { tick("session-vrfy", "VRFY: ask for the recipients first", form.vrfy, |form, on| form.vrfy = on) }
                    { tick("session-rset", "RSET: start over once", form.rset, |form, on| form.rset = on) }
                </fieldset>
                <fieldset>
                    <legend>{ "Behind a proxy" }</legend>
                    { tick("session-xclient", "XCLIENT: speak for another client", form.speaks_for, |form, on| form.speaks_for = on) }
                    if form.speaks_for {
                        { field("session-xclient-addr", "Its address", "", &form.xclient.addr, |form, text| form.xclient.addr = text) }
                        { field("session-xclient-name", "Its name", " or nothing", &form.xclient.name, |form, text| form.xclient.name = text) }
                    }
                    { tick("session-proxy", "PROXY: begin with a line of the PROXY protocol", form.is_proxied, |form, on| form.is_proxied = on) }
                    if form.is_proxied {
                        { field("session-source", "The client's address", "", &form.source, |form, text| form.source = text) }
                        { field("session-destination", "The address that it connected to", "", &form.destination, |form, text| form.destination = text) }
                    }
                </fieldset>
            </details>
        </form>
    }
}
