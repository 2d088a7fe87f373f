//! DNS as mail needs it: names, questions, answers, and what stands between them.
//!
//! - [`Subject`]: what somebody typed, as a [`Name`] to ask for, and whether it is [`Special`] (it would leak).
//! - [`Question`], [`Outcome`], [`Answer`], [`Record`]: what is asked, and what came of it. "No such name", "no such
//!   type", "failed" and "never answered" are different outcomes.
//! - [`wire`]: the message format; [`doh`]: DNS over HTTPS (RFC 8484), without the fetching.
//! - [`Resolver`]: whatever answers. [`Retrying`] tries again and elsewhere, [`Cached`] asks each question once,
//!   remembers for the TTL and bounds how many are in flight. They fit inside each other:
//!   `Cached::new(Retrying::new(vec![a, b], policy), clock)`.
//! - [`Listed`]: a resolver that knows the records it is given, and no others.
//! - [`output`]: what tools print of DNS, and lines of zones, as records.
//! - [`zone`]: a resolver that answers from zone files in memory, for tests and teaching.
//!
//! Nothing here opens a connection or reads a clock: the caller brings both.
//!
//! In: what somebody typed, and a resolver. Out: questions, and outcomes that are never mixed up.
//!
//! ```
//! use backstamp::dns::{Name, Question, RecordType, Resolver, zone::Zones};
//!
//! let zones = Zones::parse("$ORIGIN example.com.\n@ SOA ns1 hostmaster 1 1h 10m 4w 5m\n@ MX 10 mx\n").unwrap();
//! let question = Question::new(Name::parse("example.com").unwrap(), RecordType::Mx);
//! let response = pollster::block_on(zones.ask(&question));
//! assert_eq!(response.outcome.records().len(), 1);
//! ```

mod answer;
mod cached;
pub mod doh;
mod extended;
pub(crate) mod final_dot;
pub(crate) mod idn;
mod listed;
mod name;
pub mod output;
mod question;
mod resolver;
mod retrying;
mod special;
mod subject;
mod unicode_script;
pub mod wire;
pub mod zone;

pub use answer::{Alias, AliasKind, Answer, Barrier, Data, Outcome, Rcode, Record, Soa};
pub use cached::{Cached, Clock, Counts};
pub use extended::ExtendedError;
pub use listed::Listed;
pub use name::{Name, NameError};
pub use question::{Question, RecordType};
pub use resolver::{Resolver, Response};
pub use retrying::{Policy, Retrying};
pub use special::{Special, is_public};
pub use subject::{Remark, Subject, Target};
