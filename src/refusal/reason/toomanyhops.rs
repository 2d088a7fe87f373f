//! Too many stamps. A circle is the usual cause, and not the only one: forwards, filters and lists in a row add up.

use super::{ReasonEntry, Rule, Weight};
use crate::finding::Party;
use crate::smtp::Reason;

pub(super) static SHEET: ReasonEntry = ReasonEntry {
    reason: Reason::NetworkError,
    party: Party::Forwarder,
    title: "the message passed too many servers",
    sentence: "Each server adds a stamp, and a server refuses a message that has too many. Either the message ran in a circle, or \
        forwards, filters and lists in a row add up without one.",
    next: &[
        "Look at the Received lines of the returned message: a server that comes again and again with the same recipient is a circle.",
        "In a circle, mend the forwarding, the alias or the domain's MX that leads back.",
        "Without a circle, take forwards out of the way: let each address pass mail on straight to the last mailbox.",
    ],
    rules: &[Rule::new(
        "mailloop.hops",
        Weight::Sure,
        &[
            "too many hops",
            "hop count exceeded",
            "hop count",
            "maximum hop",
            "hops exceeded",
            "too many received",
            "received headers",
            "maximum number of hops",
            "too many * received headers",
            "too many * received lines",
            "more than the maximum allowed times",
        ],
    )],
};
