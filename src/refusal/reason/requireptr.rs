//! Reverse DNS is missing or wrong.

use super::{ReasonEntry, Rule, Weight};
use crate::finding::Party;
use crate::smtp::Reason;

pub(super) static SHEET: ReasonEntry = ReasonEntry {
    reason: Reason::RequirePtr,
    party: Party::Sender,
    title: "reverse DNS is missing or wrong",
    sentence: "The sending address has no name in reverse DNS, or a name that does not lead back to it. Many \
        servers refuse mail from such addresses.",
    next: &[
        "Ask the provider of the address to set a PTR record: the sending server's own name.",
        "Make that name resolve back to the same address, and use it in HELO too.",
    ],
    rules: &[Rule::new(
        "requireptr.ptr",
        Weight::Sure,
        &[
            "reverse dns",
            "reverse lookup",
            "reverse mapping",
            "reverse record",
            "ptr record",
            "ptr lookup",
            "ptr resource record",
            "no ptr",
            "dns ptr",
            "missing ptr",
            "without ptr",
            "valid ptr",
            "bad ptr",
            "rdns",
            "fcrdns",
            "cannot find your hostname",
            "cannot find your reverse",
            "cannot resolve your address",
            "unable to resolve your",
            "can't determine your hostname",
            "could not resolve your ip",
            "your ip * hostname",
            "ip name lookup failed",
            "ip address does not resolve",
            "ip address * not resolve",
            "client host name rejected",
            "unknown reverse",
            "cannot find ptr",
            "no reverse",
            "forward-confirmed",
            "forward confirmed",
            "mismatches client ip",
            "hostname * mismatch",
            "hostname does not match",
            "dns-record",
            "no rdns",
            "reverse-dns",
            "reverse dns validation",
        ],
    )],
};
