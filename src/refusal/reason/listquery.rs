//! A DNS blocklist that refuses the query of the recipient's server (Spamhaus return codes 127.255.255.252 to .255): not a listing.

use super::{ReasonEntry, Rule, Weight};
use crate::finding::Party;
use crate::smtp::Reason;

pub(super) static SHEET: ReasonEntry = ReasonEntry {
    reason: Reason::Blocked,
    party: Party::Recipient,
    title: "the recipient's server takes an error of a blocklist for a listing",
    sentence: "The blocklist did not say that the address is listed: it refused the query, because the recipient's server asks \
        through a public or open resolver, asks too often, or names the list wrongly. The recipient's server takes that for a listing.",
    next: &[
        "Tell the recipient's administrator another way: their server must ask the list through a resolver of its own, and refuse for \
         the documented return codes only.",
        "The sender's address need not be removed from anything.",
    ],
    rules: &[Rule::new(
        "blocked.list-query",
        Weight::Sure,
        &[
            "error: open resolver",
            "open resolver",
            "public resolver",
            "public/open resolver",
            "127.255.255.252",
            "127.255.255.254",
            "127.255.255.255",
            "spamhaus.org/returnc/",
            "excessive number of queries",
        ],
    )],
};
