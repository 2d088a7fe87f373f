//! A lookup failed, without saying that there is no such domain.

use super::{ReasonEntry, Rule, Weight};
use crate::finding::Party;
use crate::smtp::Reason;

pub(super) static SHEET: ReasonEntry = ReasonEntry {
    reason: Reason::NetworkError,
    party: Party::Network,
    title: "a DNS lookup failed",
    sentence: "DNS gave no useful answer about the domain. That does not say that the domain does not exist.",
    next: &[
        "Ask for the domain's MX from two resolvers: if both fail, its name servers are at fault; if one fails, that resolver.",
        "Send the message again once both answer.",
    ],
    rules: &[
        Rule::new(
            "dnsfailure.try-again",
            Weight::Sure,
            &["host not found, try again", "name service error * try again"],
        ),
        Rule::new(
            "dnsfailure.said",
            Weight::Plain,
            &[
                "host name lookup failure",
                "hostname lookup failure",
                "name server:",
                "name service error",
                "name server error",
                "name lookup failure",
                "dns query failed",
                "dns failure",
                "dns error",
                "dns lookup failed",
                "dns problem",
                "dns resolution",
                "dns timeout",
                "temporary dns",
                "temporarily unable to resolve",
                "host not found, try again",
                "could not resolve",
                "unable to resolve",
                "couldn't resolve",
                "mx lookup",
                "servfail",
                "infonorecords",
                "dns lookup",
                "lookup failed",
                "cname lookup failed",
                "domain * couldn't be found",
                "dns type",
                "responded with code nxdomain",
                "unable to look up",
            ],
        ),
    ],
};
