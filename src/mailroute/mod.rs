//! The mail route: every question that a sending server asks before it can deliver, with every answer, what it means,
//! and what is wrong (RFC 5321 section 5.1).
//!
//! ```
//! use backstamp::dns::{Subject, zone::Zones};
//! use backstamp::mailroute::{Options, walk};
//!
//! let zones = Zones::parse("
//! $ORIGIN example.com.
//! @   SOA ns1 hostmaster 1 1h 10m 4w 5m
//!     NS  ns1
//!     MX  10 mx
//! ns1 A   192.0.2.53
//! mx  A   192.0.2.25
//! ").unwrap();
//! let subject = Subject::read("user@example.com").unwrap();
//! let walk = pollster::block_on(walk(subject, &zones, &Options::default()));
//! assert_eq!(walk.exchanges[0].name.as_str(), "mx.example.com");
//! ```
//!
//! - [`walk`] asks, [`Walk`] is what came of it: the steps as a tree in the order in which a server asks, the facts,
//!   the findings, the verdict. [`plan`] tells beforehand what will be asked, and [`suggestions`] what a report suggests.
//! - [`today`] holds a bounce against what DNS says now; [`compare`] two resolvers against each other.
//! - [`shown`] takes DNS output as text through the same rules.
//! - [`records`] writes the records for a wished route; [`export`] gives a walk as text.

mod compare;
pub mod export;
mod facts;
mod findings;
mod join;
mod misconceptions;
mod policy;
mod recheck;
pub mod records;
mod shown;
mod suggestions;
mod verdict;
mod walking;

pub use compare::compare;
pub use facts::{
    Address, Confirmation, Delegation, Exchange, ForDelivery, Mark, Parent, Policies, Purpose, Server, Service, Step,
    Walk, Zone,
};
pub(crate) use findings::explain;
pub use findings::{Place, place_of};
pub use policy::{Dmarc, Inherited, Lookups, Spf};
pub use recheck::today;
pub use shown::shown;
pub use suggestions::{Suggestion, suggest, suggestions};
pub use verdict::for_user;
pub use walking::{Options, plan, walk};
