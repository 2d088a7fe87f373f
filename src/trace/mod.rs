//! The trace of a message: what each `Received` field says, and the route they tell (RFC 5321 section 4.4).
//!
//! - [`received`]: one field, bytes to facts: the grammar, then the dialects.
//! - [`Route`], [`Hop`]: the facts of a whole trace.
//! - [`clock`]: the clock solver, with its model.
//! - [`forwarding`]: who passed it on to another address; [`Loop`]: the circle that it ran in; [`HopBudget`]: how many more
//!   servers it may pass.
//! - [`words`]: times and durations as findings say them.
//!
//! In: a message and what the caller knows. Out: [`Route`], findings, a headline.
//!
//! ```
//! use backstamp::message::Message;
//!
//! let header = b"Received: from b.example by c.example; Fri, 13 Feb 2009 21:23:26 +0000\n\
//!     Received: from a.example by b.example; Fri, 13 Feb 2009 21:23:21 +0000\n\n";
//! let trace = backstamp::trace::read(&Message::read(header, 0), &backstamp::Context::default());
//! assert_eq!(trace.route.unwrap().hops[1].delay_seconds, Some(5));
//! ```

mod budget;
mod chain;
pub mod clock;
mod evidence;
mod facts;
mod findings;
pub mod forwarding;
mod legs;
mod loops;
pub(crate) mod names;
mod other_timestamps;
mod pause;
mod providers;
pub mod received;
mod role;
mod route;
mod sequence;
mod side;
mod verdict;
pub mod words;

pub use budget::{Allowance, HopBudget};
pub use facts::{Clock, DatedBy, Hop, Host, Peer, Role, Route, Side, Timestamp};
pub(crate) use findings::explain;
pub use loops::Loop;
pub(crate) use other_timestamps::{of_message_id, of_queue_id};
pub use sequence::{Arrangement, FieldOrder};

use std::collections::HashMap;

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
    let words: HashMap<usize, String> =
        message.all("Received").map(|field| (field.span().start, field.unfolded())).collect();
    let arrangement = sequence::arrange(&mut fields, |field| {
        let text = words.get(&field.span.start).map(String::as_str).unwrap_or_default();
        text.split_ascii_whitespace().collect::<Vec<_>>().join(" ")
    });
    let doubts: Vec<Vec<Doubt>> = fields.iter().map(|field| field.stamp.doubts.clone()).collect();
    judge(fields.into_iter().map(Hop::from).collect(), arrangement, &doubts, message, context)
}

/// Makes of hops in transit order what there is to make of them.
fn judge(
    mut hops: Vec<Hop>,
    arrangement: Option<Arrangement>,
    doubts: &[Vec<Doubt>],
    message: &Message<'_>,
    context: &Context,
) -> Trace {
    let ends = side::Ends::of(message, &hops);
    let mut hosts = route::hosts(&mut hops, context);
    let links = chain::links(&hops, &hosts, &ends.sender);
    let (trail, stops) = forwarding::read(message, &hops, &hosts, &context.mine);
    let sides = side::set(&mut hosts, &hops, &links, &ends, trail.as_ref());
    role::set(&mut hops, &hosts);
    // A stamp with a weekday that its date never had was not written by a server's clock.
    let odd = |at: usize| doubts.get(at).is_some_and(|all| all.contains(&Doubt::Weekday));
    let measured: Vec<bool> = hops.iter().enumerate().map(|(at, hop)| hop.time.is_some() && !odd(at)).collect();
    let (mut route, mut gaps, solution) = route::build(hops, hosts, &measured);
    route.marks = other_timestamps::read(message, &route.hops);
    if let Some(trail) = &trail {
        role::set_forwarders(&mut route.hops, trail);
    }
    route.mail_loop = loops::find(&route.hops, &route.hosts, &stops, other_timestamps::resent(message));
    route.received = route.hops.len();
    let is_list = side::through_a_list(&ends, trail.as_ref());
    route.forwarding = trail;
    route.arrangement = arrangement;
    let reader = pause::Reader { message, hops: &route.hops, hosts: &route.hosts, links: &links, marks: &route.marks };
    let pauses = reader.pauses(&gaps);
    let seals = other_timestamps::seals(message);
    let mut refuted = evidence::refuted(&route.hops, &route.hosts, &gaps, &route.marks, &seals);
    refuted.retain(|one| pauses.iter().all(|pause| pause.gap != one.gap));
    for one in &mut refuted {
        route::open(&mut route, &mut gaps, one);
    }
    let mut case = findings::Case {
        route: &route,
        gaps: &gaps,
        solution: &solution,
        doubts,
        measured: &measured,
        context,
        links: &links,
        sides: &sides,
        refuted: &refuted,
        pauses: &pauses,
        seals: &seals,
        is_list,
        hold: None,
    };
    case.hold = findings::longest(&case);
    let held_at = case.hold.filter(findings::Hold::is_slow).map(|hold| hold.gap.to);
    let findings = findings::all(&case);
    let (headline, verdict) = verdict::say(&case);
    route.held_at = held_at;
    Trace { route: Some(route), findings, headline, verdict }
}
