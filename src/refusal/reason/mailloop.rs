//! The message ran in a circle. The vocabulary counts it as a fault of the network; it is one of a setting.

use super::{ReasonEntry, Rule, Weight};
use crate::finding::Party;
use crate::smtp::Reason;

pub(super) static SHEET: ReasonEntry = ReasonEntry {
    reason: Reason::NetworkError,
    party: Party::Forwarder,
    title: "the message ran in a circle",
    sentence: "The message passed too many servers, or came back to one that it had left: two of them, or an alias and a \
        mailbox, pass it on to each other.",
    next: &[
        "Look at the Received lines of the returned message: the servers that come again and again are the circle.",
        "Mend the forwarding, the alias or the domain's MX that leads back.",
    ],
    rules: &[Rule::new(
        "mailloop.said",
        Weight::Sure,
        &[
            "too many hops",
            "hop count exceeded",
            "hop count",
            "maximum hop",
            "hops exceeded",
            "too many received",
            "received headers",
            "mail loop",
            "mail loops",
            "loops back to",
            "loops back",
            "looping",
            "loop detected",
            "routing loop",
            "mail forwarding loop",
            "forwarding loop",
            "delivery loop",
            "loop:",
            "too many * received headers",
            "too many * received lines",
            "local loop",
            "would cause a loop",
            "more than the maximum allowed times",
            "maximum number of hops",
        ],
    )],
};
