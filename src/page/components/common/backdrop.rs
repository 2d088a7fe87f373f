use std::rc::Rc;

use backstamp::finding::Span;
use gloo_timers::callback::Timeout;
use yew::prelude::*;

use crate::page::browser::dom;
use crate::page::components::common::deferred::FRAME;
use crate::page::state::reading::{Reading, Shared};
use crate::page::view::evidence_link::Target;
use crate::page::view::highlights::{Highlights, Piece};

#[derive(Properties, PartialEq)]
pub struct Props {
    pub reading: Option<Shared>,
    /// The box's text while it is newer than the reading.
    pub draft: Option<Rc<str>>,
    /// The parts of the report whose words are lit.
    pub lit: Rc<[Target]>,
    /// Whether to scroll to the words that are lit.
    pub follow: bool,
}

/// By so many bytes more or fewer a text is another one, and not the same with something typed.
const ANOTHER: usize = 2_000;

/// Whether it is time to mark a text. That of another text waits a frame, so that the report comes first; the same text
/// with a few letters more keeps its marks.
#[hook]
fn use_marked(reading: Option<&Shared>) -> bool {
    let length = reading.map_or(0, |reading| reading.text.len());
    let marked = use_state_eq(|| 0_usize);
    let is_marked = marked.abs_diff(length) <= ANOTHER;
    use_effect_with((length, is_marked), move |&(length, is_marked)| {
        let wait = (!is_marked).then(|| Timeout::new(FRAME, move || marked.set(length)));
        move || drop(wait)
    });
    is_marked
}

/// The text behind the input box, which draws it: names of fields, words that show a finding, words that are lit.
#[component]
pub fn Backdrop(props: &Props) -> Html {
    let is_marked = use_marked(props.reading.as_ref());
    use_effect_with((props.lit.clone(), props.follow), |(_, follow)| {
        if *follow {
            dom::scroll_to_lit("editor");
        }
    });
    match (&props.draft, &props.reading) {
        (Some(draft), _) => html! { <>{ &**draft }{ "\n" }</> },
        (None, Some(reading)) => {
            let marks = if is_marked { Highlights::of(reading, &props.lit) } else { Highlights::default() };
            let whole = Span::new(0, reading.text.len());
            // The box is as tall as this text: a last empty line counts too.
            html! { <>{ for marks.pieces(whole).into_iter().map(|piece| show(reading, &piece)) }{ "\n" }</> }
        }
        (None, None) => html! {},
    }
}

/// One piece of the source.
pub fn show(reading: &Reading, piece: &Piece) -> Html {
    let words = reading.words(piece.span);
    let words = if piece.name {
        html! { <span class="name">{ words }</span> }
    } else {
        html! { { words } }
    };
    if piece.lit {
        html! { <mark class="lit">{ words }</mark> }
    } else if piece.proof {
        html! { <mark>{ words }</mark> }
    } else {
        words
    }
}
