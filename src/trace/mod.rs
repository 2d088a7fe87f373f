//! The trace of a message: what each `Received` field says, and the route they tell (RFC 5321 section 4.4).
//!
//! - [`received`]: one field, bytes to facts: the grammar, then the dialects.
//! - [`Route`], [`Hop`]: the facts of a whole trace.
//! - [`clock`]: the clock solver, with its model.
//! - [`forwarding`]: who passed it on to another address; [`Loop`]: the circle that it ran in; [`HopBudget`]: how many more
//!   servers it may pass.
//! - [`words`]: times and durations as findings say them.

mod budget;
pub mod clock;
mod facts;
mod findings;
pub mod forwarding;
mod loops;
pub(crate) mod names;
mod other_timestamps;
pub mod received;
mod role;
mod route;
mod side;
mod verdict;
pub mod words;

pub use budget::{Allowance, HopBudget};
pub use facts::{Clock, DatedBy, Hop, Host, Peer, Role, Route, Side, TimeMark};
pub use loops::Loop;
pub(crate) use other_timestamps::{of_message_id, of_queue_id};

use crate::Context;
use crate::finding::{Finding, Verdict};
use crate::message::Message;
use crate::message::date::Doubt;
use received::Received;

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
pub fn read(message: &Message<'_>, context: &Context) -> Trace {
    let mut fields: Vec<Received> = message.all("Received").map(received::read).collect();
    if fields.is_empty() {
        let Some(finding) = findings::no_hops(message) else {
            let headline = "Nothing here reads as a mail header.".to_owned();
            return Trace { headline, ..Trace::default() };
        };
        let (headline, verdict) = verdict::no_hops(message.body.is_empty());
        return Trace { route: None, findings: vec![finding], headline, verdict };
    }
    // The newest field stands at the top.
    fields.reverse();
    let doubts: Vec<Vec<Doubt>> = fields.iter().map(|field| field.stamp.doubts.clone()).collect();
    judge(fields.into_iter().map(Hop::from).collect(), &doubts, message, context)
}

/// Makes of hops in transit order what there is to make of them.
fn judge(hops: Vec<Hop>, doubts: &[Vec<Doubt>], message: &Message<'_>, context: &Context) -> Trace {
    let ends = side::Ends::of(message, &hops);
    let (mut route, gaps, solution) = route::build(hops, &ends, context);
    role::set(&mut route.hops, &route.hosts);
    route.marks = other_timestamps::read(message, &route.hops);
    let (trail, stops) = forwarding::read(message, &route.hops, &route.hosts, &context.mine);
    if let Some(trail) = &trail {
        role::set_forwarders(&mut route.hops, trail);
    }
    route.mail_loop = loops::find(&route.hops, &route.hosts, &stops);
    route.hop_budget = HopBudget::of(route.hops.len());
    route.forwarding = trail;
    let mut case = findings::Case { route: &route, gaps: &gaps, solution: &solution, doubts, context, hold: None };
    case.hold = findings::longest(&case);
    let held_at = case.hold.filter(findings::Hold::is_slow).map(|hold| hold.gap.to);
    let findings = findings::all(&case);
    let (headline, verdict) = verdict::say(&case);
    route.held_at = held_at;
    Trace { route: Some(route), findings, headline, verdict }
}
