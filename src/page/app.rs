//! The page's root: the desk's state, and the parts of the shell that it fills.

use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::{ClipboardEvent, DragEvent, Element, HtmlElement, InputEvent, KeyboardEvent};
use yew::prelude::*;

use super::browser::{dom, editor, files, fragment, storage};
use super::components::common::at_caret::AtCaret;
use super::components::common::backdrop::Backdrop;
use super::components::common::ledger::Ledger;
use super::components::common::toast::Toast;
use super::components::report::report_area::ReportArea;
use super::components::source::source_bar::SourceBar;
use super::components::source::source_window::SourceWindow;
use super::pages::batch::BatchPage;
use super::pages::codes::CodesPage;
use super::pages::compare::ComparePage;
use super::pages::guide::GuidePage;
use super::pages::route::RoutePage;
use super::pages::session::ScriptPage;
use super::pages::settings::SettingsPage;
use super::pages::share::SharePage;
use super::state::control::Control;
use super::state::desk::{Action, Desk, Place};
use super::state::dns_client::DnsClient;
use super::state::route_panel::{RoutePanel, Walking, Walks};

/// The parts of the shell that the program fills.
#[derive(Clone, PartialEq)]
struct Slots {
    ledger: Element,
    source_bar: Element,
    backdrop: Element,
    window: Element,
    near: Element,
    page: Element,
    toast: Element,
}

impl Slots {
    fn take() -> Option<Self> {
        Some(Self {
            ledger: dom::slot("ledger")?,
            source_bar: dom::slot("source-bar")?,
            backdrop: dom::slot("backdrop")?,
            window: dom::slot("window")?,
            near: dom::slot("near")?,
            page: dom::slot("page")?,
            toast: dom::slot("toast")?,
        })
    }
}

/// The page.
#[component]
pub fn App() -> Html {
    let settings = use_memo((), |()| storage::load());
    let desk = {
        let settings = (*settings).clone();
        use_reducer_eq(move || Desk { settings, place: Place::of(&fragment::current()), ..Desk::default() })
    };
    let control = use_memo((), |()| Control::new(desk.dispatcher(), (*settings).clone()));
    let control = (*control).clone();
    let slots = use_memo((), |()| Slots::take());

    let asker = use_memo(desk.settings.network.clone(), |_| DnsClient::new(&desk.settings));
    let errand = use_reducer_eq(RoutePanel::default);
    let walks = use_memo((), |()| Walks::new(errand.dispatcher()));
    let walking = Walking {
        errand,
        walks: (*walks).clone(),
        asker: (*asker).clone(),
        who_sees: AttrValue::from(desk.settings.network.who_sees()),
    };

    let opener = use_mut_ref(|| None::<HtmlElement>);
    use_effect_with((), {
        let (control, opener) = (control.clone(), opener.clone());
        move |()| {
            let mut listeners = listeners(&control);
            let act = control.clone();
            listeners.extend(fragment::watch(move |fragment| {
                let place = Place::of(&fragment);
                if matches!(place, Place::Guide(_)) && opener.borrow().is_none() {
                    *opener.borrow_mut() = dom::focused();
                }
                act.act(Action::Go(place));
            }));
            control.begin();
            move || drop(listeners)
        }
    });
    let is_large = desk.reading.as_ref().is_some_and(|reading| !reading.rows.is_empty());
    use_effect_with(is_large, |&is_large| dom::set_hidden("editor", is_large));
    use_effect_with(desk.table.is_some(), |&is_open| {
        // The browser asks whether the page may go: the table would be lost.
        let asks = dom::window()
            .filter(|_| is_open)
            .map(|window| dom::listen(&window, "beforeunload", Event::prevent_default));
        move || drop(asks)
    });
    let is_guided = desk.is_guided() && !dom::is_narrow();
    use_effect_with((desk.place.clone(), is_guided), move |(place, is_guided)| {
        let is_guide = matches!(place, Place::Guide(_));
        dom::set_hidden("main", *place != Place::Desk && !is_guided);
        dom::mark_page("with-guide", *is_guided);
        fragment::mark_current(place.fragment());
        if *is_guided && let Some(opener) = &*opener.borrow() {
            // The finding stays in view though the report has another width now.
            dom::reveal(opener);
        }
        // The link that led to the guide gets the focus back.
        if !is_guide && let Some(opener) = opener.borrow_mut().take() {
            // Where it is gone, nothing has the focus, as after any other link.
            let _ = opener.focus();
        }
    });

    let Some(slots) = (*slots).clone() else { return html! {} };
    let lit = desk.lit();
    let follow = desk.pointed.or(desk.pinned).is_some();
    let reading = desk.reading.clone();
    let source = if is_large {
        let window = html! { <SourceWindow reading={reading.clone()} lit={lit.clone()} {follow} /> };
        create_portal(window, slots.window)
    } else {
        let backdrop =
            html! { <Backdrop reading={reading.clone()} draft={desk.draft.clone()} lit={lit.clone()} {follow} /> };
        create_portal(backdrop, slots.backdrop)
    };
    let page = match &desk.place {
        Place::Desk => html! {},
        Place::Codes(wanted) => html! { <CodesPage wanted={wanted.clone()} /> },
        Place::Guide(chapter) => html! {
            <GuidePage chapter={*chapter} is_beside={is_guided} back={desk.before_guide.fragment()} />
        },
        Place::Route => html! { <RoutePage reading={reading.clone()} /> },
        Place::Session => html! { <ScriptPage attempt={desk.attempt.clone()} /> },
        Place::Settings => html! { <SettingsPage settings={desk.settings.clone()} has_text={!desk.is_empty()} /> },
        Place::Share => html! { <SharePage reading={desk.reading.clone()} /> },
        Place::Batch => html! { <BatchPage table={desk.table.clone()} /> },
        Place::Compare => html! { <ComparePage reading={desk.reading.clone()} /> },
    };
    html! {
        <ContextProvider<Control> context={control}>
        <ContextProvider<DnsClient> context={(*asker).clone()}>
        <ContextProvider<Walking> context={walking}>
            <ReportArea
                reading={reading.clone()}
                work={desk.work.clone()}
                failure={desk.failure.clone()}
                is_drafting={desk.draft.is_some()}
                lit={lit}
                times={desk.settings.times}
            />
            { source }
            { create_portal(html! { <SourceBar reading={reading.clone()} is_empty={desk.is_empty()} has_table={desk.table.is_some()} /> }, slots.source_bar) }
            { create_portal(html! { <AtCaret reading={reading} near={desk.near.clone()} pinned={desk.pinned} /> }, slots.near) }
            { create_portal(html! { <Ledger /> }, slots.ledger) }
            { create_portal(page, slots.page) }
            { create_portal(html! { <Toast said={desk.said.clone()} /> }, slots.toast) }
        </ContextProvider<Walking>>
        </ContextProvider<DnsClient>>
        </ContextProvider<Control>>
    }
}

/// How an event of the box changes its text (Input Events Level 2).
fn input_type(event: &Event) -> String {
    event.dyn_ref::<InputEvent>().map(InputEvent::input_type).unwrap_or_default()
}

/// Listens to what is not the program's own: the box, the window, the address.
fn listeners(control: &Control) -> Vec<EventListener> {
    let mut listeners = Vec::new();
    if let Some(input) = editor::input() {
        let act = control.clone();
        listeners.push(dom::listen(&input, "input", move |event| {
            let kind = input_type(event);
            act.edited(kind.starts_with("insertText") || kind.starts_with("delete"));
        }));
        let act = control.clone();
        listeners.push(dom::listen(&input, "beforeinput", move |event| {
            let is_paste = input_type(event) == "insertFromPaste";
            if files::inserted(event).is_some_and(|text| act.inserted(&text, is_paste)) {
                event.prevent_default();
            }
        }));
        let act = control.clone();
        listeners.push(dom::listen(&input, "click", move |_| act.caret_moved(true)));
        let act = control.clone();
        listeners.push(dom::listen(&input, "keyup", move |event| {
            let key = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key).unwrap_or_default();
            if key.starts_with("Arrow") || matches!(key.as_str(), "Home" | "End" | "PageUp" | "PageDown") {
                act.caret_moved(false);
            }
        }));
    }
    if let Some(window) = dom::window() {
        // A large text hides the box, and there is nothing else on the desk to paste into.
        let act = control.clone();
        listeners.push(dom::listen(&window, "paste", move |event| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let is_field = target.is_some_and(|target| target.matches("input, textarea").unwrap_or(false));
            if is_field || !dom::is_hidden("editor") || dom::is_hidden("main") {
                return;
            }
            if let Some(text) = event.dyn_ref::<ClipboardEvent>().and_then(files::pasted) {
                event.prevent_default();
                act.try_text(&text);
            }
        }));
        // The shell's script keeps the browser from opening what is dropped.
        for kind in ["dragover", "dragleave", "drop"] {
            let act = control.clone();
            listeners.push(dom::listen(&window, kind, move |event| {
                let Some(event) = event.dyn_ref::<DragEvent>().filter(|event| files::is_dragged(event)) else { return };
                if let Some(editor) = dom::by_id("editor") {
                    dom::set_class(&editor, "is-over", kind == "dragover");
                }
                if kind == "drop" {
                    act.open_files(files::dropped(event));
                }
            }));
        }
    }
    listeners
}
