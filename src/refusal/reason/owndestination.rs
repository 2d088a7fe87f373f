//! A server that finds itself as the domain's MX and does not take its mail: "loops back to myself", "lowest numbered MX".

use super::{ReasonEntry, Rule, Weight};
use crate::finding::Party;
use crate::smtp::Reason;

pub(super) static SHEET: ReasonEntry = ReasonEntry {
    reason: Reason::NetworkError,
    party: Party::Unknown,
    title: "the server is the domain's MX and does not know the domain",
    sentence: "The domain's MX record leads to the server that wrote this, and that server has no setting to take mail for the \
        domain. Nobody passes the message round: either the MX record or the server's list of own domains is wrong.",
    next: &[
        "Compare the domain's MX record with the server that wrote the notice.",
        "If it shall take the domain's mail, add the domain to its settings (mydestination, relay_domains, local_domains); \
         if not, correct the MX record.",
    ],
    rules: &[Rule::new(
        "mailloop.own-destination",
        Weight::Sure,
        &[
            "loops back to myself",
            "mail for * loops back to myself",
            "lowest numbered mx record points to local host",
            "listed as a best-preference mx or ip",
            "it is listed as a best-preference mx",
        ],
    )],
};
