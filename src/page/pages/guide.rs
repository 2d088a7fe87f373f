use backstamp::guide::{CHAPTERS, Chapter};
use web_sys::HtmlElement;
use yew::prelude::*;

use crate::page::browser::{dom, fragment};
use crate::page::components::guide::guide_chapter::chapter_text;

#[derive(Properties, PartialEq)]
pub struct Props {
    /// The open chapter; the contents where there is none.
    pub chapter: Option<&'static Chapter>,
    /// Whether the report stands beside it.
    pub is_beside: bool,
    /// The fragment of the place that it was opened from.
    pub back: &'static str,
}

/// The guide: its contents, or a chapter; beside the report that led here, or on a page of its own.
#[component]
pub fn GuidePage(props: &Props) -> Html {
    let title = use_node_ref();
    use_effect_with(props.chapter, {
        let title = title.clone();
        move |_| {
            dom::to_top("guide");
            if let Some(title) = title.cast::<HtmlElement>() {
                // Where it cannot take the focus, it is in view all the same.
                let _ = title.focus();
            }
        }
    });
    let back = props.back;
    let onkeydown = Callback::from(move |event: KeyboardEvent| {
        if event.key() == "Escape" {
            event.prevent_default();
            fragment::go(back);
        }
    });
    let way_back = match back {
        "#/" if props.is_beside => "Close",
        "#/" => "Back to the desk",
        "#/route" => "Back to the route",
        "#/session" => "Back to the session",
        _ => "Back",
    };
    let print = Callback::from(|_: MouseEvent| {
        if let Some(window) = dom::window() {
            // A browser that cannot print says so itself.
            let _ = window.print();
        }
    });
    let bar = html! {
        <div class="guide-bar">
            if props.chapter.is_some() {
                <a href="#/guide">{ "All chapters" }</a>
            } else {
                <span class="sub">{ "Guide" }</span>
            }
            <button type="button" class="plain" onclick={print}>{ "Print" }</button>
            <a class="guide-back" href={back} title="Escape">{ way_back }</a>
        </div>
    };
    let inside = html! {
        <>
            { bar }
            { match props.chapter {
                Some(chapter) => self::chapter(chapter, &title),
                None => contents(&title),
            } }
        </>
    };
    if props.is_beside {
        html! { <aside id="guide" class="guide is-beside" aria-label="Guide" tabindex="-1" {onkeydown}>{ inside }</aside> }
    } else {
        html! { <main id="guide" class="guide" tabindex="-1" {onkeydown}>{ inside }</main> }
    }
}

fn chapter(chapter: &'static Chapter, title: &NodeRef) -> Html {
    let at = CHAPTERS.iter().position(|other| other == chapter).unwrap_or_default();
    let before = at.checked_sub(1).and_then(|at| CHAPTERS.get(at));
    let next = CHAPTERS.get(at + 1);
    let neighbour = |label: &'static str, chapter: &'static Chapter| {
        html! { <a href={chapter.fragment()}><span class="sub">{ label }</span>{ chapter.title() }</a> }
    };
    html! {
        <article class="chapter" key={chapter.slug}>
            <h1 ref={title} tabindex="-1">{ chapter.title() }</h1>
            <p class="lead">{ chapter.about() }</p>
            { chapter_text(chapter) }
            <nav class="neighbours" aria-label="Neighbouring chapters">
                { for before.map(|before| neighbour("Before", before)) }
                { for next.map(|next| neighbour("After", next)) }
            </nav>
        </article>
    }
}

fn contents(title: &NodeRef) -> Html {
    html! {
        <div class="contents" key="contents">
            <h1 ref={title} tabindex="-1">{ "Guide" }</h1>
            <p class="lead">{ "What the reports speak of, in short chapters. The examples can be changed, and are read on the spot." }</p>
            <ol>
                { for CHAPTERS.iter().map(|chapter| html! {
                    <li><a href={chapter.fragment()}>{ chapter.title() }</a><span class="sub">{ chapter.about() }</span></li>
                }) }
            </ol>
        </div>
    }
}
