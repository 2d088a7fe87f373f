//! A lookup or the way to the server failed.

use super::{ReasonEntry, Rule, Weight};
use crate::finding::Party;
use crate::smtp::Reason;

pub(super) static SHEET: ReasonEntry = ReasonEntry {
    reason: Reason::NetworkError,
    party: Party::Network,
    title: "a lookup, the way to the server or the connection failed",
    sentence: "DNS gave no useful answer, no route led to the server, or the line broke.",
    next: &[
        "A failed lookup: ask for the domain's MX from two resolvers; if both fail, its name servers are at \
         fault, if one fails, that resolver.",
        "A broken line: watch whether other domains are affected.",
    ],
    rules: &[
        Rule::new("networkerror.unread", Weight::Fair, &["connection closed by foreign host"]),
        Rule::new(
            "networkerror.way",
            Weight::Plain,
            &[
                "no route to host",
                "no route to",
                "network is unreachable",
                "network unreachable",
                "network error",
                "lost connection",
                "connection lost while",
                "lost * while",
                "broken pipe",
                "protocol error",
                "routing error",
                "unable to route",
                "no mail route",
                "no route",
                "destination mxs",
                "connection closed unexpectedly",
                "remote host closed",
                "closed connection",
                "connection died",
                "while performing the * handshake",
            ],
        ),
    ],
};
