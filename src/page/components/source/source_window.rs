use std::rc::Rc;

use backstamp::finding::Span;
use gloo_events::EventListener;
use wasm_bindgen::JsCast;
use web_sys::Element;
use yew::prelude::*;

use crate::page::components::common::backdrop::show;
use crate::page::components::common::deferred::use_deferred;
use crate::page::components::use_control;
use crate::page::state::reading::{Reading, Shared};
use crate::page::view::evidence_link::Target;
use crate::page::view::highlights::Highlights;

/// The height of a row in pixels: see `styles/source.css`.
const ROW: usize = 20;
/// How many rows are laid out at a time, and how many of them above what is seen.
const ROWS: usize = 90;
const ABOVE: usize = 20;
/// Browsers lay nothing out beyond some tens of millions of pixels.
const MOST: usize = 800_000;

#[derive(Properties, PartialEq)]
pub struct Props {
    pub reading: Option<Shared>,
    /// The parts of the report whose words are lit.
    pub lit: Rc<[Target]>,
    /// Whether to scroll to the words that are lit.
    pub follow: bool,
}

/// A window onto a text that is too large for the input box: only the rows in sight are laid out.
#[component]
pub fn SourceWindow(props: &Props) -> Html {
    let control = use_control();
    let top = use_state_eq(|| 0_usize);
    let scroller = use_node_ref();
    let late = use_deferred(&props.reading);
    let Some(reading) = props.reading.clone() else { return html! {} };
    let marks = Highlights::of(&reading, &props.lit);

    use_effect_with((props.lit.clone(), props.follow), {
        let (scroller, reading) = (scroller.clone(), reading.clone());
        let lit = marks.first_lit();
        move |(_, follow)| {
            if let (true, Some(lit), Some(scroller)) = (*follow, lit, scroller.cast::<Element>()) {
                let row = row_of(&reading, lit.start);
                scroller.set_scroll_top(i32::try_from(row.saturating_sub(5) * ROW).unwrap_or(i32::MAX));
            }
        }
    });
    // Yew hears no scrolling: it does not bubble.
    use_effect_with((), {
        let (top, scroller) = (top.setter(), scroller.clone());
        move |()| {
            let scrolled = scroller.cast::<Element>().map(|element| {
                EventListener::new(&element.clone(), "scroll", move |_| {
                    let row = usize::try_from(element.scroll_top()).unwrap_or_default() / ROW;
                    // In steps: what is laid out reaches further than what is seen.
                    top.set(row / ABOVE * ABOVE);
                })
            });
            move || drop(scrolled)
        }
    });
    let onclick = {
        let reading = reading.clone();
        Callback::from(move |event: MouseEvent| {
            let row = event.target_dyn_into::<Element>().and_then(|element| element.closest(".row").ok().flatten());
            let row =
                row.and_then(|row| row.unchecked_into::<Element>().get_attribute("data-row")?.parse::<usize>().ok());
            if let (Some(control), Some(row)) = (&control, row) {
                control.place_chosen(span_of(&reading, row).start);
            }
        })
    };
    let total = reading.rows.len().min(MOST);
    let first = top.saturating_sub(ABOVE).min(total.saturating_sub(1));
    // The rows come after the verdict; until then their room is kept free.
    let is_drawn = late.flatten().as_ref() == Some(&reading);
    let last = if is_drawn { (first + ROWS).min(total) } else { first };
    html! {
        <div class="window" tabindex="0" role="region" aria-label="The text, read only" ref={scroller} {onclick}>
            <svg width="1" height={(first * ROW).to_string()} aria-hidden="true" />
            <pre>
                { for (first..last).map(|row| html! {
                    <div class="row" key={row} data-row={row.to_string()}>
                        { for marks.pieces(span_of(&reading, row)).iter().map(|piece| show(&reading, piece)) }
                    </div>
                }) }
            </pre>
            <svg width="1" height={((total - last) * ROW).to_string()} aria-hidden="true" />
        </div>
    }
}

fn row_of(reading: &Reading, place: usize) -> usize {
    reading.rows.partition_point(|&start| start as usize <= place).saturating_sub(1)
}

/// The bytes of a row, without the line feed that ends it.
fn span_of(reading: &Reading, row: usize) -> Span {
    let start = reading.rows.get(row).map_or(reading.text.len(), |&start| start as usize);
    let end = reading.rows.get(row + 1).map_or(reading.text.len(), |&start| start as usize);
    let ends_line = end > start && reading.text.get(end - 1) == Some(&b'\n');
    Span::new(start, if ends_line { end - 1 } else { end })
}
