//! What runs for the first time is slow: the browser compiles it, and the library builds its tables. So the samples are
//! read and drawn out of sight while nothing else goes on, in steps that hold nobody up.

use std::rc::Rc;

use backstamp::Context;
use gloo_timers::callback::Timeout;
use yew::{BaseComponent, Renderer};

use super::browser::dom;
use super::components::common::backdrop::{self, Backdrop};
use super::components::report::report_view::{self, ReportView};
use super::components::report::verdict::{self, VerdictCard};
use super::components::trace::route::{self, RouteSection};
use super::state::reading::{Reading, Shared};
use super::state::samples;
use super::state::settings::Times;

/// How many times each sample is gone through: what runs often is compiled again, to run faster.
const ROUNDS: usize = 4;
/// How long something drawn is kept, in milliseconds: until all of it was there.
const KEPT: u32 = 80;

/// The steps of the warm-up, and how far it has come.
#[derive(Default)]
pub struct WarmUp {
    step: usize,
    reading: Option<Shared>,
}

impl WarmUp {
    /// Does one step; false when all are done.
    pub fn step(&mut self, context: &Context) -> bool {
        /// Reading, and what is drawn of it.
        const PARTS: usize = 5;
        let (turn, part) = (self.step / PARTS, self.step % PARTS);
        let Some(sample) = samples::all().nth(turn % samples::COUNT) else { return false };
        self.step += 1;
        if part == 0 {
            self.reading = Some(Shared::new(Reading::of(sample.text.as_bytes(), context)));
        }
        if let Some(reading) = self.reading.clone() {
            let lit = Rc::from([]);
            let (sheet, times) = (0, Times::default());
            match part {
                1 => draw::<VerdictCard>(verdict::Props { reading, sheet }),
                2 => draw::<RouteSection>(route::Props { reading, sheet, lit, times }),
                3 => draw::<Backdrop>(backdrop::Props { reading: Some(reading), draft: None, lit, follow: false }),
                4 => draw::<ReportView>(report_view::Props { reading, sheet, lit, times }),
                _ => {}
            }
        }
        self.step < ROUNDS * samples::COUNT * PARTS
    }
}

/// Draws a component where nobody sees it, and takes it away again.
fn draw<C: BaseComponent>(props: C::Properties) {
    let Some(root) = dom::document().and_then(|document| document.create_element("div").ok()) else { return };
    let drawn = Renderer::<C>::with_root_and_props(root, props).render();
    Timeout::new(KEPT, move || drawn.destroy()).forget();
}
