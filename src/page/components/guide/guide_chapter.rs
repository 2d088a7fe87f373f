use backstamp::guide::{Block, Chapter, Inline, inlines};
use yew::prelude::*;

use crate::page::components::mailroute::try_mail::TryMail;
use crate::page::components::mailroute::try_zone::TryZone;
use crate::page::components::report::reference::standard;

/// What a chapter says.
pub fn chapter_text(chapter: &'static Chapter) -> Html {
    html! { { for chapter.blocks().into_iter().map(block) } }
}

fn block(block: Block) -> Html {
    match block {
        Block::Heading(text) => html! { <h2>{ text }</h2> },
        Block::Paragraph(text) => html! { <p>{ words(&text) }</p> },
        Block::Bullets(items) => html! { <ul>{ for items.iter().map(|item| html! { <li>{ words(item) }</li> }) }</ul> },
        Block::Steps(items) => html! { <ol>{ for items.iter().map(|item| html! { <li>{ words(item) }</li> }) }</ol> },
        // A wide one scrolls, with the keyboard too.
        Block::Code(text) => html! { <pre tabindex="0" role="group" aria-label="Example">{ text }</pre> },
        Block::Mail(text) => html! { <TryMail {text} /> },
        Block::Zone { subject, text } => html! { <TryZone {subject} {text} /> },
    }
}

fn words(text: &str) -> Html {
    html! { { for inlines(text).into_iter().map(inline) } }
}

fn inline(inline: Inline<'_>) -> Html {
    match inline {
        Inline::Text(text) => stressed(text),
        Inline::Code(text) => html! { <code>{ text }</code> },
        Inline::Link { text, target } => html! { <a href={target.to_owned()}>{ text }</a> },
        Inline::Standard(text) => html! { <span class="cites">{ "(" }{ standard(text) }{ ")" }</span> },
    }
}

/// Words between two stars are stressed.
fn stressed(text: &str) -> Html {
    html! { { for text.split('*').enumerate().map(|(index, part)| {
        if index % 2 == 1 { html! { <em>{ part }</em> } } else { html! { { part } } }
    }) } }
}
