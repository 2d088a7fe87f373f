//! The trace of a message: what each `Received` field says, and the route they tell (RFC 5321 section 4.4).
//!
//! - [`received`]: one field, bytes to facts: the grammar, then the dialects.
//! - [`Route`], [`Hop`]: the facts of a whole trace.

mod facts;
pub mod received;

pub use facts::{Clock, DatedBy, Hop, Host, Peer, Role, Route, Side, TimeMark};

use crate::Context;
use crate::finding::{Finding, Verdict};
use crate::message::Message;

/// What the trace of a message has to say: the facts, and what the rules make of them.
#[derive(Debug, Clone, Default)]
pub struct Trace {
    /// The way it took; absent where there is no `Received` field.
    pub route: Option<Route>,
    /// What the rules found.
    pub findings: Vec<Finding>,
    /// One sentence a helpdesk can read out.
    pub headline: String,
    /// What to show beside it.
    pub verdict: Option<Verdict>,
}

/// Reads the trace of a message.
#[must_use]
pub fn read(message: &Message<'_>, _context: &Context) -> Trace {
    let mut hops: Vec<Hop> = message.all("Received").map(received::read).map(Hop::from).collect();
    hops.reverse();
    for at in 1..hops.len() {
        if let Some([before, hop]) = hops.get_mut(at - 1..=at)
            && let (Some(then), Some(now)) = (before.time, hop.time)
        {
            hop.delay_seconds = Some((now - then).num_seconds());
        }
    }
    let route = (!hops.is_empty()).then(|| Route { hops, ..Route::default() });
    Trace { route, ..Trace::default() }
}
